using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// Says which of the clauses that run side by side starts first: what is not known to hold, since that is what one waits for. Only these can change places. What
/// runs one after another keeps the order of the goal, which a last proof has, too: "npm ci" stands before "npm test", and what one run of a project's tests
/// leaves behind may be what the next one finds.
/// </summary>
internal static class StartOrder
{
    /// <summary>Lanes in the order in which they start; each keeps its own order.</summary>
    /// <param name="lanes">Clauses that run one after another, in the order of the goal.</param>
    /// <param name="held">Names of the clauses that held when they were verified last.</param>
    public static IReadOnlyList<IReadOnlyList<CompiledClause>> Of(IEnumerable<IReadOnlyList<CompiledClause>> lanes, IReadOnlySet<string> held) =>
        [.. lanes.OrderBy(lane => lane.All(clause => held.Contains(clause.Name)))];
}
