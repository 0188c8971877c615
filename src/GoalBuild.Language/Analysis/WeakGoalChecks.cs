using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Goals that could be met without the work being done, or could never be called met (language.md, GOAL3xxx).</summary>
internal static class WeakGoalChecks
{
    private const int MostRequirements = 12;

    private static readonly string[] VagueWords = ["improve", "improves", "improved", "improving", "improvement", "improvements", "clean up", "cleans up", "cleaned up", "cleaning up", "cleanup", "better"];

    public static void Check(Goal goal, DiagnosticBag diagnostics, bool complete)
    {
        if (complete)
        {
            CheckMissing(goal, diagnostics);
        }

        foreach (var scope in Nodes.Scopes(goal))
        {
            if (scope.Objective is { } objective && !HoldsNumber(objective.Value) && VagueWordIn(objective.Value) is { } word)
            {
                diagnostics.Report(DiagnosticCatalogue.VagueObjective, objective.Span, $"'{word}' with no number says in which direction to go, and not where to stop; say what is true at the end");
            }

            if (scope.Requirements.Count > MostRequirements)
            {
                diagnostics.Report(DiagnosticCatalogue.TooManyRequirements, scope.Requirements[MostRequirements].Statement.Span, $"Found {scope.Requirements.Count} requirements in one {(scope is Goal ? "goal" : "phase")}, expected at most {MostRequirements}; split them into phases");
            }
        }
    }

    private static void CheckMissing(Goal goal, DiagnosticBag diagnostics)
    {
        if (goal.Objective is null)
        {
            diagnostics.Report(DiagnosticCatalogue.NoObjective, goal.Name.Span, $"The goal '{Characters.Show(goal.Name.Value)}' has no objective; add: objective \"what is true when the goal is met\"");
        }

        if (Nodes.Constraints(goal).FirstOrDefault() is null)
        {
            diagnostics.Report(DiagnosticCatalogue.NoConstraints, goal.Name.Span, $"The goal '{Characters.Show(goal.Name.Value)}' has no constraints, so that any file may change; add: constrain {{ only \"src/**\" }}");
        }

        foreach (var scope in Nodes.Scopes(goal))
        {
            // Where a goal has phases, they prove it.
            if (!Nodes.Clauses(scope).Any() && !(scope is Goal && goal.Phases.Count > 0))
            {
                var kind = scope is Goal ? "goal" : "phase";
                diagnostics.Report(DiagnosticCatalogue.NoVerification, scope.Name.Span, $"The {kind} '{Characters.Show(scope.Name.Value)}' verifies nothing, so that it would be met before any work is done; add clauses: verify {{ build \"App.sln\" test \"App.sln\" }}");
            }

            foreach (var requirement in scope.Requirements.Where(requirement => requirement.Clauses.Count == 0))
            {
                diagnostics.Report(DiagnosticCatalogue.UnprovenRequirement, requirement.Statement.Span, $"No clause proves the requirement '{Characters.Show(requirement.Statement.Value)}'; add one between its braces");
            }
        }
    }

    /// <summary>Whether a word starts with a digit, signs before it aside: "200ms", "&lt;5%" and "$10" say how much; "OAuth2", "net10.0" and "UTF-8" are names.</summary>
    private static bool HoldsNumber(ReadOnlySpan<char> objective)
    {
        foreach (var range in objective.SplitAny(' ', '\n', '\t', '\r'))
        {
            var word = objective[range].TrimStart("<>=~+-$€£≤≥±(['\"");
            if (!word.IsEmpty && char.IsDigit(word[0]))
            {
                return true;
            }
        }

        return false;
    }

    private static string? VagueWordIn(string objective)
    {
        foreach (var word in VagueWords)
        {
            for (var index = objective.IndexOf(word, StringComparison.OrdinalIgnoreCase); index >= 0; index = objective.IndexOf(word, index + 1, StringComparison.OrdinalIgnoreCase))
            {
                var end = index + word.Length;
                if ((index == 0 || !char.IsLetter(objective[index - 1])) && (end == objective.Length || !char.IsLetter(objective[end])))
                {
                    return word;
                }
            }
        }

        return null;
    }
}
