using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tests.Steps;
using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux,MacOsX")]
internal sealed class RunCommandToolTests : IAsyncDisposable
{
    private readonly CommandTools _tools = new();

    public ValueTask DisposeAsync() => _tools.DisposeAsync();

    [Test]
    public async Task The_answer_has_the_exit_code_the_duration_and_both_streams_in_order()
    {
        var result = await _tools.RunAsync("echo one; echo two >&2; exit 4");
        Assert.That(result.Text, Does.Match(@"^\[exit code 4, [0-9.]+ s\]\none\ntwo\n$"));
        Assert.That(result.IsError, Is.False);
    }

    [Test]
    public async Task A_command_runs_in_the_folder_that_was_given()
    {
        Assert.That((await _tools.RunAsync("ls", "\"dir\":\"src\"")).Text, Does.Contain("code.cs"));
        var missing = await _tools.RunAsync("ls", "\"dir\":\"nowhere\"");
        Assert.That((missing.IsError, missing.Text), Is.EqualTo((true, "The folder 'nowhere' does not exist; 'dir' is relative to the repository's root.")));
        Assert.That((await _tools.RunAsync("ls", "\"dir\":\"../..\"")).Text, Does.Contain("leads out of the repository"));
    }

    [TestCase("{}")]
    [TestCase("{\"command\":\"ls\",\"job\":1}")]
    public async Task Either_a_command_or_a_job_has_to_be_given(string json)
    {
        var result = await _tools.CallAsync(json);
        Assert.That((result.IsError, result.Text), Is.EqualTo((true, "Give either 'command', to run one, or 'job', for one that runs.")));
    }

    [Test]
    public async Task A_command_that_goes_on_is_a_job_that_is_waited_for()
    {
        var first = await _tools.RunAsync("echo begun; until [ -e go ]; do sleep 0.05; done; echo ended", "\"wait\":1");
        Assert.That(first.Text, Does.Match(@"^\[job 1 runs, [0-9.]+ s so far\]\nbegun\n$"));
        Assert.That(_tools.Jobs.Running.Select(job => (job.Number, job.Command[..10])), Is.EqualTo(new[] { (1, "echo begun") }));
        _tools.Folder.With("go", "");
        var second = await _tools.CallAsync("{\"job\":1,\"wait\":60}");
        Assert.That(second.Text, Does.Match(@"^\[exit code 0, [0-9.]+ s\]\nended\n$"));
        Assert.That(_tools.Jobs.Running, Is.Empty);
        Assert.That((await _tools.CallAsync("{\"job\":1}")).Text, Is.EqualTo("There is no job 1. None runs."));
    }

    [Test]
    public async Task A_job_is_written_to_and_its_input_ended()
    {
        await _tools.RunAsync("read name; echo hello $name; cat; echo end", "\"input\":\"\",\"wait\":0");
        await _tools.CallAsync("{\"job\":1,\"input\":\"you\\n\",\"wait\":0}");
        var result = await _tools.CallAsync("{\"job\":1,\"input\":\"more\\n\\u0004\",\"wait\":60}");
        Assert.That(result.Text, Does.StartWith("[exit code 0").And.EndWith("more\nend\n"));
    }

    [Test]
    public async Task A_command_without_input_reads_an_empty_one()
    {
        Assert.That((await _tools.RunAsync("cat; read x || echo none")).Text, Does.EndWith("\nnone\n"));
    }

    [Test]
    public async Task A_job_is_stopped_with_everything_that_it_started()
    {
        await _tools.RunAsync("sleep 600 & echo waiting; wait", "\"wait\":1");
        var process = _tools.Jobs.Running[0].ProcessId;
        var result = await _tools.CallAsync("{\"job\":1,\"stop\":true,\"wait\":0}");
        Assert.That(result.Text, Does.StartWith("[stopped: you stopped it"));
        Assert.That(ExecutorTurns.IsRunning($"{process}"), Is.False);
    }

    [Test]
    public async Task A_command_whose_time_runs_out_is_stopped()
    {
        var result = await _tools.RunAsync("echo begun; sleep 600", "\"timeout\":1,\"wait\":60");
        Assert.That(result.Text, Does.Match(@"^\[stopped: its time ran out, [0-9.]+ s\]\nbegun\n$"));
    }

