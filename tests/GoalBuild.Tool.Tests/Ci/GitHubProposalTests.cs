using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>The scripts by which GitHub runs a goal and proposes what came of it, run by bash: the real tool, git with a remote, and a <c>gh</c> that notes what it is asked.</summary>
[Platform("Linux,MacOsX")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Category("Slow")]
public sealed class GitHubProposalTests : IDisposable
{
    private const string Goal = "write $it down";
    private const string Branch = "goal/write--it-down-17-1";
    private static readonly IReadOnlyList<WorkflowScript> Scripts = WorkflowScript.Of(CiCommand.Render("github", CiMachine.Version));

    private readonly CiMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Test]
    public async Task What_a_run_delivers_becomes_a_pull_request_with_the_evidence_as_its_body()
    {
        await BeginAsync("sh write.sh");
        var (ran, run) = await WorkAsync();
        Assert.That(ran, Is.Zero, run);
        Assert.That(_machine.Outputs["outcome"], Is.EqualTo("met"));
        Assert.That(_machine.Has("src/a b.txt"), Is.False, "it worked in a copy");
        await CollectAsync();
        Assert.That(_machine.Has("goal-result/result.patch") && _machine.Has("goal-result/evidence.md"));
        await HandOverAsync();

        var (ended, patched) = await StepAsync("propose", "Check which files the patch touches, and apply it");
        Assert.That(ended, Is.Zero, patched);
        Assert.That(_machine.Outputs["changed"], Is.EqualTo("true"));
        await OpenAsync();
        Assert.That(await _machine.OriginAsync($"show {Branch}:'src/a b.txt'"), Is.EqualTo("it\n"));
        Assert.That(await _machine.OriginAsync($"log --format='%s|%an' main..{Branch}"), Is.EqualTo($"Meet the goal {Goal}|github-actions[bot]\n"));
        Assert.That(await _machine.OriginAsync($"diff --name-only main {Branch}"), Is.EqualTo("src/a b.txt\n"));
        Assert.That(_machine.Asked, Is.EqualTo(new[] { "pr", "create", "--base", "main", "--head", Branch, "--title", $"Meet the goal {Goal}", "--body-file", Path.Combine(_machine.Temp, "body.md") }));
        Assert.That(_machine.Body, Does.Contain(Goal).And.Contain("file src/a b.txt exists"));
        Assert.That(_machine.Token, Is.EqualTo("token"));
    }

    [Test]
    public async Task Where_the_goal_is_met_already_nothing_is_proposed()
    {
        await BeginAsync("sh write.sh", ("src/a b.txt", "it\n"));
        var (ran, run) = await WorkAsync();
        Assert.That(ran, Is.Zero, run);
        await CollectAsync();
        Assert.That(_machine.Has("goal-result/result.patch"), Is.False);
        await HandOverAsync();
        Assert.That((await StepAsync("propose", "Check which files the patch touches, and apply it")).ExitCode, Is.Zero);
        Assert.That(_machine.Outputs, Is.EquivalentTo(new Dictionary<string, string> { ["changed"] = "false" }));
    }

    [Test]
    public async Task Where_the_goal_is_not_met_the_job_ends_before_anything_is_collected()
    {
        await BeginAsync("true");
        var (ran, run) = await WorkAsync();
        Assert.That(ran, Is.EqualTo(ExitCode.Stalled), run);
        Assert.That(_machine.Outputs["outcome"], Is.EqualTo("stalled"));

        // As the host does, the steps behind are left out; the job that proposes finds no artifact.
        await _machine.NextJobAsync();
        Assert.That((await StepAsync("propose", "Check which files the patch touches, and apply it")).ExitCode, Is.Zero);
        Assert.That(_machine.Outputs["changed"], Is.EqualTo("false"));
    }

    [Test]
    public async Task What_waits_for_a_review_is_proposed_since_people_review_there()
    {
        await BeginAsync("sh write.sh");
        var goal = Path.Combine(_machine.Checkout, "two words.goal");
        _machine.Write("two words.goal", (await File.ReadAllTextAsync(goal)).Replace("budget {", "review by \"security\" \"what is written\"\n    budget {", StringComparison.Ordinal));
        await _machine.CommitAsync();
        var (ran, run) = await WorkAsync();
        Assert.That(ran, Is.Zero, run);
        Assert.That(_machine.Outputs["outcome"], Is.EqualTo("waiting-for-review"));
        await CollectAsync();
        await HandOverAsync();
        Assert.That((await StepAsync("propose", "Check which files the patch touches, and apply it")).ExitCode, Is.Zero);
        Assert.That(_machine.Outputs["changed"], Is.EqualTo("true"));
        await OpenAsync();
        Assert.That(_machine.Body, Does.Contain("security"));
    }

    [Test]
    public async Task A_budget_that_is_no_budget_ends_the_job()
    {
        await BeginAsync("sh write.sh");
        await StepAsync("work", "Install GoalBuild");
        var (ran, run) = await StepAsync("work", "Run", ("FILE", "two words.goal"), ("GOAL", Goal), ("BUDGET", "turns lots"));
        Assert.That(ran, Is.EqualTo(ExitCode.Usage), run);
    }

    [Test]
    public async Task A_patch_that_does_not_apply_is_told_and_nothing_is_pushed()
    {
        await BeginAsync("sh write.sh", ("src/a b.txt", "something else\n"));
        _machine.Write("result.patch", "diff --git a/src/a b.txt b/src/a b.txt\n--- a/src/a b.txt\t\n+++ b/src/a b.txt\t\n@@ -1 +1 @@\n-it was\n+it is\n");
        await CollectAsync("result.patch");
        await HandOverAsync();
        var (ended, output) = await StepAsync("propose", "Check which files the patch touches, and apply it");
        Assert.That(ended, Is.EqualTo(1));
        Assert.That(output, Does.Contain("patch failed: src/a b.txt:1").And.Contain("::error::The patch does not apply"));
        Assert.That(_machine.Outputs, Is.Empty);
        Assert.That(await _machine.OriginAsync("branch --list"), Is.EqualTo("* main\n"));
    }

    [Test]
    public async Task Evidence_that_a_pull_request_cannot_hold_is_cut_and_says_so()
    {
        await BeginAsync("true");
        await _machine.NextJobAsync();
        Directory.CreateDirectory(Path.Combine(_machine.Temp, "result"));
        File.WriteAllText(Path.Combine(_machine.Temp, "result/evidence.md"), string.Concat(Enumerable.Repeat("- it holds, größer\n", 5000)));
        await _machine.ExpectAsync("echo x > new.txt; git add new.txt");
        await OpenAsync();
        Assert.That(_machine.Body, Has.Length.LessThan(65_000), "GitHub's limit is 65,536 characters");
        Assert.That(_machine.Body, Does.EndWith("größer\n\nThe rest is cut; all of it is in the run's artifact.\n"));
    }

    [Test]
    public async Task Without_evidence_a_pull_request_has_no_body()
    {
        await BeginAsync("true");
        await _machine.NextJobAsync();
        Directory.CreateDirectory(Path.Combine(_machine.Temp, "result"));
        await _machine.ExpectAsync("echo x > new.txt; git add new.txt");
        await OpenAsync();
        Assert.That(_machine.Body, Is.Empty);
        Assert.That(_machine.Asked, Is.Not.Null);
    }

    [TestCase("src/a.cs", true)]
    [TestCase(".github/workflows/x.yml", false)]
    [TestCase("sub/demo.goal", false)]
    [TestCase("Directory.Build.props", false)]
    [TestCase("src/nuget.config", false)]
    [TestCase("tests/.gitattributes", false)]
    [TestCase(".claude/settings.json", false)]
    [TestCase("sub/.mcp.json", false)]
    [TestCase("eng/common.targets", false)]
    [TestCase("sub/dotnet-tools.json", false)]
    [TestCase(".gitlab-ci.yml", false)]
    [TestCase("CODEOWNERS", false)]
    [TestCase("src/Targets.cs", true)]
    [TestCase("src/ein Maß.cs", true)]
    public async Task The_job_that_pushes_refuses_files_that_only_people_change(string file, bool accepted)
    {
        var (exitCode, output) = await CheckPatchAsync($"diff --git a/{file} b/{file}\nnew file mode 100644\n--- /dev/null\n+++ b/{file}\n@@ -0,0 +1 @@\n+x\n");
        Assert.That(exitCode, Is.EqualTo(accepted ? 0 : 1), output);
        Assert.That(_machine.Has(file), Is.False, "it is in the index alone");
    }

    [Test]
    public async Task The_job_that_pushes_refuses_links()
    {
        var (exitCode, output) = await CheckPatchAsync("diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc\n\\ No newline at end of file\n");
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("::error::The patch adds a link"));
    }

    private async Task<(int ExitCode, string Output)> CheckPatchAsync(string patch)
    {
        await _machine.ExpectAsync("git init -q .");
        Directory.CreateDirectory(Path.Combine(_machine.Temp, "result"));
        File.WriteAllText(Path.Combine(_machine.Temp, "result/result.patch"), patch);
        return await StepAsync("propose", "Check which files the patch touches, and apply it");
    }

    private async Task BeginAsync(string fix, params (string Name, string Text)[] files)
    {
        _machine.Write("write.sh", "mkdir -p src\necho it > 'src/a b.txt'\n");
        _machine.Write("two words.goal", $$"""
            goal "{{Goal}}" {
                objective "It is written down."
                verify { file "src/a b.txt" exists }
                constrain { only "src/**" }
                agent { fix "{{fix}}" }
                budget { turns 3 }
            }
            """);
        foreach (var (name, text) in files)
        {
            _machine.Write(name, text);
        }

        await _machine.CommitAsync();
    }

    private async Task<(int ExitCode, string Output)> WorkAsync()
    {
        await StepAsync("work", "Install GoalBuild");
        return await StepAsync("work", "Run", ("FILE", "two words.goal"), ("GOAL", Goal), ("BUDGET", "turns 40 time 45m"));
    }

    private async Task CollectAsync(string? patch = null)
    {
        var outputs = _machine.Outputs;
        var (ended, output) = await StepAsync("work", "Collect the patch and its evidence", ("PATCH", patch ?? outputs["patch"]), ("REPORT", outputs.GetValueOrDefault("report", "")));
        Assert.That(ended, Is.Zero, output);
    }

    // What uploading and downloading the artifact does.
    private async Task HandOverAsync()
    {
        var files = Directory.GetFiles(Path.Combine(_machine.Checkout, "goal-result")).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        await _machine.NextJobAsync();
        Directory.CreateDirectory(Path.Combine(_machine.Temp, "result"));
        foreach (var (name, bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(_machine.Temp, "result", name), bytes);
        }
    }

    private async Task OpenAsync()
    {
        var (ended, output) = await StepAsync("propose", "Open a pull request", ("GH_TOKEN", "token"), ("GOAL", Goal), ("BRANCH", Branch), ("BASE", "main"));
        Assert.That(ended, Is.Zero, output);
    }

    private Task<(int ExitCode, string Output)> StepAsync(string job, string step, params (string Name, string Value)[] variables) =>
        _machine.RunAsync(Scripts.Single(script => script.Job == job && script.Step == step).Text, [("GITHUB_ACTIONS", "true"), .. variables]);
}
