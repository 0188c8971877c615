using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Ci;

/// <summary>A part of a goal that can be verified on its own, such as by one job of a matrix.</summary>
/// <param name="Phase">The phase; <see cref="None"/> for the clauses of none; empty for all.</param>
/// <param name="Environment">The environment; <see cref="None"/> for the clauses in none; empty for all.</param>
internal sealed record Part(string Phase, string Environment)
{
    /// <summary>No phase, or no environment: no name of the language is written like this.</summary>
    public const string None = "-";

    /// <summary>All of a goal.</summary>
    public static readonly Part Whole = new("", "");

    /// <summary>All that is in no environment, with the constraints on what was built.</summary>
    public static readonly Part Here = new("", None);

    /// <summary>The parts of a goal: a single one, the whole, where it has neither phases nor environments.</summary>
    /// <param name="goal">The goal.</param>
    public static IReadOnlyList<Part> Of(Goal goal)
    {
        var parts = GoalClause.Of(goal)
            .SelectMany(clause => clause.Clause.Environments.Select(name => name.Value).DefaultIfEmpty(None).Select(environment => new Part(clause.Phase?.Name.Value ?? None, environment)))
            .Distinct()
            .ToList();
        return parts.All(part => part is { Phase: None, Environment: None }) ? [Whole] : parts;
    }

    /// <summary>Whether a clause is of a part.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="phase">The phase, <see cref="None"/>, or null for all.</param>
    /// <param name="environment">The environment, <see cref="None"/>, or null for all.</param>
    public static bool Has(GoalClause clause, string? phase, string? environment) =>
        (phase is null || (clause.Phase?.Name.Value ?? None) == phase)
        && (environment is null || (environment == None ? clause.Clause.Environments.Count == 0 : clause.Clause.Environments.Any(name => name.Value == environment)));

    /// <summary>Makes sure that there is such a phase.</summary>
    /// <param name="selected">The goals.</param>
    /// <param name="phase">The phase, <see cref="None"/>, or null.</param>
    /// <exception cref="GoalFaultException">GOAL0030: no goal has it.</exception>
    public static void RequirePhase(IReadOnlyList<(GoalSource Source, Goal Goal)> selected, string? phase)
    {
        var all = selected.SelectMany(pair => pair.Goal.Phases).Select(known => known.Name.Value).Distinct(StringComparer.Ordinal).ToList();
        if (phase is null or None || all.Contains(phase, StringComparer.Ordinal))
        {
            return;
        }

        throw new GoalFaultException(
            DiagnosticCatalogue.CommandLineWrong,
            all.Count == 0 ? $"There is no phase '{phase}'; the goal has none."
                : $"There is no phase '{phase}'{(Suggestion.For(phase, all) is { } near ? $"; did you mean '{near}'?" : $". There {(all.Count == 1 ? "is" : "are")}: {string.Join(", ", all.Select(name => $"'{name}'"))}.")}");
    }
}
