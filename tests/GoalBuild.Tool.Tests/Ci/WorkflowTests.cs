using System.Diagnostics;
using System.Text.RegularExpressions;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>The workflows that are written: their rules, and each command of GitHub's, run by bash.</summary>
[Platform("Linux,MacOsX")]
public sealed class WorkflowTests
{
    private static readonly string GitHub = CiCommand.Render("github", "1.2.3+abc");

    public static IEnumerable<string> Hosts => CiCommand.Hosts;

    [TestCaseSource(nameof(Hosts))]
    public void A_workflow_installs_the_version_that_wrote_it(string host) => Assert.That(CiCommand.Render(host, "1.2.3+abc"), Does.Contain("GOAL_VERSION: \"1.2.3\"").And.Not.Contain('@' + "VERSION"));

    [Test]
    public void Nothing_that_others_write_stands_in_a_script()
    {
        foreach (var text in new[] { GitHub, File.ReadAllText(ActionFile()) })
        {
            var scripts = Scripts(text);
            Assert.That(scripts, Is.Not.Empty);
            Assert.That(scripts.Select(script => script.Text), Has.None.Contains("${{"));
        }
    }

    [Test]
    public void The_job_that_runs_a_model_cannot_write_and_the_job_that_pushes_runs_no_tool()
    {
        var work = Job("work");
        var propose = Job("propose");
        Assert.That(Regex.Matches(work, ": write"), Is.Empty);
        Assert.That(work, Does.Contain("persist-credentials: false").And.Contain("contents: read"));
        Assert.That(propose, Does.Contain("contents: write").And.Not.Contain("dotnet").And.Not.Contain("secrets."));
        Assert.That(Job("gate"), Does.Not.Contain("secrets.").And.Contain("persist-credentials: false"));
    }

    [Test]
    public void Every_job_has_a_time_limit_and_every_action_a_version()
    {
        Assert.That(new[] { "plan", "gate", "work", "propose" }.Select(Job), Is.All.Contain("timeout-minutes:"));
        Assert.That(Regex.Matches(GitHub, "uses: (.*)").Select(match => match.Groups[1].Value), Is.Not.Empty.And.All.Match("@v[0-9]+$"));
    }

