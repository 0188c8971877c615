using System.Text.Json;
using System.Text.RegularExpressions;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>The scripts of the workflow for GitLab, run by bash as its runner does: the lines of <c>before_script</c> and <c>script</c> as one.</summary>
[Platform("Linux,MacOsX")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Category("Slow")]
public sealed class GitLabWorkflowTests : IDisposable
{
    private static readonly string Workflow = CiCommand.Render("gitlab", CiMachine.Version);
    private static readonly IReadOnlyList<WorkflowScript> Scripts = WorkflowScript.Of(Workflow);

    private readonly CiMachine _machine = new();

    public GitLabWorkflowTests()
    {
        _machine.Write("a.txt", "");
        _machine.Write("two words.goal", "goal \"all of it\" { objective \"Both files are there.\" verify { file \"a.txt\" exists file \"b.txt\" exists } agent { fix \"touch b.txt\" } constrain { only \"b.txt\" } }\n");
    }

    public void Dispose() => _machine.Dispose();

    [Test]
    public async Task The_gate_fails_with_what_does_not_hold_in_the_files_that_a_merge_request_shows()
    {
        var (exitCode, output) = await JobAsync("goal-gate");
        Assert.That(exitCode, Is.EqualTo(ExitCode.NotMet), output);
        Assert.That(_machine.Read("goal-results/goal.xml"), Does.Contain("<failure"));
        using var quality = JsonDocument.Parse(_machine.Read("goal-results/quality.json"));
        Assert.That(quality.RootElement.GetArrayLength(), Is.EqualTo(1));
        Assert.That(quality.RootElement[0].GetProperty("location").GetProperty("path").GetString(), Is.EqualTo("two words.goal"));
    }

    [Test]
    public async Task The_gate_lets_through_what_holds()
    {
        _machine.Write("b.txt", "");
        var (exitCode, output) = await JobAsync("goal-gate");
        Assert.That(exitCode, Is.EqualTo(ExitCode.Met), output);
        Assert.That(_machine.Read("goal-results/quality.json").Trim(), Is.EqualTo("[]"));
        Assert.That(Directory.GetFiles(Path.Combine(_machine.Checkout, ".goal/runs"), "evidence.md", SearchOption.AllDirectories), Has.Length.EqualTo(1), "the job keeps this folder");
    }

    [Test]
    public async Task A_run_by_the_budget_of_the_workflow_keeps_its_patch_beside_the_evidence_and_touches_nothing_that_git_sees()
    {
        await _machine.CommitAsync();
        var (exitCode, output) = await JobAsync("goal-run");
        Assert.That(exitCode, Is.EqualTo(ExitCode.Met), output);
        Assert.That(await _machine.ExpectAsync("git status --porcelain"), Is.EqualTo("?? goal-results/\n"), "neither the tool nor the state");
        var patch = Directory.GetFiles(Path.Combine(_machine.Checkout, ".goal/runs"), "result.patch", SearchOption.AllDirectories).Single();
        Assert.That(await _machine.ExpectAsync($"git apply --stat '{patch}'"), Does.Contain("b.txt").And.Contain("1 file changed"));
        Assert.That(_machine.Read("goal-results/goal.xml"), Does.Contain("failures=\"0\""));
    }

    [Test]
    public async Task A_run_that_ends_without_the_goal_fails_the_job_and_says_so_in_its_tests()
    {
        _machine.Write("two words.goal", _machine.Read("two words.goal").Replace("touch", "test -e", StringComparison.Ordinal));
        await _machine.CommitAsync();
        var (exitCode, output) = await JobAsync("goal-run");
        Assert.That(exitCode, Is.EqualTo(ExitCode.Stalled), output);
        Assert.That(_machine.Read("goal-results/goal.xml"), Does.Contain("<failure"));
    }

    // The runner ends a job at the first line that fails.
    private async Task<(int ExitCode, string Output)> JobAsync(string job)
    {
        var lines = new[] { (".goal", "before_script"), (job, "script") }.Select(place => Scripts.Single(script => (script.Job, script.Step) == place).Text);
        var variables = Regex.Matches(Workflow, "^  (GOAL_[A-Z]+): \"?([^\"\n]+)\"?$", RegexOptions.Multiline).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToArray();
        Assert.That(variables, Has.Length.EqualTo(2));
        return await _machine.RunAsync(string.Join('\n', lines), [("GITLAB_CI", "true"), .. variables]);
    }
}
