using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>What whole command lines leave for a CI host.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CiOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CiOutputTests() => _folder.Write("demo.goal", """
        goal "demo" {
            objective "It works."
            environment linux { runner "ubuntu-24.04" }
            verify { run "true" run "uname" in linux }
            phase first { objective "It begins." verify { run "false" } }
        }
        """);

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task On_GitHub_a_summary_and_outputs_are_appended()
    {
        var host = Host(("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", _folder.Write("summary.md", "before\n")), ("GITHUB_OUTPUT", _folder.Write("output.txt", "")));
        Assert.That(await host.RunAsync(Rooms(VerdictStatus.Fails), "verify"), Is.EqualTo(ExitCode.NotMet));
        Assert.That(host.Out.ToString(), Does.Contain("::error file=demo.goal,line=4,"));
        Assert.That(Read("summary.md"), Does.StartWith("before\n").And.Contain("## ❌ demo: not met"));
        Assert.That(Read("output.txt"), Does.Match("outcome<<(end_[0-9a-f]+)\nnot-met\n\\1\nreport<<(end_[0-9a-f]+)\n[^\n]*evidence.md\n\\2\n"));
    }

    [Test]
    public async Task On_Azure_issues_are_logged_and_the_evidence_is_a_page()
    {
        var host = Host(("TF_BUILD", "True"));
        await host.RunAsync(Rooms(VerdictStatus.Fails), "verify");
        Assert.That(host.Out.ToString(), Does.Contain("##vso[task.logissue type=error;sourcepath=demo.goal;linenumber=4;").And.Match("##vso\\[task.uploadsummary\\][^\n]*evidence.md\n"));
    }

    [Test]
    public async Task A_format_that_is_asked_for_overrules_the_host()
    {
        var host = Host(("GITHUB_ACTIONS", "true"));
        await host.RunAsync(Rooms(VerdictStatus.Fails), "verify", "--format", "text");
        Assert.That(host.Out.ToString(), Does.Contain("demo: not met").And.Not.Contain("::error"));
    }

    [Test]
    public async Task A_verification_writes_all_files_that_are_asked_for_and_a_report_the_same_later()
    {
        string[] writes = ["--write", "sarif=out/a.sarif", "--write", "junit=out/a.xml", "--write", "gitlab=out/a.json", "--write", "summary=out/a.md"];
        Assert.That(await Host().RunAsync(Rooms(VerdictStatus.Fails), ["verify", .. writes]), Is.EqualTo(ExitCode.NotMet));
        var verified = Files();
        Assert.That(verified.Select(text => text.Length), Is.All.GreaterThan(100));
        Assert.That(await Host().RunAsync(Rooms(VerdictStatus.Holds), ["report", .. writes]), Is.EqualTo(ExitCode.Met));
        Assert.That(Files()[2], Does.Contain("run false: as scripted"));

        string[] Files() => [Read("out/a.sarif"), Read("out/a.xml"), Read("out/a.json"), Read("out/a.md")];
    }

    [TestCase("sarf=x", "did you mean 'sarif'?")]
    [TestCase("sarif", "expected sarif=FILE")]
    [TestCase("junit=", "expected sarif=FILE")]
    public async Task A_file_to_write_is_named_with_its_kind(string value, string expected)
    {
        var host = Host();
        Assert.That(await host.RunAsync(Rooms(VerdictStatus.Holds), "verify", "--write", value), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain(expected));
    }

    [Test]
    public async Task The_matrix_has_an_entry_for_each_phase_and_environment()
    {
        var host = Host();
        await host.RunAsync(Rooms(VerdictStatus.Holds), "matrix");
        Assert.That(host.Out.ToString(), Is.EqualTo(
            """
            {"include":[{"id":"demo","file":"demo.goal","goal":"demo","phase":"-","environment":"-","runner":"ubuntu-latest"},{"id":"demo-linux","file":"demo.goal","goal":"demo","phase":"-","environment":"linux","runner":"ubuntu-24.04"},{"id":"demo-first","file":"demo.goal","goal":"demo","phase":"first","environment":"-","runner":"ubuntu-latest"}]}

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task Where_no_environment_needs_another_machine_the_whole_is_an_entry_too()
    {
        var host = Host();
        _folder.Write("demo.goal", """goal "demo" { objective "It works." verify { run "true" } phase "first" { verify { run "false" } } constrain { only "src/**" } }""");
        await host.RunAsync(Rooms(VerdictStatus.Holds), "matrix");
        Assert.That(host.Out.ToString(), Does.Contain("\"phase\":\"first\"").And.Contain("""{"id":"demo-2","file":"demo.goal","goal":"demo","phase":"","environment":"","runner":"ubuntu-latest"}"""));
    }

    [Test]
    public async Task Where_an_environment_needs_another_machine_the_entry_of_no_environment_judges_what_was_built()
    {
        var host = Host();
        _folder.Write("demo.goal", Read("demo.goal").Replace("objective \"It works.\"", "objective \"It works.\" constrain { forbid package \"Old\" }", StringComparison.Ordinal));
        await host.RunAsync(Rooms(VerdictStatus.Holds), "matrix");
        Assert.That(host.Out.ToString(), Does.Contain("\"phase\":\"-\",\"environment\":\"-\"").And.Contain("""{"id":"demo-2","file":"demo.goal","goal":"demo","phase":"","environment":"-","runner":"ubuntu-latest"}"""));
        Assert.That(host.Error.ToString(), Is.Empty);
    }

    [Test]
    public async Task Where_one_entry_has_all_that_is_in_no_environment_it_judges_what_was_built()
    {
        var host = Host();
        _folder.Write("demo.goal", """goal "demo" { objective "It works." environment win { runner "windows-latest" } verify { run "true" run "ver" in win } constrain { forbid package "Old" } }""");
        await host.RunAsync(Rooms(VerdictStatus.Holds), "matrix");
        Assert.That(host.Out.ToString(), Is.EqualTo(
            """
            {"include":[{"id":"demo","file":"demo.goal","goal":"demo","phase":"","environment":"-","runner":"ubuntu-latest"},{"id":"demo-win","file":"demo.goal","goal":"demo","phase":"-","environment":"win","runner":"windows-latest"}]}

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task Where_no_entry_can_judge_what_was_built_it_is_told_beside_the_matrix()
    {
        _folder.Write("demo.goal", """goal "demo" { objective "It works." environment win { runner "windows-latest" } verify { run "ver" in win } constrain { forbid package "Old" } }""");
        var host = Host();
        Assert.That(await host.RunAsync(Rooms(VerdictStatus.Holds), "matrix"), Is.EqualTo(ExitCode.Met));
        Assert.That(host.Out.ToString().Split('\n'), Has.Length.EqualTo(2));
        Assert.That(host.Error.ToString(), Does.StartWith("note: of the goal 'demo', no job can judge the constraints on what was built"));
        var whole = Host();
        await whole.RunAsync(Rooms(VerdictStatus.Holds), "matrix", "--whole");
        Assert.That(whole.Error.ToString(), Is.Empty, "runs judge them");
    }

    [TestCase(1, "--environment", "-")]
    [TestCase(0, "--environment", "-", "--phase", "-")]
    [TestCase(0, "--environment", "linux")]
    [TestCase(1)]
    public async Task What_was_built_is_judged_with_all_that_is_in_no_environment(int expected, params string[] options)
    {
        _folder.Write("demo.goal", Read("demo.goal").Replace("objective \"It works.\"", "objective \"It works.\" constrain { forbid package \"Old\" }", StringComparison.Ordinal));
        var judged = -1;
        var rooms = ScriptedRooms.Create(verify: (request, _) =>
        {
            judged = request.Constraints.Count;
            return Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds));
        });
        Assert.That(await Host().RunAsync(rooms, ["verify", .. options]), Is.EqualTo(ExitCode.Met));
        Assert.That(judged, Is.EqualTo(expected));
    }

    [TestCase("-", "-", "run true")]
    [TestCase("-", "linux", "run uname")]
    [TestCase("first", "-", "run false")]
    public async Task An_entry_of_the_matrix_can_be_verified_alone(string phase, string environment, string clause)
    {
        var asked = new List<string>();
        var rooms = ScriptedRooms.Create(verify: (request, _) =>
        {
            asked.AddRange(request.Clauses!);
            return Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds));
        });
        Assert.That(await Host().RunAsync(rooms, "verify", "--goal", "demo", "--phase", phase, "--environment", environment), Is.EqualTo(ExitCode.Met));
        Assert.That(asked, Is.EqualTo(new[] { clause }));
    }

    [Test]
    public async Task A_phase_that_is_not_there_is_told_with_what_was_meant()
    {
        var host = Host();
        Assert.That(await host.RunAsync(Rooms(VerdictStatus.Holds), "verify", "--phase", "frist"), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain("There is no phase 'frist'; did you mean 'first'?"));
    }

    [TestCase("github", ".github/workflows/goal.yml")]
    [TestCase("azure", "azure-pipelines.goal.yml")]
    [TestCase("gitlab", ".gitlab-ci.yml")]
    public async Task A_workflow_is_written_where_the_host_looks_and_never_over_a_file_that_is_there(string ci, string file)
    {
        Assert.That(await Host().RunAsync(Rooms(VerdictStatus.Holds), "ci", ci), Is.EqualTo(ExitCode.Met));
        Assert.That(Read(file), Does.Contain("dotnet goal verify").And.Not.Contain("@VERSION@"));
        _folder.Write(file, "mine");
        var refused = Host();
        Assert.That(await refused.RunAsync(Rooms(VerdictStatus.Holds), "ci", ci), Is.EqualTo(ExitCode.Usage));
        Assert.That(refused.Error.ToString(), Does.Contain("--force"));
        Assert.That(Read(file), Is.EqualTo("mine"));
        Assert.That(await Host().RunAsync(Rooms(VerdictStatus.Holds), "ci", ci, "--force"), Is.EqualTo(ExitCode.Met));
        Assert.That(Read(file), Is.Not.EqualTo("mine"));
    }

    private static Rooms Rooms(VerdictStatus status) => ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, status)));

    private TestHost Host(params (string Name, string Value)[] variables) => new(_folder.Path, width: 200, variables: variables);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.Path, name));
}
