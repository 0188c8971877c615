using System.Globalization;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Verification.Coverage;

/// <summary>What a coverage report comes to for a clause.</summary>
/// <param name="Status">Whether the figure suffices; unknown where nothing was measured.</param>
/// <param name="Reason">The figure that decided; without a full stop.</param>
public sealed record CoverageJudgement(VerdictStatus Status, string Reason)
{
    /// <summary>Most files that a verdict names.</summary>
    public const int MaxFindings = 10;

    /// <summary>The figure <c>coverage</c>.</summary>
    public ValueList<Figure> Figures { get; init; } = [];

    /// <summary>The files that lack most, with what they lack.</summary>
    public ValueList<Finding> Findings { get; init; } = [];

    /// <summary>Judges a report.</summary>
    /// <param name="report">The merged report.</param>
    /// <param name="clause">What is asked.</param>
    /// <param name="goalDirectory">Absolute path that the clause's glob is relative to.</param>
    /// <param name="root">Absolute path of the workspace's root.</param>
    public static CoverageJudgement Of(CoverageReport report, CoverageClause clause, string goalDirectory, string root)
    {
        var files = clause.Of is null ? report.Files : Matching(report.Files, clause.Of.Value, goalDirectory, root);
        if (files.Count == 0)
        {
            return new CoverageJudgement(VerdictStatus.Unknown, NothingMeasured(report, clause, root));
        }

        var count = files.Aggregate(default(CoverageCount), (sum, file) => sum + Count(file, clause.Metric));
        var what = clause.Metric switch { CoverageMetric.Branch => "branches", CoverageMetric.Method => "methods", _ => "lines" };
        if (count.Total == 0)
        {
            return new CoverageJudgement(VerdictStatus.Unknown, $"the {(files.Count == 1 ? "file" : $"{files.Count} files")} measured {(files.Count == 1 ? "has" : "have")} no {what} to cover; choose other files or another measure");
        }

        var holds = Threshold.Holds(count.Percent, clause.Comparison, clause.Percent);
        return new CoverageJudgement(
            holds ? VerdictStatus.Holds : VerdictStatus.Fails,
            string.Create(CultureInfo.InvariantCulture, $"coverage {Show(count.Percent)}% of {clause.Percent:0.##}% ({count.Covered} of {count.Total} {what} in {Words.Count(files.Count, "file")})"))
        {
            Figures = [new Figure("coverage", Math.Round(count.Percent, 4), "%", clause.Percent)],
            Findings = holds ? [] : Lacking(files, clause.Metric, what, root),
        };
    }

    /// <summary>Cut, not rounded: 79.96% must not read as 80.0% where 80% is asked.</summary>
    internal static string Show(decimal percent) => (Math.Truncate(percent * 10) / 10).ToString("0.0", CultureInfo.InvariantCulture);

    private static CoverageCount Count(FileCoverage file, CoverageMetric metric) => metric switch
    {
        CoverageMetric.Branch => file.Branches,
        CoverageMetric.Method => file.Methods,
        _ => file.Lines,
    };

    private static List<FileCoverage> Matching(IReadOnlyList<FileCoverage> files, string glob, string goalDirectory, string root)
    {
        var globs = new GlobSet([glob], FindingPath.Of(root, goalDirectory), ignoreCase: !OperatingSystem.IsLinux());
        return [.. files.Where(file => globs.Contains(FindingPath.Of(root, file.Path)))];
    }

    private static string NothingMeasured(CoverageReport report, CoverageClause clause, string root) => report.Files switch
    {
        [] => "the tests ran, and no line of code was measured; see that the tests reference the project to be measured, and that it is built with symbols",
        [var first, ..] => $"no measured file matches '{clause.Of!.Value}'; {Words.Count(report.Files.Count, "file")} {(report.Files.Count == 1 ? "was" : "were")} measured, such as '{FindingPath.Of(root, first.Path)}'",
    };

    private static ValueList<Finding> Lacking(IEnumerable<FileCoverage> files, CoverageMetric metric, string what, string root) =>
        files.Select(file => (File: file, Count: Count(file, metric)))
            .Where(file => file.Count.Covered < file.Count.Total)
            .OrderByDescending(file => file.Count.Total - file.Count.Covered).ThenBy(file => file.File.Path, StringComparer.Ordinal)
            .Take(MaxFindings)
            .Select(file => new Finding(FindingKind.Coverage, string.Create(CultureInfo.InvariantCulture, $"{Show(file.Count.Percent)}% of {what} covered; not covered: {Missing(file.File, metric)}"))
            {
                File = FindingPath.Of(root, file.File.Path),
                Line = FirstMissing(file.File, metric),
            })
            .ToValueList();

    private static string Missing(FileCoverage file, CoverageMetric metric) => metric switch
    {
        CoverageMetric.Branch => "branches at line " + string.Join(", ", file.UncoveredBranches),
        CoverageMetric.Method => string.Join(", ", file.UncoveredMethods.Select(method => string.Create(CultureInfo.InvariantCulture, $"{method.Name} (line {method.Line})"))),
        _ => "line " + string.Join(", ", file.UncoveredLines.Select(range => range.First == range.Last
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}"))),
    };

    private static int? FirstMissing(FileCoverage file, CoverageMetric metric) => metric switch
    {
        CoverageMetric.Branch => file.UncoveredBranches is [var line, ..] ? line : null,
        CoverageMetric.Method => file.UncoveredMethods is [var method, ..] ? method.Line : null,
        _ => file.UncoveredLines is [var range, ..] ? range.First : null,
    };
}
