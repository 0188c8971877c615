using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Finds what is wrong or weak in goals whose syntax is understood: GOAL2xxx and GOAL3xxx.</summary>
public static class GoalAnalyzer
{
    /// <summary>Enough to find the first errors in the order of the text, whatever the order of the checks; a bound for hostile files.</summary>
    private const int MostFindings = 1_000;

    /// <summary>Analyses the goals of a file.</summary>
    /// <param name="result">What parsing gave; its own diagnostics are not repeated.</param>
    /// <param name="context">The goal file's surroundings.</param>
    /// <returns>The findings, in the order of the text.</returns>
    public static IReadOnlyList<Diagnostic> Analyze(ParseResult result, AnalysisContext context)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(context);
        var diagnostics = new DiagnosticBag(MostFindings);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Code.StartsWith("GOAL1", StringComparison.Ordinal)).ToList();
        NameChecks.CheckGoals(result.File, diagnostics);
        OrderChecks.CheckGoals(result.File, diagnostics, complete: errors.Count == 0);
        for (var i = 0; i < result.File.Goals.Count; i++)
        {
            var goal = result.File.Goals[i];
            var end = i + 1 < result.File.Goals.Count ? result.File.Goals[i + 1].Span.Start : int.MaxValue;

            // Where a part of the goal could not be read, what seems to be missing may be just that part.
            var complete = errors.Count < DiagnosticBag.MostErrors && !errors.Any(error => error.Span.Start >= goal.Span.Start && error.Span.Start < end);
            NameChecks.Check(goal, diagnostics, complete);
            OrderChecks.CheckPhases(goal, diagnostics, complete);
            TextChecks.Check(goal, result.Source, diagnostics);
            ValueChecks.Check(goal, diagnostics);
            ContradictionChecks.Check(goal, diagnostics);
            new PathChecks(result.Source, context, diagnostics).Check(goal);
            WeakGoalChecks.Check(goal, diagnostics, complete);
            UncheckedClauses.Check(goal, context.Unchecked, diagnostics);
        }

        return [.. diagnostics.Diagnostics.Where(diagnostic => !errors.Any(error => Covers(error.Span, diagnostic.Span))).OrderBy(diagnostic => diagnostic.Span.Start)];
    }

    /// <summary>Whether a finding lies in what could not be read; judging that would report one mistake twice.</summary>
    private static bool Covers(SourceSpan error, SourceSpan finding) => finding.Start >= error.Start && finding.Start < error.End;
}