    [Test]
    public async Task Cancelling_stops_the_command_and_every_job()
    {
        await _tools.RunAsync("sleep 600", "\"wait\":0");
        using var cancellation = new CancellationTokenSource();
        var call = _tools.CallAsync("{\"command\":\"touch begun; sleep 600\",\"wait\":600}", cancellation.Token);
        Assert.That(() => File.Exists(_tools.Folder["begun"]), Is.True.After(20_000, 20));
        var processes = _tools.Jobs.Running.Select(job => $"{job.ProcessId}").ToList();
        await cancellation.CancelAsync();
        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(processes, Has.Count.EqualTo(2));
        Assert.That(processes.Where(ExecutorTurns.IsRunning), Is.Empty);
        Assert.That(_tools.Jobs.Running, Is.Empty);
    }

    [Test]
    public async Task A_long_output_is_cut_in_the_middle_and_a_file_has_the_whole()
    {
        var result = await _tools.RunAsync("seq 1 20000");
        Assert.That(result.Text, Does.Contain("; whole output in .goal/output/command-1.txt]\n1\n2\n").And.Contain("characters left out").And.EndWith("19999\n20000\n"));
        Assert.That(result.Text, Has.Length.LessThan(RunCommandTool.MostCharacters + 200));
        var file = _tools.Context.Files.Readable(".goal/output/command-1.txt");
        Assert.That(File.ReadAllLines(file), Has.Length.EqualTo(20_000));
        Assert.Throws<ToolFaultException>(() => _tools.Context.Files.Readable(".goal/state"));
        Assert.Throws<ToolFaultException>(() => _tools.Context.Files.Readable(".goal/output/../state"));
    }

    [Test]
    public async Task A_flood_is_bounded_in_memory_and_in_its_file()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var result = await _tools.RunAsync("yes 'all work and no play' | head -c 150M; echo; echo end", "\"wait\":300");
        Assert.That(result.Text, Does.StartWith("[exit code 0").And.EndWith("\nend\n"));
        Assert.That(result.Text, Has.Length.LessThan(RunCommandTool.MostCharacters + 200));
        Assert.That(new FileInfo(_tools.Folder[".goal/output/command-1.txt"]).Length, Is.LessThan(66L << 20));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(8 << 20));
    }

    [Test]
    public async Task Colours_are_taken_out_and_of_a_line_written_over_the_last_stays()
    {
        var result = await _tools.RunAsync("printf '\\033[31mred\\033[0m \\033]0;title\\007plain\\n10%%\\r20%%\\r30%%\\nend\\r\\n'");
        Assert.That(result.Text, Does.EndWith("s]\nred plain\n30%\nend\n"));
    }

    [Test]
    public async Task Secrets_are_masked_in_the_answer_and_in_the_file()
    {
        _tools.Mask = text => text.Replace("hidden", "***", StringComparison.Ordinal);
        var result = await _tools.RunAsync("printf hid; sleep 0.3; echo den; seq 1 20000; echo hidden");
        Assert.That(result.Text, Does.Contain("***\n1\n").And.EndWith("***\n").And.Not.Contain("hidden"));
        Assert.That(_tools.Folder.Text(".goal/output/command-1.txt"), Does.Not.Contain("hidden"));
    }

    [Test]
    public async Task A_command_that_the_goal_denies_is_not_run()
    {
        _tools.Rules = new CommandRules([CommandTools.Deny("touch")], _ => 12);
        var result = await _tools.RunAsync("touch made");
        Assert.That((result.IsError, result.Text), Is.EqualTo((true, "The command was not run: 'touch made' is denied by 'command deny \"touch\"' (line 12 of the goal).")));
        Assert.That(File.Exists(_tools.Folder["made"]), Is.False);
    }

    [Test]
    public async Task A_command_that_does_not_exist_says_so_with_the_shells_exit_code()
    {
        Assert.That((await _tools.RunAsync("no-such-command-anywhere")).Text, Does.StartWith("[exit code 127").And.Contain("no-such-command-anywhere"));
    }

    [Test]
    public async Task No_more_jobs_run_than_anybody_can_follow()
    {
        for (var number = 0; number < CommandJobs.Most; number++)
        {
            await _tools.RunAsync("sleep 600", "\"wait\":0");
        }

        var result = await _tools.RunAsync("true");
        Assert.That((result.IsError, result.Text), Is.EqualTo((true, $"{CommandJobs.Most} jobs run already; stop one first: {string.Join(", ", Enumerable.Range(1, CommandJobs.Most))}.")));
    }
}
