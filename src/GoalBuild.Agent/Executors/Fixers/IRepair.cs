using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Executors.Fixers;

/// <summary>
/// One deterministic repair of the <c>fixers</c> step. A turn applies one repair, so that it can be undone alone; what it
/// changed is judged afterwards, so a repair reads verdicts and writes files and decides nothing.
/// </summary>
public interface IRepair
{
    /// <summary>A short name for people and for the ledger, unique among the repairs, such as <c>whitespace</c>.</summary>
    string Name { get; }

    /// <summary>Whether the repair could help a clause that does not hold. Looks at nothing but its arguments, so that it is cheap.</summary>
    /// <param name="verdict">A verdict that is not <see cref="VerdictStatus.Holds"/>.</param>
    /// <param name="clause">Its clause.</param>
    bool CouldHelp(Verdict verdict, Clause clause);

    /// <summary>Repairs what the clauses fail on. Leaves files alone that <see cref="Turn.Forbids"/> names.</summary>
    /// <param name="turn">The tree, and what may be changed in it.</param>
    /// <param name="failing">The clauses that it could help, in the order of the goal; at least one.</param>
    /// <param name="cancellation">Stops every process that was started, then throws.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<RepairResult> RepairAsync(Turn turn, IReadOnlyList<(GoalClause Clause, Verdict Verdict)> failing, CancellationToken cancellation);
}

/// <summary>What a repair did.</summary>
/// <param name="ChangedFiles">Files that it added, changed or deleted, relative to the workspace's root with <c>/</c>; empty where it had nothing to do.</param>
/// <param name="Summary">One line: what was repaired, or why nothing was.</param>
public sealed record RepairResult(ValueList<string> ChangedFiles, string Summary)
{
    /// <summary>The repair found nothing to do.</summary>
    /// <param name="why">One line.</param>
    public static RepairResult Nothing(string why) => new([], why);
}
