using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Ci;

/// <summary>How a goal came out, as the files for other programs tell it: the same for a verification just made and for one that is read from its evidence.</summary>
/// <param name="Name">The goal's name.</param>
/// <param name="File">The goal file, relative to the root, with <c>/</c> between its parts.</param>
/// <param name="Root">Absolute path of the tree that files are relative to.</param>
/// <param name="Line">Where the goal stands in its file, from 1.</param>
/// <param name="Outcome">In the words of the evidence: <c>met</c>, <c>not-met</c>, <c>stalled</c> …</param>
/// <param name="Duration">From start to end.</param>
/// <param name="Finished">When it ended, in UTC.</param>
/// <param name="Items">What was found out: clauses, constraints, and how a run ended where that is more than they say.</param>
internal sealed record GoalResult(string Name, string File, string Root, int Line, string Outcome, TimeSpan Duration, DateTimeOffset Finished, IReadOnlyList<ResultItem> Items)
{
    /// <summary>Whether every clause holds, and nothing else was in the way.</summary>
    public bool IsMet => Outcome == "met";

    /// <summary>What does not hold.</summary>
    public IEnumerable<ResultItem> Open => Items.Where(item => item.Status != VerdictStatus.Holds);

    /// <summary>The result of what was just done.</summary>
    /// <param name="summary">How it came out.</param>
    /// <param name="finished">When it ended.</param>
    public static GoalResult Of(GoalSummary summary, DateTimeOffset finished)
    {
        var goal = summary.Goal;
        var items = summary.Verdicts.Concat(summary.Constraints).Select(verdict =>
        {
            var place = goal.PlaceOf(verdict.Clause);
            return new ResultItem(verdict.Clause, place.Line, verdict.Status, Phrasing.CodeOf(verdict), verdict.Reason)
            {
                Column = place.Column,
                Requirement = goal.RequirementOf(verdict.Clause),
                Duration = verdict.Duration,
                IsJudged = verdict.Judged,
                Findings = verdict.Findings,
            };
        });
        var file = Path.GetRelativePath(goal.Root, goal.Path).Replace('\\', '/');
        return new GoalResult(goal.Name, file, goal.Root, goal.Place.Line, summary.Outcome, summary.Duration, finished, [.. items])
            .WithEnd(summary.ExitCode == ExitCode.Met ? null : summary.Code, summary.Message);
    }

    /// <summary>The result that evidence tells of.</summary>
    /// <param name="bundle">The evidence.</param>
    /// <param name="root">Absolute path of the tree.</param>
    public static GoalResult Of(EvidenceBundle bundle, string root)
    {
        var clauses = bundle.Clauses.Select(clause => new ResultItem(clause.Name, clause.Line, StatusOf(clause.Status), StatusOf(clause.Status) == VerdictStatus.Unknown ? DiagnosticCatalogue.ClauseUnknown.Code : DiagnosticCatalogue.ClauseFails.Code, clause.Reason)
        {
            Column = clause.Column,
            Requirement = bundle.Requirements.FirstOrDefault(requirement => requirement.Clauses.Contains(clause.Name))?.Statement,
            Duration = TimeSpan.FromMilliseconds(clause.DurationMs),
            IsJudged = clause.Kind == "judge",
            Findings = [.. clause.Findings.Select(FindingOf)],
        });
        var broken = bundle.Constraints.Where(constraint => constraint.Status == "broken")
            .Select(constraint => new ResultItem(constraint.Description, constraint.Line ?? 1, VerdictStatus.Fails, CodeOfConstraint(constraint.Description), constraint.Detail));
        return new GoalResult(bundle.Goal, bundle.GoalFile, root, 1, bundle.Outcome, bundle.Finished - bundle.Started, bundle.Finished, [.. clauses, .. broken])
            .WithEnd(CodeOfOutcome(bundle.Outcome), bundle.Summary);
    }

    private static string? CodeOfOutcome(string outcome) => outcome switch
    {
        "budget-spent" => DiagnosticCatalogue.BudgetSpent.Code,
        "stalled" => DiagnosticCatalogue.Stalled.Code,
        "blocked" => DiagnosticCatalogue.Blocked.Code,
        "waiting-for-review" => DiagnosticCatalogue.WaitingForReview.Code,
        _ => null,
    };

    // Evidence says that a constraint is broken, and not by which code.
    private static string CodeOfConstraint(string description) =>
        description.StartsWith("only ", StringComparison.Ordinal) ? DiagnosticCatalogue.OutsideOnly.Code
        : description.StartsWith("protect ", StringComparison.Ordinal) ? DiagnosticCatalogue.ProtectedChanged.Code
        : DiagnosticCatalogue.ClauseFails.Code;

    // A run can end badly with nothing wrong in its clauses, such as by a review that is missing: readers of files see items only.
    private GoalResult WithEnd(string? code, string message) => code is null && (IsMet || Open.Any())
        ? this
        : this with { Items = [.. Items, new ResultItem("outcome", Line, VerdictStatus.Fails, code ?? DiagnosticCatalogue.ClauseUnknown.Code, message.Length > 0 ? message : $"The goal is {Outcome.Replace('-', ' ')}.") { IsEnd = true }] };

    private static VerdictStatus StatusOf(string status) => status switch
    {
        "holds" => VerdictStatus.Holds,
        "fails" => VerdictStatus.Fails,
        _ => VerdictStatus.Unknown,
    };

    private static Finding FindingOf(EvidenceFinding finding) => new(Enum.TryParse<FindingKind>(finding.Kind, ignoreCase: true, out var kind) ? kind : FindingKind.Output, finding.Message)
    {
        Code = finding.Code,
        IsError = finding.Severity == "error",
        Test = finding.Test,
        File = finding.File,
        Line = finding.Line,
        Column = finding.Column,
        Details = finding.Details,
    };
}

/// <summary>One thing that was found out.</summary>
/// <param name="Name">The clause's name, or a constraint's description.</param>
/// <param name="Line">Where it stands in the goal file, from 1.</param>
/// <param name="Status">Whether it holds.</param>
/// <param name="Code">The code of the catalogue that goes with it where it does not.</param>
/// <param name="Reason">One line for people.</param>
internal sealed record ResultItem(string Name, int Line, VerdictStatus Status, string Code, string Reason)
{
    /// <summary>Where it stands in its line, from 1.</summary>
    public int Column { get; init; } = 1;

    /// <summary>The requirement that it proves, or null.</summary>
    public string? Requirement { get; init; }

    /// <summary>How long finding out took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether it is how the run ended, and neither a clause nor a constraint.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether a model judged it.</summary>
    public bool IsJudged { get; init; }

    /// <summary>The details.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