    [Test]
    public async Task The_commands_of_the_gate_verify_a_goal()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.txt", "");
        folder.Write("demo.goal", "goal \"demo\" { objective \"a.txt is there.\" verify { file \"a.txt\" exists } }\n");
        var (plan, planned) = await RunAsync(folder, "Share the work out", ("GOAL", "demo"));
        Assert.That(plan, Is.Zero, planned);
        Assert.That(File.ReadAllText(Path.Combine(folder.Path, "output.txt")), Does.Match("parts=\\{\"include\":\\[\\{\"id\":\"demo\".*\ngoals=\\{\"include\""));
        var (gate, verified) = await RunAsync(folder, "Verify", ("FILE", "demo.goal"), ("GOAL", "demo"), ("PHASE", ""), ("ENVIRONMENT", ""));
        Assert.That(gate, Is.Zero, verified);
        Assert.That(File.Exists(Path.Combine(folder.Path, "goal-results/goal.sarif")) && File.Exists(Path.Combine(folder.Path, "goal-results/goal.xml")));
        Assert.That((await RunAsync(folder, "Install GoalBuild")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task The_commands_that_collect_take_patch_and_evidence()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await RunAsync(folder, "Collect the patch and its evidence", ("PATCH", folder.Write("p.patch", "x")), ("REPORT", ""));
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(Directory.GetFiles(Path.Combine(folder.Path, "goal-result")).Select(Path.GetFileName), Is.EqualTo(new[] { "result.patch" }));
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
    [TestCase("src/Targets.cs", true)]
    public async Task The_job_that_pushes_refuses_files_that_only_people_change(string file, bool accepted)
    {
        using var folder = new TemporaryFolder();
        folder.Write("result/result.patch", $"diff --git a/{file} b/{file}\nnew file mode 100644\n--- /dev/null\n+++ b/{file}\n@@ -0,0 +1 @@\n+x\n");
        var (exitCode, output) = await CheckPatchAsync(folder);
        Assert.That(exitCode, Is.EqualTo(accepted ? 0 : 1), output);
        Assert.That(File.Exists(Path.Combine(folder.Path, file)), Is.False, "it is in the index alone");
    }

    [Test]
    public async Task The_job_that_pushes_refuses_links()
    {
        using var folder = new TemporaryFolder();
        folder.Write("result/result.patch", "diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc\n\\ No newline at end of file\n");
        Assert.That((await CheckPatchAsync(folder)).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Without_a_patch_nothing_is_proposed()
    {
        using var folder = new TemporaryFolder();
        Assert.That((await CheckPatchAsync(folder)).ExitCode, Is.Zero);
        Assert.That(File.ReadAllText(Path.Combine(folder.Path, "output.txt")), Is.EqualTo("changed=false\n"));
    }

    private static async Task<(int ExitCode, string Output)> CheckPatchAsync(TemporaryFolder folder)
    {
        await BashAsync(folder, "git init -q .");
        return await RunAsync(folder, "Check which files the patch touches, and apply it");
    }

    private static Task<(int ExitCode, string Output)> RunAsync(TemporaryFolder folder, string step, params (string Name, string Value)[] variables) =>
        BashAsync(folder, Scripts(GitHub).First(script => script.Step == step).Text, variables);

    // 'dotnet tool install' needs a published package; 'dotnet goal' is the tool that was built.
    private static async Task<(int ExitCode, string Output)> BashAsync(TemporaryFolder folder, string script, params (string Name, string Value)[] variables)
    {
        var frameworks = Path.ChangeExtension(typeof(WorkflowTests).Assembly.Location, ".runtimeconfig.json");
        var standIn = $$"""
            dotnet() {
              case "$1" in
                tool) [ "$3" = dotnet-goal ] && [ "$5" = 1.2.3 ] ;;
                goal) shift; command dotnet exec --runtimeconfig "{{frameworks}}" "{{typeof(CommandLine).Assembly.Location}}" "$@" ;;
                *) return 99 ;;
              esac
            }

            """;
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", standIn + script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GITHUB_OUTPUT"] = Path.Combine(folder.Path, "output.txt");
        start.Environment["GITHUB_PATH"] = Path.Combine(folder.Path, "path.txt");
        start.Environment["RUNNER_TEMP"] = folder.Path;
        start.Environment["GOAL_VERSION"] = "1.2.3";
        start.Environment.Remove(GoalBuild.Verification.Processes.ProcessTree.MarkVariable);
        start.Environment.Remove(GoalBuild.Verification.Processes.ChildEnvironment.VerifyingVariable);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    private static string Job(string name) => Regex.Match(GitHub, $@"^  {name}:\n(?<body>(    .*\n|\n)+)", RegexOptions.Multiline).Groups["body"].Value;

    /// <summary>Each <c>run</c> of a workflow, with the name of its step.</summary>
    private static List<(string Step, string Text)> Scripts(string workflow)
    {
        var scripts = new List<(string, string)>();
        var lines = workflow.ReplaceLineEndings("\n").Split('\n');
        var step = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (Regex.Match(lines[i], @"^\s+(- )?name: (?<name>.*)$") is { Success: true } name)
            {
                step = name.Groups["name"].Value;
            }

            if (Regex.Match(lines[i], @"^(?<indent>\s+)(- )?run: (?<text>.*)$") is { Success: true } run)
            {
                var indent = run.Groups["indent"].Length;
                var body = run.Groups["text"].Value == "|"
                    ? string.Join('\n', lines.Skip(i + 1).TakeWhile(line => line.Length == 0 || line.Length - line.TrimStart().Length > indent).Select(line => line.Trim().Length == 0 ? "" : line[(indent + 2)..]))
                    : run.Groups["text"].Value;
                scripts.Add((step, body));
            }
        }

        return scripts;
    }

    private static string ActionFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "action.yml")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "action.yml");
    }
}
