using System.Text.Json;
using System.Text.RegularExpressions;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>The scripts of the workflow for Azure Pipelines, run by bash, with variables as a matrix sets them there.</summary>
[Platform("Linux,MacOsX")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Category("Slow")]
public sealed partial class AzureWorkflowTests : IDisposable
{
    private static readonly IReadOnlyList<WorkflowScript> Scripts = WorkflowScript.Of(CiCommand.Render("azure", CiMachine.Version));

    private readonly CiMachine _machine = new();

    public AzureWorkflowTests()
    {
        _machine.Write("a.txt", "");
        _machine.Write("two words.goal", """
            goal "all $of it" {
                objective "Both files are there."
                environment lab { runner "lab-1" }
                verify { file "a.txt" exists  run "true" in lab }
                phase last { verify { file "b.txt" exists } }
                agent { fix "sh write.sh" }
            }
            """);
        _machine.Write("write.sh", "touch b.txt\n");
    }

    public void Dispose() => _machine.Dispose();

    [Test]
    public async Task The_plan_sets_variables_of_which_each_job_of_the_gate_verifies_its_part()
    {
        var ended = new Dictionary<string, int>();
        foreach (var job in await PlanAsync("parts"))
        {
            var runner = job.Variables.Single(variable => variable.Name == "GOAL_RUNNER").Value;
            var (exitCode, output) = await StepAsync("gate", "Verify", [.. job.Variables, ("GOALBUILD_RUNNER", runner)]);
            ended.Add($"{job.Name} on {runner}", exitCode);
            Assert.That(_machine.Read("goal-results/goal.xml"), Does.Contain("all $of it"), output);
            Assert.That(output, exitCode == ExitCode.Met ? Does.Contain("holds") : Does.Contain("##vso[task.logissue type=error;sourcepath=two words.goal;"));
        }

        Assert.That(ended, Is.EqualTo(new Dictionary<string, int>
        {
            ["all__of_it on ubuntu-latest"] = ExitCode.Met,
            ["all__of_it_lab on lab-1"] = ExitCode.Met,
            ["all__of_it_last on ubuntu-latest"] = ExitCode.NotMet,
        }));
    }

    [Test]
    public async Task A_run_works_on_the_whole_and_leaves_its_patch_beside_the_evidence()
    {
        await NeedNoLabAsync("sh write.sh");
        var job = (await PlanAsync("goals")).Single();
        var (exitCode, output) = await StepAsync("work", "Run", [.. job.Variables, ("BUDGET", "turns 2 time 5m"), ("OPENAI_API_KEY", "")]);
        Assert.That(exitCode, Is.EqualTo(ExitCode.Met), output);
        Assert.That(_machine.Has("b.txt"), Is.False);
        Assert.That(Directory.GetFiles(Path.Combine(_machine.Checkout, ".goal/runs"), "result.patch", SearchOption.AllDirectories), Has.Length.EqualTo(1), "the job publishes this folder");
    }

    // Azure leaves a reference to a variable that is not set as it is written.
    [TestCase("$(OPENAI_API_KEY)")]
    [TestCase("")]
    public async Task A_reference_is_not_taken_for_a_key(string key)
    {
        await NeedNoLabAsync(null);
        var job = (await PlanAsync("goals")).Single();
        var (exitCode, output) = await StepAsync("work", "Run", [.. job.Variables, ("BUDGET", "turns 2 time 1m"), ("OPENAI_API_KEY", key), ("OPENAI_BASE_URL", "")]);
        Assert.That(exitCode, Is.EqualTo(ExitCode.Stalled), output);
        Assert.That(output, Does.Contain("Turn 1: fixers").And.Not.Contain("Turn 2").And.Not.Contain("gpt-"));
    }

    [Test]
    public async Task A_goal_that_is_not_met_fails_the_job()
    {
        await NeedNoLabAsync("true");
        var job = (await PlanAsync("goals")).Single();
        Assert.That((await StepAsync("work", "Run", [.. job.Variables, ("BUDGET", "turns 2"), ("OPENAI_API_KEY", "")])).ExitCode, Is.EqualTo(ExitCode.Stalled));
        Assert.That((await StepAsync("work", "Run", [.. job.Variables, ("BUDGET", "turns"), ("OPENAI_API_KEY", "")])).ExitCode, Is.EqualTo(ExitCode.Usage));
    }

    [Test]
    public async Task A_goal_file_that_is_wrong_ends_the_plan()
    {
        _machine.Write("two words.goal", "goal {");
        var (exitCode, output) = await StepAsync("plan", "Share the work out");
        Assert.That(exitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(output, Does.Not.Contain("task.setvariable"));
    }

    private async Task<IReadOnlyList<(string Name, (string Name, string Value)[] Variables)>> PlanAsync(string variable)
    {
        var (exitCode, output) = await StepAsync("plan", "Share the work out");
        Assert.That(exitCode, Is.Zero, output);
        var set = SetVariable().Matches(output).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        Assert.That(set.Keys, Is.EquivalentTo(new[] { "parts", "goals" }));
        using var jobs = JsonDocument.Parse(set[variable]);

        // In the environment of a script, variables are upper case.
        return [.. jobs.RootElement.EnumerateObject().Select(job => (job.Name, job.Value.EnumerateObject().Select(member => (member.Name.ToUpperInvariant(), member.Value.GetString()!)).ToArray()))];
    }

    // What a run can meet on one machine, with one fix or the usual ladder.
    private async Task NeedNoLabAsync(string? fix)
    {
        var goal = _machine.Read("two words.goal").Replace(" run \"true\" in lab", "", StringComparison.Ordinal);
        _machine.Write("two words.goal", goal.Replace("agent { fix \"sh write.sh\" }", fix is null ? "" : $$"""agent { fix "{{fix}}" }""", StringComparison.Ordinal));
        await _machine.CommitAsync();
    }

    // Azure's task runs a script by 'bash --noprofile --norc'; the script itself says what ends it.
    private Task<(int ExitCode, string Output)> StepAsync(string job, string step, params (string Name, string Value)[] variables)
    {
        var text = Scripts.Single(script => script.Job == job && script.Step == step).Text;
        Assert.That(text, Does.StartWith("set -euo pipefail\n"));
        return _machine.RunAsync("set +eo pipefail\n" + text, [("TF_BUILD", "True"), .. variables]);
    }

    [GeneratedRegex(@"^##vso\[task\.setvariable variable=(?<name>\w+);isOutput=true\](?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex SetVariable();
}
