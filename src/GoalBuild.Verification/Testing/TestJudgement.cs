using System.Globalization;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Testing;

/// <summary>What one round of runs, one for each test assembly and framework, comes to.</summary>
/// <param name="Holds">Whether everything that is asked was seen.</param>
/// <param name="Reason">The figure that decided, and what to do where there is something to do; without a full stop.</param>
public sealed record TestJudgement(bool Holds, string Reason)
{
    /// <summary>Most failed tests whose details a verdict carries; more are counted and not shown, since one cause often fails hundreds.</summary>
    public const int MaxFindings = 50;

    /// <summary>Most folders of earlier runs that a reason names.</summary>
    private const int MaxFolders = 3;

    /// <summary>The figures <c>tests</c>, <c>failed</c> and <c>skipped</c>, and <c>reused</c> where results of earlier runs stand.</summary>
    public ValueList<Figure> Figures { get; init; } = [];

    /// <summary>Faults of hosts, then failed tests, then skipped ones.</summary>
    public ValueList<Finding> Findings { get; init; } = [];

    /// <summary>Judges a round.</summary>
    /// <param name="runs">The runs, one for each assembly.</param>
    /// <param name="expectation">What is asked.</param>
    /// <param name="root">Absolute path of the workspace's root.</param>
    public static TestJudgement Of(IReadOnlyList<TestRun> runs, TestExpectation expectation, string root)
    {
        var reports = runs.Where(run => run.Report is not null).ToList();
        var executed = reports.Sum(run => run.Report!.Executed);
        var failed = reports.Sum(run => run.Report!.Failed);
        var skipped = reports.Sum(run => run.Report!.Skipped);
        var faults = runs.Where(run => run.Fault is not null).ToList();
        // With a filter, a project of a solution may well hold no match; without one it holds tests that nobody runs, or is no test project.
        var silent = expectation.Filter is null ? runs.Where(run => run.Fault is null && run.Report!.Results.Count == 0).ToList() : [];

        var problems = new List<string>();
        if (faults is [var fault, ..])
        {
            problems.Add(fault.Fault! + (faults.Count > 1 ? $" (and {Words.Count(faults.Count - 1, "more run")} like it)" : ""));
        }

        if (failed > 0)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{failed} of {Words.Count(executed, "test")} failed"));
        }

