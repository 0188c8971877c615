using System.Diagnostics;
using GoalBuild.Verification.Processes;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Processes;

[Platform("Linux,MacOsX")]
public class ProcessRunnerTests
{
    [Test]
    public async Task Both_streams_and_the_exit_code_are_kept()
    {
        var result = await ProcessRunner.RunAsync(ProcessRequest.Shell("echo out; echo err >&2; exit 3"), default);

        Assert.That((result.ExitCode, result.StandardOutput.Text, result.StandardError.Text), Is.EqualTo((3, "out\n", "err\n")));
    }

    [Test]
    public async Task Standard_input_is_given_and_ends()
    {
        var result = await ProcessRunner.RunAsync(new ProcessRequest("cat") { StandardInput = "grüße" }, default);

        Assert.That(result.StandardOutput.Text, Is.EqualTo("grüße"));
    }

    [Test]
    public async Task A_program_that_does_not_exist_is_named()
    {
        var fault = await Assert.ThrowsAsync<CommandNotFoundException>(() => ProcessRunner.RunAsync(new ProcessRequest("no-such-program"), default));

        Assert.That(fault!.Message, Does.Contain("no-such-program"));
    }

    [Test]
    public async Task Long_output_is_cut_in_memory_and_whole_in_its_file()
    {
        using var folder = new TempFolder();
        var request = ProcessRequest.Shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done") with
        {
            KeptCharacters = 3000,
            OutputPath = folder.At("logs/out.txt"),
        };

        var result = await ProcessRunner.RunAsync(request, default);

        Assert.Multiple(() =>
        {
            Assert.That(result.StandardOutput.IsWhole, Is.False);
            Assert.That(result.StandardOutput.Text, Does.StartWith("line 0\n").And.EndsWith("line 19999\n").And.Contain("characters left out"));
            Assert.That(result.StandardOutput.Text, Has.Length.LessThan(3100));
            Assert.That(File.ReadLines(folder.At("logs/out.txt")).Count(), Is.EqualTo(20000));
        });
    }

    [Test]
    public async Task Lines_are_told_as_they_come()
    {
        var lines = new List<string>();

        await ProcessRunner.RunAsync(ProcessRequest.Shell("printf 'one\\r\\ntwo\\nthree'") with { OnLine = lines.Add }, default);

        Assert.That(lines, Is.EqualTo(new[] { "one", "two", "three" }));
    }

    [Test]
    public async Task A_grandchild_that_holds_the_pipes_is_not_waited_for_and_is_killed()
    {
        var clock = Stopwatch.StartNew();

        var result = await ProcessRunner.RunAsync(ProcessRequest.Shell("sleep 300 & echo $!; exit 0"), default);

        Assert.Multiple(() =>
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
            Assert.That(RunningProcess.IsRunning(result.StandardOutput.Text), Is.False);
        });
    }

    [Test]
    [Platform("Linux")]
    public async Task A_timeout_kills_what_has_left_the_tree_too()
    {
        using var folder = new TempFolder();
        var request = ProcessRequest.Shell($"setsid sh -c 'echo $$ > {folder.At("pid")}; exec sleep 300' & while [ ! -s {folder.At("pid")} ]; do :; done; sleep 300") with
        {
            Timeout = TimeSpan.FromSeconds(2),
        };

        var result = await ProcessRunner.RunAsync(request, default);

        Assert.Multiple(() =>
        {
            Assert.That(result.TimedOut);
            Assert.That(result.ExitCode, Is.EqualTo(128 + 9));
            Assert.That(RunningProcess.IsRunning(File.ReadAllText(folder.At("pid"))), Is.False);
        });
    }

    [Test]
    public async Task Cancelling_kills_the_whole_tree_within_two_seconds()
    {
        using var cancelled = new CancellationTokenSource();
        var pid = "0";
        var clock = new Stopwatch();
        var request = ProcessRequest.Shell("sleep 300 & echo $!; wait") with
        {
            OnLine = line =>
            {
                pid = line;
                clock.Start();
                cancelled.Cancel();
            },
        };

        await Assert.CatchAsync<OperationCanceledException>(() => ProcessRunner.RunAsync(request, cancelled.Token));

        Assert.Multiple(() =>
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
            Assert.That(RunningProcess.IsRunning(pid), Is.False);
        });
    }

    [Test]
    [Platform("Linux"), CancelAfter(60_000)]
    public async Task A_full_disk_ends_the_whole_tree_at_once_and_is_told(CancellationToken limit)
    {
        using var folder = new TempFolder();

        // Writing to this device fails as on a full disk. Neither process ends by itself, and one fills its pipe.
        var request = ProcessRequest.Shell($"sleep 300 & echo $! > '{folder.At("pid")}'; yes") with { OutputPath = "/dev/full" };

        await Assert.CatchAsync<IOException>(() => ProcessRunner.RunAsync(request, limit));

        Assert.That(limit.IsCancellationRequested, Is.False);
        Assert.That(RunningProcess.IsRunning(File.ReadAllText(folder.At("pid"))), Is.False);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_listener_that_throws_ends_the_process_with_its_fault(CancellationToken limit)
    {
        var pid = "0";
        var request = ProcessRequest.Shell("echo $$; exec yes") with
        {
            OnLine = line =>
            {
                pid = line;
                throw new InvalidDataException("not a number");
            },
        };

        await Assert.ThrowsAsync<InvalidDataException>(() => ProcessRunner.RunAsync(request, limit));

        Assert.That(RunningProcess.IsRunning(pid), Is.False);
    }

    [Test]
    public async Task Secrets_and_the_variables_of_a_build_host_stay_here()
    {
        Environment.SetEnvironmentVariable("TEST_ONLY_API_KEY", "secret");
        Environment.SetEnvironmentVariable("MSBuildSDKsPath", "/elsewhere");
        try
        {
            var result = await ProcessRunner.RunAsync(
                ProcessRequest.Shell("echo $TEST_ONLY_API_KEY$MSBuildSDKsPath; echo $GOALBUILD_VERIFYING $EXTRA") with
                {
                    Environment = new Dictionary<string, string?> { ["EXTRA"] = "given" },
                },
                default);

            Assert.That(result.StandardOutput.Text, Is.EqualTo("\n1 given\n"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("TEST_ONLY_API_KEY", null);
            Environment.SetEnvironmentVariable("MSBuildSDKsPath", null);
        }
    }

    [Test]
    public async Task What_is_not_UTF_8_does_not_stop_the_reader()
    {
        var result = await ProcessRunner.RunAsync(ProcessRequest.Shell(@"printf 'a\377b'"), default);

        Assert.That(result.StandardOutput.Text, Is.EqualTo("a\uFFFDb"));
    }
}
