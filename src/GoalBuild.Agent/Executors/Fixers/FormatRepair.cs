using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Linting;
using Microsoft.Build.Locator;

namespace GoalBuild.Agent.Executors.Fixers;

/// <summary>
/// Repairs with <c>dotnet format</c> what a lint clause finds, and what a build reports as a warning or error of an analyzer. It is limited to
/// the project and the severity of the clause, to the diagnostics and files that were found, and to files that may change.
/// </summary>
/// <param name="scope">Which of the formatter's repairs: white space, style or analyzers.</param>
public sealed class FormatRepair(LintScope scope) : IRepair
{
    // What the formatter's own checks report; all else comes from style rules or analyzers.
    private static readonly string[] WhitespaceCodes = ["WHITESPACE", "ENDOFLINE", "FINALNEWLINE", "CHARSET", "IMPORTS"];

    // Codes of the compiler, MSBuild, NuGet and the SDK, which no analyzer repairs.
    private static readonly string[] ForeignPrefixes = ["CS", "MSB", "NU1", "NU5", "NETSDK", "GOAL", "AD0"];

    // The file system's clock is read less finely than the system's.
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public string Name => scope.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public bool CouldHelp(Verdict verdict, Clause clause) => verdict.Status == VerdictStatus.Fails && ClauseProject.Of(clause) is not null && (clause is LintClause lint
        ? (lint.Scope == LintScope.All || lint.Scope == scope) && (IsCut(verdict) || Found(verdict, clause).Any())
        : scope != LintScope.Whitespace && Found(verdict, clause).Any());

    /// <inheritdoc/>
    public async Task<RepairResult> RepairAsync(Turn turn, IReadOnlyList<(GoalClause Clause, Verdict Verdict)> failing, CancellationToken cancellation)
    {
        if (SdkOf(turn.GoalDirectory) is not { } sdk)
        {
            return RepairResult.Nothing("no .NET SDK was found that has dotnet format");
        }

        var format = new DotnetFormat(new DotnetHost(sdk, new Dictionary<string, string?>()));
        var reports = Path.Combine(turn.Workspace.StateDirectory, "tmp", $"format-{Guid.NewGuid():N}");
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        var problems = new List<string>();
        try
        {
            foreach (var (clause, verdict) in failing)
            {
                var request = await RequestAsync(format, turn, clause.Clause, verdict, reports, problems, cancellation).ConfigureAwait(false);
                if (request is null)
                {
                    continue;
                }

                turn.Progress.Report($"dotnet format {Name} {turn.Workspace.RelativePath(request.Project)}");
                var started = DateTime.UtcNow - ClockStep;
                var result = await format.RunAsync(request, cancellation).ConfigureAwait(false);
                problems.AddRange(result.Problem is null ? [] : [result.Problem]);
                // The report names what could not be repaired too; what was written tells the difference.
                changed.UnionWith(result.Changes.Select(change => change.File).Where(file => File.Exists(file) && File.GetLastWriteTimeUtc(file) >= started).Select(turn.Workspace.RelativePath));
            }
        }
        finally
        {
            if (Directory.Exists(reports))
            {
                Directory.Delete(reports, recursive: true);
            }
        }

        return changed.Count == 0
            ? RepairResult.Nothing(problems.Count == 0 ? "the formatter has no repair for what was found" : string.Join("; ", problems.Distinct()))
            : new RepairResult(changed.ToValueList(), $"dotnet format repaired {changed.Count} {(changed.Count == 1 ? "file" : "files")}");
    }

    private async Task<FormatRequest?> RequestAsync(DotnetFormat format, Turn turn, Clause clause, Verdict verdict, string reports, List<string> problems, CancellationToken cancellation)
    {
        if (ProjectFile.Find(Path.GetFullPath(ClauseProject.Of(clause)!, turn.GoalDirectory), out var problem) is not { } project)
        {
            problems.Add(problem ?? "the project was not found");
            return null;
        }

        var severity = (clause as LintClause)?.Severity is { } asked ? FormatRequest.SpellSeverity(asked.Value) : null;
        var request = new FormatRequest(project, reports) { Scope = scope, Severity = severity };
        IEnumerable<string> files;
        if (IsCut(verdict))
        {
            // A verdict carries the first findings only; which files may not change has to be known of all.
            var all = await format.RunAsync(request with { VerifyOnly = true }, cancellation).ConfigureAwait(false);
            files = all.Changes.Select(change => change.File);
        }
        else
        {
            files = Found(verdict, clause).Where(finding => finding.File is not null).Select(finding => Path.GetFullPath(finding.File!, turn.Workspace.Root));
        }

        var found = files.Distinct(StringComparer.Ordinal).ToList();
        var free = found.Where(file => turn.Forbids(turn.Workspace.RelativePath(file)) is null).ToList();
        if (free.Count == 0)
        {
            problems.Add(found.Count == 0 ? "what was found names no file" : "all that was found lies in files that may not change");
            return null;
        }

        var codes = clause is LintClause ? [] : Found(verdict, clause).Select(finding => finding.Code!).Distinct(StringComparer.Ordinal).ToValueList();
        return request with { Include = free.ToValueList(), Diagnostics = codes };
    }

    // The findings that this scope repairs. The formatter's style pass takes IDE rules, its analyzers pass the rest.
    private IEnumerable<Finding> Found(Verdict verdict, Clause clause) => verdict.Findings.Where(finding => finding.Code is { Length: > 0 } code && scope switch
    {
        LintScope.Whitespace => clause is LintClause && WhitespaceCodes.Contains(code),
        LintScope.Style => code.StartsWith("IDE", StringComparison.Ordinal) && !WhitespaceCodes.Contains(code),
        _ => !code.StartsWith("IDE", StringComparison.Ordinal) && !WhitespaceCodes.Contains(code)
            && !ForeignPrefixes.Any(prefix => code.StartsWith(prefix, StringComparison.Ordinal)),
    });

    private static bool IsCut(Verdict verdict) => verdict.Findings.Count >= VerifyLint.MaxFindings && verdict.Findings.All(finding => finding.Kind == FindingKind.Lint);

    private static string? SdkOf(string folder) => MSBuildLocator
        .QueryVisualStudioInstances(new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = folder })
        .FirstOrDefault()?.MSBuildPath;
}
