using System.Text.RegularExpressions;
using GoalBuild.Tool.Ci;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>The rules that the workflows keep. What their scripts do, the other tests of workflows run.</summary>
public sealed class WorkflowTests
{
    private static readonly string GitHub = CiCommand.Render("github", "1.2.3+abc");

    public static IEnumerable<string> Hosts => CiCommand.Hosts;

    /// <summary>The action at the root of the repository.</summary>
    internal static string Action
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "action.yml")))
            {
                folder = folder.Parent;
            }

            return File.ReadAllText(Path.Combine(folder.FullName, "action.yml"));
        }
    }

    [TestCaseSource(nameof(Hosts))]
    public void A_workflow_installs_the_version_that_wrote_it(string host) => Assert.That(CiCommand.Render(host, "1.2.3+abc"), Does.Contain("GOAL_VERSION: \"1.2.3\"").And.Not.Contain('@' + "VERSION"));

    [Test]
    public void Nothing_that_others_write_stands_in_a_script()
    {
        foreach (var text in new[] { GitHub, Action, CiCommand.Render("azure", "1.2.3") })
        {
            Assert.That(WorkflowScript.Of(text).Select(script => script.Text), Is.Not.Empty.And.None.Contains("${{"));
        }
    }

    [Test]
    public void The_job_that_runs_a_model_cannot_write_and_the_job_that_pushes_runs_no_tool()
    {
        var work = Job("work");
        var propose = Job("propose");
        Assert.That(Regex.Matches(work, ": write"), Is.Empty);
        Assert.That(work, Does.Contain("persist-credentials: false").And.Contain("contents: read"));
        Assert.That(propose, Does.Contain("contents: write").And.Not.Match(@"dotnet(?!-tools\\)").And.Not.Contain("secrets."));
        Assert.That(Job("gate"), Does.Not.Contain("secrets.").And.Contain("persist-credentials: false"));
    }

    [Test]
    public void Every_job_has_a_time_limit_and_every_action_a_version()
    {
        Assert.That(new[] { "plan", "gate", "gated", "work", "propose" }.Select(Job), Is.All.Contain("timeout-minutes:"));
        Assert.That(Regex.Matches(GitHub, "uses: (.*)").Select(match => match.Groups[1].Value), Is.Not.Empty.And.All.Match("@v[0-9]+$"));
    }

    // A script that is not here yet needs a test that runs it, beside those of its host; then its line.
    [TestCase("github", "plan: Install GoalBuild", "plan: Share the work out", "gate: Install GoalBuild", "gate: Verify", "gated: All parts hold", "work: Install GoalBuild", "work: Run", "work: Collect the patch and its evidence", "propose: Check which files the patch touches, and apply it", "propose: Open a pull request")]
    [TestCase("azure", "plan: Share the work out", "gate: Verify", "work: Run")]
    [TestCase("gitlab", ".goal: before_script", "goal-gate: script", "goal-run: script")]
    [TestCase("action", "steps: Install GoalBuild", "steps: Verify or run")]
    public void Every_script_is_run_by_a_test(string host, params string[] scripts) =>
        Assert.That(WorkflowScript.Of(host == "action" ? Action : CiCommand.Render(host, "1.2.3")).Select(script => $"{script.Job}: {script.Step}"), Is.EqualTo(scripts));

    private static string Job(string name) => Regex.Match(GitHub, $@"^  {name}:\n(?<body>(    .*\n|\n)+)", RegexOptions.Multiline).Groups["body"].Value;
}
