using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Ci;

/// <summary>
/// JUnit XML, for the test reports of GitLab, Azure Pipelines, Jenkins and others: a suite for each goal, a case for each clause. A
/// clause that does not hold is a failure, one that could not be found out an error.
/// </summary>
internal static class JUnitFile
{
    /// <summary>Renders the file.</summary>
    /// <param name="results">The goals.</param>
    /// <param name="diagnostics">What is wrong with goal files: where there is an error, no goal was verified.</param>
    public static string Render(IReadOnlyList<GoalResult> results, IReadOnlyList<FileDiagnostic> diagnostics)
    {
        var suites = results.Select(Suite).Concat(diagnostics.Where(diagnostic => diagnostic.IsError).GroupBy(diagnostic => diagnostic.File).Select(Suite)).ToList();
        var root = new XElement(
            "testsuites",
            new XAttribute("name", "GoalBuild"),
            Sum("tests"),
            Sum("failures"),
            Sum("errors"),
            new XAttribute("time", Seconds(TimeSpan.FromTicks(results.Sum(goal => goal.Duration.Ticks)))),
            suites);
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + root.ToString().ReplaceLineEndings("\n") + "\n";

        XAttribute Sum(string name) => new(name, suites.Sum(suite => int.Parse(suite.Attribute(name)!.Value, CultureInfo.InvariantCulture)));
    }

    private static XElement Suite(GoalResult goal) => new(
        "testsuite",
        new XAttribute("name", ResultText.Clean(goal.Name)),
        new XAttribute("tests", goal.Items.Count),
        new XAttribute("failures", goal.Items.Count(item => item.Status == VerdictStatus.Fails)),
        new XAttribute("errors", goal.Items.Count(item => item.Status == VerdictStatus.Unknown)),
        new XAttribute("skipped", 0),
        new XAttribute("time", Seconds(goal.Duration)),
        new XAttribute("timestamp", (goal.Finished - goal.Duration).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
        goal.Items.Select(item => new XElement(
            "testcase",
            new XAttribute("name", ResultText.Clean(item.Name)),
            new XAttribute("classname", ResultText.Clean(goal.Name)),
            new XAttribute("file", goal.File),
            new XAttribute("line", item.Line),
            new XAttribute("time", Seconds(item.Duration)),
            Fault(goal, item))));

    private static XElement Suite(IGrouping<string, FileDiagnostic> file) => new(
        "testsuite",
        new XAttribute("name", file.Key),
        new XAttribute("tests", file.Count()),
        new XAttribute("failures", 0),
        new XAttribute("errors", file.Count()),
        new XAttribute("skipped", 0),
        new XAttribute("time", Seconds(TimeSpan.Zero)),
        file.Select(diagnostic => new XElement(
            "testcase",
            new XAttribute("name", $"{diagnostic.Code} in line {diagnostic.Line ?? 1}"),
            new XAttribute("classname", file.Key),
            new XAttribute("time", Seconds(TimeSpan.Zero)),
            new XElement("error", new XAttribute("type", diagnostic.Code), new XAttribute("message", ResultText.Clean(diagnostic.Message))))));

    private static XElement? Fault(GoalResult goal, ResultItem item) => item.Status == VerdictStatus.Holds
        ? null
        : new XElement(
            item.Status == VerdictStatus.Fails ? "failure" : "error",
            new XAttribute("type", item.Code),
            new XAttribute("message", ResultText.Clean(item.Reason)),
            string.Join("\n", item.Findings.Select(finding => ResultText.Clean(Line(finding, goal.Root)))));

    private static string Line(Finding finding, string root)
    {
        var place = FindingPlace.Of(finding, root) is { } at ? $"{at.File}{(at.Line is { } line ? $"({line})" : "")}: " : "";
        return $"{place}{(finding.Test is null ? "" : finding.Test + ": ")}{(finding.Code is null ? "" : finding.Code + ": ")}{finding.Message}";
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
