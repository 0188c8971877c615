using GoalBuild.Language.Model;

namespace GoalBuild.Language.Analysis;

/// <summary>Walks over the parts of a goal.</summary>
internal static class Nodes
{
    /// <summary>The goal itself, then its phases.</summary>
    public static IEnumerable<Scope> Scopes(Goal goal) => goal.Phases.Prepend<Scope>(goal);

    /// <summary>All clauses of a scope, those of its requirements first.</summary>
    public static IEnumerable<Clause> Clauses(Scope scope) => scope.Requirements.SelectMany(requirement => requirement.Clauses).Concat(scope.Verify);

    /// <summary>All clauses of a goal and its phases.</summary>
    public static IEnumerable<Clause> Clauses(Goal goal) => Scopes(goal).SelectMany(Clauses);

    /// <summary>All constraints of a goal and its phases.</summary>
    public static IEnumerable<Constraint> Constraints(Goal goal) => Scopes(goal).SelectMany(scope => scope.Constraints);

    /// <summary>The steps of a goal's ladder.</summary>
    public static IEnumerable<AgentStep> Steps(Goal goal) => goal.Agent is null ? [] : goal.Agent.Steps;
}
