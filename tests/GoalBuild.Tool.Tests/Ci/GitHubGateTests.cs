using System.Text.Json;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>The scripts by which GitHub gates a pull request, run by bash.</summary>
[Platform("Linux,MacOsX")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Category("Slow")]
public sealed class GitHubGateTests : IDisposable
{
    private static readonly IReadOnlyList<WorkflowScript> Scripts = WorkflowScript.Of(CiCommand.Render("github", CiMachine.Version));

    private readonly CiMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Test]
    public async Task Each_part_is_verified_by_what_the_matrix_says()
    {
        _machine.Write("a.txt", "");
        _machine.Write("goals in $HOME.goal", """
            goal "it's \"all\" there" {
                objective "a.txt is there."
                environment linux { runner "ubuntu-latest" }
                environment lab { runner "lab machine" }
                verify { file "a.txt" exists  run "uname" in linux  run "true" in lab }
                phase last { verify { file "b.txt" exists } }
            }
            """);
        await StepAsync("plan", "Install GoalBuild");
        var (planned, plan) = await StepAsync("plan", "Share the work out", ("GOAL", "it's \"all\" there"));
        Assert.That(planned, Is.Zero, plan);
        using var parts = JsonDocument.Parse(_machine.Outputs["parts"]);
        var ended = new Dictionary<string, int>();
        foreach (var entry in parts.RootElement.GetProperty("include").EnumerateArray())
        {
            string Of(string name) => entry.GetProperty(name).GetString()!;
            var (gated, gate) = await StepAsync("gate", "Verify", ("FILE", Of("file")), ("GOAL", Of("goal")), ("PHASE", Of("phase")), ("ENVIRONMENT", Of("environment")), ("GOALBUILD_RUNNER", Of("runner")));
            ended.Add($"{Of("phase")} {Of("environment")}", gated);
            Assert.That(gate, Does.Contain(gated == ExitCode.Met ? "holds" : "No file matches 'b.txt'"));
            Assert.That(_machine.Read("goal-results/goal.sarif"), Does.Contain("\"2.1.0\""));
            Assert.That(_machine.Read("goal-results/goal.xml"), Does.Contain("<testsuite"));
        }

        Assert.That(ended, Is.EquivalentTo(new Dictionary<string, int>
        {
            ["- -"] = ExitCode.Met,
            ["- linux"] = ExitCode.Met,
            ["- lab"] = ExitCode.Met,
            ["last -"] = ExitCode.NotMet,
        }));
        using var goals = JsonDocument.Parse(_machine.Outputs["goals"]);
        Assert.That(goals.RootElement.GetProperty("include").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_goal_that_is_not_there_ends_the_plan()
    {
        _machine.Write("demo.goal", "goal demo { objective \"a.txt is there.\" verify { file \"a.txt\" exists } }\n");
        await StepAsync("plan", "Install GoalBuild");
        var (exitCode, output) = await StepAsync("plan", "Share the work out", ("GOAL", "dmeo"));
        Assert.That(exitCode, Is.EqualTo(ExitCode.Usage), output);
        Assert.That(output, Does.Contain("did you mean 'demo'?"));
        Assert.That(_machine.Outputs, Is.Empty);
    }

    [Test]
    public async Task Without_the_package_no_step_goes_on()
    {
        var (exitCode, _) = await StepAsync("gate", "Install GoalBuild", ("GOAL_VERSION", "9.9.9"));
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That((await StepAsync("gate", "Verify", ("FILE", "a.goal"), ("GOAL", "a"), ("PHASE", ""), ("ENVIRONMENT", ""))).ExitCode, Is.Not.Zero);
    }

    [TestCase("success", 0)]
    [TestCase("failure", 1)]
    [TestCase("cancelled", 1)]
    [TestCase("skipped", 1)]
    public async Task One_job_says_whether_all_parts_hold(string parts, int expected) =>
        Assert.That((await StepAsync("gated", "All parts hold", ("PARTS", parts))).ExitCode, Is.EqualTo(expected));

    private Task<(int ExitCode, string Output)> StepAsync(string job, string step, params (string Name, string Value)[] variables) =>
        _machine.RunAsync(Scripts.Single(script => script.Job == job && script.Step == step).Text, [("GITHUB_ACTIONS", "true"), .. variables]);
}
