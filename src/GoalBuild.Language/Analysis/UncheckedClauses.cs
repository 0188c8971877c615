using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Clauses whose checks come in a later version: the goal that has one cannot be met before.</summary>
public static class UncheckedClauses
{
    /// <summary>What this version cannot check: keywords of clauses, and what an environment may ask for of which only some clauses can make use.</summary>
    public static IReadOnlySet<string> OfThisVersion { get; } = new HashSet<string>(["container"], StringComparer.Ordinal);

    internal static void Check(Goal goal, IReadOnlySet<string> keywords, DiagnosticBag diagnostics)
    {
        if (keywords.Count == 0)
        {
            return;
        }

        foreach (var clause in Nodes.Clauses(goal))
        {
            if (keywords.Contains(clause.Keyword))
            {
                diagnostics.Report(DiagnosticCatalogue.UncheckedClause, clause.Span, $"The check '{clause.Keyword}' is not available in this version, so that the goal cannot be met; take the clause out, or prove it in another way, such as with 'run'");
            }
            else if (Asked(goal, clause).FirstOrDefault(asked => keywords.Contains(asked.What)) is { What: not null } found)
            {
                diagnostics.Report(DiagnosticCatalogue.UncheckedClause, clause.Span, $"The environment '{Characters.Show(found.Environment)}' asks for a container, in which a '{clause.Keyword}' clause cannot be verified, so that the goal cannot be met; prove it with 'run', 'measure' or 'test', or take the clause out of the environment");
            }
        }
    }

    private static IEnumerable<(string Environment, string What)> Asked(Goal goal, Clause clause) =>
        from name in clause.Environments
        from environment in goal.Environments
        where environment.Name.Value == name.Value
        where environment.Container is not null && clause.Keyword is not ("run" or "measure" or "test")
        select (name.Value, "container");
}
