using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Names that are taken, and environments that nobody declared.</summary>
internal static class NameChecks
{
    public static void CheckGoals(GoalFile file, DiagnosticBag diagnostics)
    {
        CheckUnique(file.Goals.Select(goal => goal.Name), "goal", "file", diagnostics);
        var folders = new Dictionary<string, Text>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in file.Goals.Select(goal => goal.Name).Where(name => name.Span.Length > 0))
        {
            var folder = FolderName.Of(name.Value);
            if (!folders.TryAdd(folder, name) && !string.Equals(folders[folder].Value, name.Value, StringComparison.OrdinalIgnoreCase))
            {
                diagnostics.Report(DiagnosticCatalogue.DuplicateName, name.Span, $"The goals '{Characters.Show(folders[folder].Value)}' and '{Characters.Show(name.Value)}' would share the folder '{Characters.Show(folder)}'; give one of the two another name");
            }
        }
    }

    public static void Check(Goal goal, DiagnosticBag diagnostics, bool complete)
    {
        CheckUnique(goal.Phases.Select(phase => phase.Name), "phase", "goal", diagnostics);
        CheckUnique(goal.Environments.Select(environment => environment.Name), "environment", "goal", diagnostics);
        CheckUnique(Nodes.Clauses(goal).Select(clause => clause.Label).OfType<Text>(), "clause", "goal", diagnostics);
        foreach (var scope in Nodes.Scopes(goal))
        {
            CheckUnique(scope.Requirements.Select(requirement => requirement.Statement), "requirement", scope is Goal ? "goal" : "phase", diagnostics);
        }

        foreach (var environment in goal.Environments)
        {
            CheckUnique(environment.Variables.Select(variable => variable.Name), "variable", "environment", diagnostics);
        }

        if (complete)
        {
            CheckEnvironments(goal, diagnostics);
        }
    }

    // Names become file and target names, which some platforms and MSBuild compare without regard to case.
    private static void CheckUnique(IEnumerable<Text> names, string kind, string owner, DiagnosticBag diagnostics)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (name.Span.Length > 0 && !seen.Add(name.Value))
            {
                diagnostics.Report(DiagnosticCatalogue.DuplicateName, name.Span, $"Another {kind} of this {owner} is called '{Characters.Show(name.Value)}' already; give one of the two another name");
            }
        }
    }

    private static void CheckEnvironments(Goal goal, DiagnosticBag diagnostics)
    {
        var declared = goal.Environments.Select(environment => environment.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var clause in Nodes.Clauses(goal))
        {
            foreach (var name in clause.Environments.Where(name => !declared.Contains(name.Value)))
            {
                if (diagnostics.IsFull)
                {
                    return;
                }

                var meant = Suggestion.For(name.Value, declared);
                var cure = meant is not null ? $"did you mean '{meant}'?"
                    : clause is RunClause { Directory: null } or MeasureClause { Directory: null } ? "declare it in the goal, or write a folder in double quotes"
                    : "declare it in the goal: environment NAME { … }";
                diagnostics.Report(DiagnosticCatalogue.UnknownEnvironment, name.Span, $"No environment of this goal is called '{Characters.Show(name.Value)}'; {cure}", Names.Replacement(meant));
            }
        }
    }
}
