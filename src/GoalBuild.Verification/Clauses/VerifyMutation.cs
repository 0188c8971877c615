using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Mutating;
using GoalBuild.Verification.Processes;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>mutation PROJECT &gt;= N%</c></summary>
internal sealed class MutationKind : ClauseKind<MutationClause>
{
    /// <summary>Stryker puts mutated assemblies in the place of the project's own while it runs.</summary>
    public override OutputUse OutputUse => OutputUse.MayWrite;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(MutationClause clause, ClauseContext context)
    {
        var project = context.FindProject(clause.Project, out var problem);
        return project is null
            ? [context.Unknown(problem)]
            :
            [
                context.Verify(
                    nameof(VerifyMutation),
                    ("Project", project),
                    ("Comparison", clause.Comparison.ToString()),
                    ("Percent", clause.Percent.ToString(CultureInfo.InvariantCulture)),
                    TaskParameter.Expression("Sdk", DotnetHost.SdkProperty)),
            ];
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(MutationClause clause, ClauseContext context) => new ClauseReads.Tree();
}

/// <summary>
/// Changes the code in small ways with Stryker.NET, and finds out how many of the changes the tests notice. Its exit code says nothing here, since it depends on
/// thresholds in a file of the project's; the report that it writes does.
/// </summary>
public sealed class VerifyMutation : ClauseTask
{
    private const int MaxFindings = 100;

    /// <summary>Absolute path of the test project or solution.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>How the score is compared; a name of <see cref="GoalBuild.Language.Model.Comparison"/>.</summary>
    [Required]
    public string Comparison { get; set; } = "";

    /// <summary>What it is compared with, in percent, in the invariant culture.</summary>
    [Required]
    public string Percent { get; set; } = "";

    /// <summary>Absolute path of the SDK.</summary>
    [Required]
    public string Sdk { get; set; } = "";

    /// <inheritdoc/>
    protected override async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(Project)!;
        var host = new DotnetHost(Sdk, EnvironmentVariables);
        var searchPath = (EnvironmentVariables.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (StrykerTool.Find(folder, Workspace, host, searchPath, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)) is not { } tool)
        {
            return Unknown($"Stryker.NET, which measures it, is not there. Put it into the project's tool manifest ('dotnet new tool-manifest', 'dotnet tool install {StrykerTool.Name}'), or install it with 'dotnet tool install --global {StrykerTool.Name}'.");
        }

        Progress("mutating the code, and running the tests on each change");
        var reports = ArtifactPath(".stryker");
        if (Directory.Exists(reports))
        {
            Directory.Delete(reports, recursive: true);
        }

        var output = ArtifactPath(".output.txt");
        var result = await ProcessRunner.RunAsync(
            new ProcessRequest(tool.Program, [.. tool.Arguments, "--reporter", "json", "--output", reports, "--break-at", "0", "--skip-version-check", .. ProjectFile.IsSolution(Project) ? ["--solution", Project] : Array.Empty<string>()])
            {
                WorkingDirectory = folder,
                Environment = ToolVariables(host),
                OutputPath = output,
            },
            cancellation).ConfigureAwait(false);
        var report = Path.Combine(reports, "reports", "mutation-report.json");
        if (!File.Exists(report))
        {
            return Unknown(string.Create(CultureInfo.InvariantCulture, $"Stryker.NET exits with {result.ExitCode} and writes no report.{CommandTask.LastLine(result)}{(tool.Arguments.Count > 0 ? " Where it says that the tool is not restored, run 'dotnet tool restore'." : "")}")) with
            {
                Findings = [.. CommandTask.OutputFindings(result)],
                Artifacts = [Path.GetFileName(output)],
            };
        }

        var verdict = Judge(MutationReport.Read(await File.ReadAllBytesAsync(report, cancellation).ConfigureAwait(false)));
        return verdict with { Artifacts = [$"{Stem}.stryker/reports/mutation-report.json", Path.GetFileName(output)] };
    }

    private Verdict Judge(MutationReport report)
    {
        var left = report.Ignored == 0 ? "" : $" {Words.Capital(Words.Count(report.Ignored, "mutant"))} {(report.Ignored == 1 ? "was" : "were")} left out by settings or comments of the project.";
        if (report.Score is not { } score)
        {
            return Unknown($"No mutant was tested, so that there is no score.{left} Name a test project whose tests run the code of a project that it refers to.");
        }

        var threshold = decimal.Parse(Percent, CultureInfo.InvariantCulture);
        var comparison = Enum.Parse<Comparison>(Comparison);
        var undetected = report.Undetected;
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Mutation score {score:0.##}%: the tests notice {report.Detected} of {Words.Count(report.Detected + undetected.Count, "mutant")}, asked for {Threshold.Symbol(comparison)} {threshold}%.{left}");
        var findings = undetected.Take(MaxFindings).Select(mutant => new Finding(FindingKind.Coverage, $"{mutant.Mutator}: {(mutant.Status == "NoCoverage" ? "no test runs this" : "no test notices")} '{OneLine(mutant.Replacement)}'.")
        {
            File = DisplayPath(mutant.File),
            Line = mutant.Line,
            Column = mutant.Column,
        });
        ValueList<Figure> figures =
        [
            new Figure("mutation score", Math.Round(score, 2), "%", threshold),
            new Figure("noticed", report.Detected, "", null),
            new Figure("not noticed", undetected.Count, "", null),
            new Figure("left out", report.Ignored, "", null),
        ];
        return (Threshold.Holds(score, comparison, threshold) ? Holds(reason) : Fails(reason, findings)) with { Figures = figures };
    }

    private Dictionary<string, string?> ToolVariables(DotnetHost host)
    {
        // A tool finds the runtime by this, where it is not installed in the usual place; and the SDK by the PATH.
        var root = Path.GetDirectoryName(host.Executable)!;
        var variables = new Dictionary<string, string?>
        {
            ["DOTNET_ROOT"] = root,
            ["PATH"] = $"{root}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };
        foreach (var (name, value) in EnvironmentVariables)
        {
            variables[name] = value;
        }

        return variables;
    }

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 120 ? line : line[..120] + "…";
    }
}
