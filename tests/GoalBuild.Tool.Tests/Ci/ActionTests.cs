using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>The scripts of the action, run by bash.</summary>
[Platform("Linux,MacOsX")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Category("Slow")]
public sealed class ActionTests : IDisposable
{
    private static readonly IReadOnlyList<WorkflowScript> Scripts = WorkflowScript.Of(WorkflowTests.Action);

    private readonly CiMachine _machine = new();

    public ActionTests()
    {
        _machine.Write("a.txt", "");
        _machine.Write("holds now.goal", "goal holds { objective \"a.txt is there.\" verify { file \"a.txt\" exists } }\n");
        _machine.Write("fails.goal", "goal fails { objective \"b.txt is there.\" verify { file \"b.txt\" exists } agent { fix \"touch b.txt\" } }\n");
    }

    public void Dispose() => _machine.Dispose();

    [Test]
    public async Task One_version_is_installed_once_and_each_use_finds_its_own()
    {
        await InstallAsync();
        File.Delete(Path.Combine(_machine.Temp, "goal-1.2.3/dotnet-goal"));
        await InstallAsync();
        var kept = Path.Combine(_machine.Temp, "goal-1.2.3/dotnet-goal");
        var before = File.GetLastWriteTimeUtc(kept);
        await InstallAsync();
        Assert.That(File.GetLastWriteTimeUtc(kept), Is.EqualTo(before));
        Assert.That((await StepAsync("Install GoalBuild", ("GOAL_VERSION", "2.0.0"))).ExitCode, Is.Not.Zero, "another version is not the one that is there");
    }

    [Test]
    public async Task Named_goals_are_verified_and_the_files_written()
    {
        await InstallAsync();
        var (exitCode, output) = await WorkAsync("verify", "\nholds now.goal\n\n", sarif: "out put/a.sarif", junit: "out put/a.xml");
        Assert.That(exitCode, Is.EqualTo(ExitCode.Met), output);
        Assert.That(_machine.Outputs["outcome"], Is.EqualTo("met"));
        Assert.That(_machine.Outputs["patch"], Is.Empty);
        Assert.That(File.ReadAllText(_machine.Outputs["report"]), Does.Contain("holds"));
        Assert.That(Directory.Exists(_machine.Outputs["evidence"]));
        Assert.That(_machine.Read("out put/a.sarif"), Does.Contain("\"2.1.0\""));
        Assert.That(_machine.Read("out put/a.xml"), Does.Contain("file a.txt exists").And.Not.Contain("b.txt"));
    }

    [Test]
    public async Task Without_names_all_goals_that_are_here_are_verified()
    {
        await InstallAsync();
        var (exitCode, output) = await WorkAsync("verify", "");
        Assert.That(exitCode, Is.EqualTo(ExitCode.NotMet), output);
        Assert.That(output, Does.Contain("::error file=fails.goal,line=1").And.Contain("holds: met"));
        Assert.That(_machine.Outputs["outcome"], Is.EqualTo("not-met"));
        Assert.That(_machine.Has("b.txt"), Is.False);
    }

    [Test]
    public async Task A_run_delivers_a_patch()
    {
        await _machine.CommitAsync();
        await InstallAsync();
        var (exitCode, output) = await WorkAsync("run", "fails.goal", "turns 2");
        Assert.That(exitCode, Is.EqualTo(ExitCode.Met), output);
        Assert.That(File.ReadAllText(_machine.Outputs["patch"]), Does.Contain("+++ b/b.txt").Or.Contain("b/b.txt"));
        Assert.That(_machine.Has("b.txt"), Is.False);
        Assert.That((await WorkAsync("run", "fails.goal", "$2 turns")).ExitCode, Is.EqualTo(ExitCode.Usage), "the budget is one word, and read");
    }

    [Test]
    public async Task Another_mode_is_refused_before_anything_is_done()
    {
        var (exitCode, output) = await WorkAsync("verify --no-cache", "holds now.goal");
        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Is.EqualTo("::error::The input 'mode' is neither 'verify' nor 'run'.\n"));
    }

    private async Task InstallAsync()
    {
        var (exitCode, output) = await StepAsync("Install GoalBuild");
        Assert.That(exitCode, Is.Zero, output);
    }

    private Task<(int ExitCode, string Output)> WorkAsync(string mode, string goals, string budget = "", string sarif = "", string junit = "") =>
        StepAsync("Verify or run", ("GOALS", goals), ("MODE", mode), ("BUDGET", budget), ("SARIF", sarif), ("JUNIT", junit), ("GITHUB_ACTIONS", "true"));

    private Task<(int ExitCode, string Output)> StepAsync(string step, params (string Name, string Value)[] variables) =>
        _machine.RunAsync(Scripts.Single(script => script.Step == step).Text, variables);
}