        if (problems.Count == 0 && executed == 0)
        {
            problems.Add(NothingRan(runs, expectation, skipped));
        }
        else if (silent is [var first, ..])
        {
            problems.Add($"{first.Assembly.DisplayName} ran no test: {CureForNone(first)}");
        }
        else if (faults.Count == 0 && executed < expectation.AtLeast)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{Words.Count(executed, "test")} ran of at least {expectation.AtLeast}"));
        }

        if (expectation.NoSkips && skipped > 0)
        {
            problems.Add(skipped == 1 ? "1 test was skipped" : string.Create(CultureInfo.InvariantCulture, $"{skipped} tests were skipped"));
        }

        var reused = reports.Where(run => run.ReusedFrom is not null).ToList();
        var earlier = reused.Count == 0 ? "" : $", {Earlier(reused, executed)}";
        var passed = string.Create(CultureInfo.InvariantCulture, $"{Words.Count(executed, "test")} passed{(skipped > 0 ? $", {skipped} skipped" : "")}{earlier}");
        return new TestJudgement(problems.Count == 0, problems.Count == 0 ? passed : string.Join("; ", problems))
        {
            Figures =
            [
                new Figure("tests", executed, "", expectation.AtLeast),
                new Figure("failed", failed, "", 0),
                new Figure("skipped", skipped, "", expectation.NoSkips ? 0 : null),
                .. reused.Count == 0 ? Array.Empty<Figure>() : [new Figure("reused", reused.Sum(run => run.Report!.Executed), "", null)],
            ],
            Findings = FindingsOf(runs, faults, expectation.NoSkips, root),
        };
    }

    private static string Earlier(List<TestRun> reused, int executed)
    {
        var tests = reused.Sum(run => run.Report!.Executed);
        var folders = reused.Select(run => run.ReusedFrom!).Distinct(StringComparer.Ordinal).ToList();
        var others = folders.Count > MaxFolders ? $" and {Words.Count(folders.Count - MaxFolders, "more")}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(tests == executed ? "all" : $"{tests} of them")} when the same binaries ran before: {string.Join(", ", folders.Take(MaxFolders))}{others}");
    }

    private static string NothingRan(IReadOnlyList<TestRun> runs, TestExpectation expectation, int skipped) =>
        skipped > 0
            ? $"no test ran: {(skipped == 1 ? "the only one was" : string.Create(CultureInfo.InvariantCulture, $"all {skipped} were"))} skipped"
            : expectation.Filter is not null
                ? $"no test ran: no test matches the filter '{expectation.Filter}'"
                : $"no test ran: {CureForNone(runs[0])}";

    private static string CureForNone(TestRun run) => run.Assembly.IsTestingPlatformApplication
        ? "it has no tests; write some, or set IsTestingPlatformApplication to false"
        : run.Report?.Warnings.Any(warning => warning.Contains("test discoverer", StringComparison.OrdinalIgnoreCase)) == true
            ? "it has no tests, or no test adapter such as NUnit3TestAdapter finds them; add one, or set IsTestProject to false"
            : "it has no tests; write some, or set IsTestProject to false";

    private static ValueList<Finding> FindingsOf(IReadOnlyList<TestRun> runs, List<TestRun> faults, bool noSkips, string root)
    {
        var several = runs.GroupBy(run => run.Assembly.Project).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        var findings = faults.Select(run => new Finding(FindingKind.Test, run.Fault!) { File = FindingPath.Of(root, run.Assembly.Project), Details = FaultDetails(run) }).ToList();
        var failures = All(TestOutcome.Failed).Select(test => Failure(test.Run, test.Result)).ToList();
        findings.AddRange(failures.Take(MaxFindings));
        if (failures.Count > MaxFindings)
        {
            findings.Add(new Finding(FindingKind.Test, $"{Words.Count(failures.Count - MaxFindings, "more failed test")} in the results file"));
        }

        findings.AddRange(All(TestOutcome.Skipped).Take(MaxFindings).Select(test =>
            new Finding(FindingKind.Test, $"skipped{(test.Result.Message.Length > 0 ? $": {test.Result.Message}" : "")}") { Test = test.Result.Name, IsError = noSkips }));
        return findings.ToValueList();

        IEnumerable<(TestRun Run, TestResult Result)> All(TestOutcome outcome) =>
            from run in runs from result in run.Report?.Results ?? [] where result.Outcome == outcome select (run, result);

        Finding Failure(TestRun run, TestResult result)
        {
            var frame = StackFrame.FirstOwn(result.StackTrace, root);
            var message = result.Message.Length > 0 ? result.Message : "failed without a message";
            return new Finding(FindingKind.Test, several.Contains(run.Assembly.Project) ? $"{run.Assembly.Framework}: {message}" : message)
            {
                Test = result.Name,
                File = frame is null ? null : FindingPath.Of(root, frame.File),
                Line = frame?.Line,
                Details = string.Join("\n", new[] { result.StackTrace, Tail(result.Output) }.Where(part => part.Length > 0)) is { Length: > 0 } details ? details : null,
            };
        }
    }

    private static string? FaultDetails(TestRun run)
    {
        var details = string.Join("\n", new[] { run.Report?.Output ?? "", string.Join("\n", run.Report?.Errors ?? []), run.Output }.Where(part => part.Length > 0));
        return details.Length == 0 ? null : Tail(details);
    }

    /// <summary>The end of a text, 4,000 characters at most: there a crash says what it was, and a test what it saw last.</summary>
    private static string Tail(string text) => text.Length <= 4000 ? text : "… " + text[^4000..];
}
