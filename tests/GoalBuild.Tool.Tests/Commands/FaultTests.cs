using System.Text;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Commands;

/// <summary>What is wrong before anything can be run: each with its code, a message that says what to do, and exit code 2.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FaultTests : IDisposable
{
    private const string Goal = "goal \"demo\" { objective \"It works.\" verify { run \"true\" } constrain { only \"src/**\" } }\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("verify")]
    [TestCase("run")]
    [TestCase("check")]
    [TestCase("fmt")]
    [TestCase("compile")]
    [TestCase("status")]
    [TestCase("resume")]
    [TestCase("clear")]
    [TestCase("report")]
    public async Task A_missing_file_is_told_by_every_verb(string verb)
    {
        _folder.Write("payments.goal", Goal);
        var error = await FaultOf(verb, "paymets.goal");
        Assert.That(error, Is.EqualTo("paymets.goal : error GOAL0002: There is no such file; did you mean 'payments.goal'? Correct the path; it is taken from the current folder.\n"));
    }

    [Test]
    public async Task A_verb_with_a_slip_is_recognized() =>
        Assert.That(await FaultOf("verfy"), Does.Contain("GOAL0002").And.Contain("did you mean the verb 'verify'?"));

    [TestCase("text")]
    [TestCase("msbuild")]
    [TestCase("github")]
    public async Task More_errors_than_are_listed_are_told(string format)
    {
        _folder.Write("a.goal", "goal a {\n" + string.Concat(Enumerable.Repeat("oops \"x\"\n", 30)) + "}\n");
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "check", "a.goal", "--format", format), Is.EqualTo(ExitCode.Usage));
        var lines = (host.Out.ToString() + host.Error).TrimEnd('\n').Split('\n');
        Assert.That(lines.Count(line => line.Contains("GOAL1002", StringComparison.Ordinal)), Is.EqualTo(20));
        Assert.That(lines, Does.Contain("a.goal has more errors or warnings than the first 20 of each that are listed; correct these to see the others."));
    }

    [Test]
    public async Task A_folder_is_no_goal_file()
    {
        _folder.Write("goals/a.goal", Goal);
        Assert.That(await FaultOf("check", "goals"), Does.StartWith("goals : error GOAL0003: ").And.Contain("Name its .goal file,"));
    }

    [Test]
    [Platform("Linux")]
    public async Task A_file_that_cannot_be_read_is_told()
    {
        // Not by its permissions, which root need not heed: nothing lies at the beginning of a process's memory, for nobody.
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "a.goal"), "/proc/self/mem");
        Assert.That(await FaultOf("check", "a.goal"), Does.StartWith("a.goal : error GOAL0004: The file cannot be read: "));
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "Named pipes")]
    public async Task A_pipe_is_no_goal_file_and_is_not_waited_for()
    {
        var path = Path.Combine(_folder.Path, "a.goal");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", path))
        {
            await mkfifo.WaitForExitAsync();
        }

        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b.goal"), path);
        foreach (var name in (string[])["a.goal", "b.goal"])
        {
            Assert.That(await FaultOf("check", name), Is.EqualTo($"{name} : error GOAL0004: This is a pipe, a socket or a device, where a goal file was expected. Write the goal into a file, and name that.\n"));
        }
    }

    [Test]
    public async Task A_file_that_another_program_holds_is_told()
    {
        var path = _folder.Write("a.goal", Goal);
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.That(await FaultOf("check", "a.goal"), Does.StartWith("a.goal : error GOAL0004: The file cannot be read: "));
    }

    [Test]
    public async Task Check_tells_of_what_can_never_hold()
    {
        _folder.Write("docs/notes.md", "");
        _folder.Write("a.goal", "goal \"demo\" { objective \"It works.\" environment box { container \"sdk\" } verify { file \"a\" exists in box } constrain { only \"src/**\" } }\n");
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "check"), Is.EqualTo(ExitCode.Met));
        Assert.That(host.Error.ToString(), Does.StartWith("a.goal(1,82): warning GOAL3006: The environment 'box' asks for a container"));
        _folder.Write("a.goal", "goal \"demo\" { objective \"It works.\" verify { build \"docs\" } constrain { only \"src/**\" } }\n");
        Assert.That(await FaultOf("check"), Does.Contain("error GOAL2009: There is no project or solution in the folder 'docs'"));
    }

    [Test]
    public async Task A_folder_without_goals_is_told() =>
        Assert.That(await FaultOf("verify"), Does.StartWith("error GOAL0005: No goal was found in ").And.Contain("name a goal file"));

    [Test]
    public async Task All_files_are_told_of_in_one_call()
    {
        _folder.Write("bad.goal", "goal \"x\" {");
        var error = await FaultOf("check", "missing.goal", "bad.goal");
        Assert.That(error, Does.Contain("missing.goal : error GOAL0002").And.Contain("bad.goal(1,"));
    }

    [TestCase("GOAL0006")]
    [TestCase("GOAL0007")]
    [TestCase("GOAL0009")]
    [TestCase("GOAL0010")]
    [TestCase("GOAL0011")]
    public async Task A_fault_of_a_run_is_one_line_without_a_stack_trace(string code)
    {
        _folder.Write("a.goal", Goal);
        var descriptor = DiagnosticCatalogue.All.Single(entry => entry.Code == code);
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(ScriptedRooms.Create(run: (_, _, _) => throw new GoalFaultException(descriptor, "What was found, and what to do.")), "run");
        Assert.That(exit, Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Is.EqualTo($"error {code}: What was found, and what to do.\n"));
    }

    [TestCase("resume", "GOAL0011")]
    [TestCase("report", "GOAL0032")]
    public async Task The_goal_file_is_shown_as_it_was_found_whoever_tells_of_it(string verb, string code)
    {
        _folder.Write("a.goal", Goal);
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create() with { Resume = RealRooms.Create(host.Clock).Resume }, verb), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.StartWith($"a.goal : error {code}: "));
    }

    [TestCase("status", ExitCode.Met, false)]
    [TestCase("verify", ExitCode.Met, false)]
    [TestCase("resume", ExitCode.Usage, false)]
    [TestCase("clear", ExitCode.Met, true)]
    public async Task A_damaged_ledger_is_told_by_every_verb_that_needs_it_and_moved_only_by_those_that_write(string verb, int exit, bool isMoved)
    {
        _folder.Write("a.goal", "goal \"a\" { objective \"x\" verify { file \"b.txt\" changed } constrain { only \"src/**\" } }\ngoal \"b\" { objective \"x\" verify { run \"true\" } constrain { only \"src/**\" } }\n");
        var ledger = _folder.Write(".goal/ledger.db", new string('x', 5000));
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create() with { Resume = RealRooms.Create(host.Clock).Resume }, verb, "--goal", "a"), Is.EqualTo(exit), host.Error.ToString());
        Assert.That((host.Error.ToString() + host.Out).Split('\n').Count(line => line.Contains("warning GOAL0008: The ledger", StringComparison.Ordinal)), Is.EqualTo(1), host.Error.ToString() + host.Out);
        Assert.That(File.Exists(ledger) && new FileInfo(ledger).Length == 5000, Is.Not.EqualTo(isMoved));
    }

    [Test]
    public async Task A_mistake_of_our_own_is_one_line_and_its_details_are_in_a_file()
    {
        _folder.Write("a.goal", Goal);
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(ScriptedRooms.Create(run: (_, _, _) => throw new InvalidOperationException("oops\nover two lines")), "run");
        var error = host.Error.ToString();
        var file = error[(error.IndexOf("details are in ", StringComparison.Ordinal) + "details are in ".Length)..].Split(". Please")[0];
        try
        {
            Assert.That(exit, Is.EqualTo(ExitCode.Usage));
            Assert.That(error.Split('\n'), Has.Length.EqualTo(2), error);
            Assert.That(error, Does.StartWith("error GOAL0031: GoalBuild made a mistake (InvalidOperationException: oops over two lines)"));
            Assert.That(File.ReadAllText(file), Does.Contain("   at ").And.Contain(nameof(A_mistake_of_our_own_is_one_line_and_its_details_are_in_a_file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task A_full_disk_is_no_mistake_of_our_own()
    {
        _folder.Write("a.goal", Goal);
        var host = new TestHost(_folder.Path);
        await host.RunAsync(ScriptedRooms.Create(run: (_, _, _) => throw new IOException("No space left on device", 28)), "run");
        Assert.That(host.Error.ToString(), Is.EqualTo("error GOAL0009: No space left on device Free some space, then try again.\n"));
    }

    [TestCase(typeof(UnauthorizedAccessException), 13, "Give yourself permission")]
    [TestCase(typeof(IOException), 30, "Make the folder writable")]
    public async Task What_may_not_be_written_is_no_full_disk(Type type, int number, string remedy)
    {
        _folder.Write("a.goal", Goal);
        var host = new TestHost(_folder.Path);
        Exception error = type == typeof(IOException) ? new IOException("It failed.", number) : new UnauthorizedAccessException("It failed.");
        await host.RunAsync(ScriptedRooms.Create(run: (_, _, _) => throw error), "run");
        Assert.That(host.Error.ToString(), Is.EqualTo($"error GOAL0009: It failed. {remedy}, then try again.\n"));
    }

    [Test]
    public async Task A_hostile_file_gets_an_error_and_no_crash()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.goal"), [0xff, 0xfe, 0x00, 0x80, .. Encoding.UTF8.GetBytes(Goal)]);
        Assert.That(await FaultOf("check"), Does.StartWith("a.goal").And.Contain(": error GOAL1"));
        Assert.That(await FaultOf("fmt"), Does.StartWith("a.goal").And.Contain(": error GOAL1"));
    }

    [Test]
    public async Task A_file_that_cannot_be_read_to_its_end_is_not_formatted()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("goal \"demo\" {objective \"x\"\nverify { run \"true\" } }\n// caf"), 0xe9, .. "\n"u8];
        var path = Path.Combine(_folder.Path, "a.goal");
        File.WriteAllBytes(path, bytes);
        Assert.That(await FaultOf("fmt"), Does.StartWith("a.goal(3,7): error GOAL1016: "));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(bytes));
    }

    [TestCase("There is no option '--clase'; did you mean '--clause'?", "verify", "--clase", "x")]
    [TestCase("There is no option '--frobnicate'.", "verify", "--frobnicate")]
    [TestCase("No clause is named 'run tru'; did you mean 'run true'?", "verify", "--clause", "run tru")]
    [TestCase("No goal is named 'dema'; did you mean 'demo'?", "verify", "--goal", "dema")]
    [TestCase("'--format' is 'xml'; expected auto, text, json, msbuild, github or azure.", "verify", "--format", "xml")]
    [TestCase("'--verbosity' is 'norml'; expected quiet, minimal, normal or detailed; did you mean 'normal'?", "verify", "-v", "norml")]
    [TestCase("Required argument missing for option: '--format'.", "verify", "--format")]
    public async Task A_wrong_command_line_says_what_is_wrong(string message, params string[] args)
    {
        _folder.Write("a.goal", Goal);
        Assert.That(await FaultOf(args), Does.StartWith($"error GOAL0030: {message}"));
    }

    private async Task<string> FaultOf(params string[] args)
    {
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(ScriptedRooms.Create(), args);
        Assert.That(exit, Is.EqualTo(ExitCode.Usage), host.Error.ToString());
        Assert.That(host.Out.ToString(), Is.Empty);
        return host.Error.ToString();
    }
}
