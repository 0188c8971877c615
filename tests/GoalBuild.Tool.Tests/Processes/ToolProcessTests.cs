using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Tests.Processes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Category("Slow")]
public sealed partial class ToolProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Version_and_help_are_told_on_the_output()
    {
        Assert.That(await ToolProcess.RunAsync(_folder.Path, "", "--version"), Is.EqualTo((0, ToolVersion.Value + "\n", "")));
        var (code, output, error) = await ToolProcess.RunAsync(_folder.Path, "", "verify", "--help");
        Assert.That((code, error), Is.EqualTo((0, "")));
        Assert.That(output, Does.StartWith("Find out whether the clauses hold; nothing is edited.\n"));
    }

    [Test]
    public async Task Check_fmt_and_faults_work_through_pipes()
    {
        _folder.Write("grün und rot.goal", "goal \"x\" { biuld }\n");
        var (code, output, error) = await ToolProcess.RunAsync(_folder.Path, "", "check");
        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.StartWith("grün und rot.goal(1,12): error GOAL1002: "));
        Assert.That((await ToolProcess.RunAsync(_folder.Path, "goal \"ü\" {objective \"x\"\nverify{run \"true\"}}", "fmt", "-")).Out, Does.StartWith("goal \"ü\" {\n"));
    }

    [Test]
    public async Task Verify_finds_out_and_leaves_evidence_in_a_path_with_blanks_and_umlauts()
    {
        _folder.Write("a b/prüfen.goal", "goal \"prüfen\" { objective \"It runs.\" verify { run \"echo hello\" prints \"hello\" } constrain { only \"src/**\" } }\n");
        var folder = Path.Combine(_folder.Path, "a b");

        // A part of the goal makes no bundle, but a state folder, which git must not see.
        Assert.That((await ToolProcess.RunAsync(folder, "", "verify", "--clause", "run echo hello", "--no-cache")).ExitCode, Is.EqualTo(ExitCode.Met));
        Assert.That(Path.Combine(folder, ".goal", ".gitignore"), Does.Exist);
        var (code, output, error) = await ToolProcess.RunAsync(folder, "", "verify");
        Assert.That(code, Is.EqualTo(ExitCode.Met), output + error);
        Assert.That(output, Does.Contain("prüfen: met  its clause holds"));
        Assert.That(Directory.GetFiles(Path.Combine(folder, ".goal", "runs", "prüfen"), "evidence.json", SearchOption.AllDirectories), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_person_signs_what_waits_for_a_review_and_what_a_verification_starts_does_not()
    {
        foreach (var args in new[] { "init -q", "config user.name Test", "config user.email test@example.invalid" })
        {
            using var git = Process.Start(new ProcessStartInfo("git", args) { WorkingDirectory = _folder.Path })!;
            await git.WaitForExitAsync();
            Assert.That(git.ExitCode, Is.Zero, args);
        }

        _folder.Write("a.goal", "goal \"a\" { objective \"It is signed.\" verify { run \"echo yes\" } constrain { limit files 3 } review by \"security\" \"the goal\" }\n");
        var (code, output, error) = await ToolProcess.RunAsync(_folder.Path, "", "run");
        Assert.That(code, Is.EqualTo(ExitCode.WaitingForReview), output + error);

        using (var marked = ToolProcess.Start(_folder.Path, [new(ProcessTree.MarkVariable, "of-a-run")], "approve", "--as", "security"))
        {
            marked.StandardInput.Close();
            Assert.That(await marked.StandardError.ReadToEndAsync(), Does.Contain("error GOAL6008: A person signs off"));
        }

        (code, output, error) = await ToolProcess.RunAsync(_folder.Path, "", "approve", "--as", "security");
        Assert.That(code, Is.EqualTo(ExitCode.Met), output + error);
        Assert.That(output, Does.StartWith("a: met. "));
    }

    [TestCase("SIGINT", 2)]
    [TestCase("SIGTERM", 15)]
    [Platform("Linux")]
    public async Task An_interrupt_ends_everything_within_two_seconds(string name, int signal)
    {
        // A named pipe beside the tree: opening it waits for the command, and opening it there waits for us.
        using var outside = new TemporaryFolder();
        var pipe = Path.Combine(outside.Path, "started");
        Assert.That(MakePipe(pipe, 0x180), Is.Zero);
        _folder.Write("a.goal", $$"""goal "a" { objective "It waits." verify { run "echo $$ > '{{pipe}}'; sleep 600 & sleep 600" } constrain { only "src/**" } }""");
        using var process = ToolProcess.Start(_folder.Path, "verify");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var started = Task.Factory.StartNew(() => File.ReadAllText(pipe), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (await Task.WhenAny(started, process.WaitForExitAsync()) != started)
        {
            Assert.Fail($"The tool ended before its command began. {await output}{await error}");
        }

        var shell = int.Parse(await started, CultureInfo.InvariantCulture);
        Assert.That(IsAlive(shell));

        var clock = Stopwatch.StartNew();
        Assert.That(Kill(process.Id, signal), Is.Zero, name);
        await process.WaitForExitAsync();
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
        Assert.That(process.ExitCode, Is.EqualTo(ExitCode.Cancelled), await output + await error);
        Assert.That(IsAlive(shell), Is.False);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
