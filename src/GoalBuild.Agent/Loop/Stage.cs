using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Agent.Loop;

/// <summary>A part of a run: each phase in the order of their graph, then the whole goal. Each has to hold before the next begins.</summary>
/// <param name="Phase">The phase, or null for the whole goal.</param>
/// <param name="Clauses">Names of the clauses that have to hold: those of the phase and of all before it, at last all of the goal.</param>
/// <param name="Rules">What may change meanwhile.</param>
/// <param name="Budget">The phase's own caps, or null.</param>
internal sealed record Stage(Phase? Phase, IReadOnlyList<string> Clauses, ChangeRules Rules, Budget? Budget)
{
    /// <summary>The constraints that are judged once the clauses hold: the goal's, and those of the phase and of all before it.</summary>
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>The phase's name; empty for the whole goal.</summary>
    public string Name => Phase?.Name.Value ?? "";

    /// <summary>The stages of a goal, in order; without phases it is one.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="goalDirectory">Absolute path of the goal's folder.</param>
    /// <param name="workspace">The tree.</param>
    /// <param name="testProjects">Test projects as they were at the start.</param>
    /// <param name="source">The text that the goal was read from.</param>
    public static IReadOnlyList<Stage> Of(Goal goal, string goalDirectory, Workspace workspace, IReadOnlySet<string> testProjects, SourceText source)
    {
        var all = GoalClause.Of(goal);
        var stages = new List<Stage>();
        var begun = new HashSet<string>(StringComparer.Ordinal);
        var phases = new List<Phase>();
        foreach (var phase in GoalOrder.Of(goal.Phases))
        {
            begun.Add(phase.Name.Value);
            phases.Add(phase);
            var clauses = all.Where(clause => clause.Phase is not null && begun.Contains(clause.Phase.Name.Value)).Select(clause => clause.Name).ToList();
            if (clauses.Count > 0)
            {
                stages.Add(new Stage(phase, clauses, ChangeRules.Of(goal, phase, goalDirectory, workspace, testProjects, source), phase.Budget) { Constraints = BuiltConstraints.Of(goal, phases) });
            }
        }

        stages.Add(new Stage(null, [.. all.Select(clause => clause.Name)], ChangeRules.Of(goal, null, goalDirectory, workspace, testProjects, source), null) { Constraints = BuiltConstraints.Of(goal, phases) });
        return stages;
    }
}
