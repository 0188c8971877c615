using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Clauses that this version cannot check in the environment that they name: the goal that has one cannot be met.</summary>
public static class UncheckedClauses
{
    private const string Container = "container";

    /// <summary>What an environment may ask for of which only some clauses can make use.</summary>
    public static IReadOnlySet<string> OfThisVersion { get; } = new HashSet<string>([Container], StringComparer.Ordinal);

    internal static void Check(Goal goal, IReadOnlySet<string> asked, DiagnosticBag diagnostics)
    {
        if (!asked.Contains(Container))
        {
            return;
        }

        var containers = goal.Environments.Where(environment => environment.Container is not null).Select(environment => environment.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var clause in Nodes.Clauses(goal).Where(clause => clause.Keyword is not ("run" or "measure" or "test")))
        {
            if (clause.Environments.FirstOrDefault(name => containers.Contains(name.Value)) is { } found)
            {
                diagnostics.Report(DiagnosticCatalogue.UncheckedClause, clause.Span, $"The environment '{Characters.Show(found.Value)}' asks for a container, in which a '{clause.Keyword}' clause cannot be verified, so that the goal cannot be met; prove it with 'run', 'measure' or 'test', or take the clause out of the environment");
            }
        }
    }
}
