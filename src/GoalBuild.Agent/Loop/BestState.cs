using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>The best state of a run's tree so far: most clauses held, then least was missing; of equals the newest.</summary>
/// <param name="context">The run.</param>
internal sealed class BestState(RunContext context)
{
    /// <summary>What stands in the ledger where a turn was nobody's but the harness's own.</summary>
    public const string Executor = "rollback";

    /// <summary>The step of such a turn.</summary>
    public const int NoStep = -1;

    /// <summary>The best state.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run, as the ledger has it.</param>
    /// <returns>Snapshot of the tree, and the turn that led to it; 0 for the start.</returns>
    public static (string Tree, int Turn) Of(RunLedger ledger, LedgerRun run)
    {
        var verdicts = ledger.VerdictsOf(run.Id).Where(verdict => !verdict.Final).ToLookup(verdict => verdict.Turn);
        var best = (Tree: run.StartTree, Turn: 0);
        var bestDistance = Distance(verdicts[0]);
        foreach (var turn in ledger.TurnsOf(run.Id).Where(turn => turn is { State: TurnState.Kept, After: not null }))
        {
            // A turn verifies on its way too; what counts is what it left.
            var left = verdicts[turn.Number].Where(verdict => verdict.Tree == turn.After).ToList();
            if (left.Count > 0 && Distance(left) is var distance && distance.CompareTo(bestDistance) >= 0)
            {
                (best, bestDistance) = ((turn.After!, turn.Number), distance);
            }
        }

        return best;
    }

    /// <summary>Brings the tree back to the best state, as a turn of the harness's own, so that a crash in the middle of it is made good like one in any turn.</summary>
    /// <param name="cancellation">Kills git, before anything is written.</param>
    /// <returns>The turn; or null where the tree is at its best state.</returns>
    public async Task<LedgerTurn?> GoBackAsync(CancellationToken cancellation)
    {
        var (tree, number) = Of(context.Ledger, context.Ledger.Run(context.Run)!);
        return await GoBackAsync(tree, number == 0 ? "the start" : $"turn {number}", cancellation).ConfigureAwait(false);
    }

    /// <summary>Brings the tree to a snapshot of the run.</summary>
    /// <param name="tree">The snapshot.</param>
    /// <param name="name">What it is called, such as <c>turn 7</c>.</param>
    /// <param name="cancellation">Kills git, before anything is written.</param>
    /// <returns>The turn; or null where the tree is as it is to be.</returns>
    public async Task<LedgerTurn?> GoBackAsync(string tree, string name, CancellationToken cancellation)
    {
        var now = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
        if ((await context.Snapshots.ChangesAsync(now, tree, cancellation).ConfigureAwait(false)).Count == 0)
        {
            return null;
        }

        var last = context.Ledger.TurnsOf(context.Run) is [.., var newest] ? newest.Number : 0;
        var turn = new LedgerTurn(context.Run, last + 1, NoStep, Executor, TurnState.Started, now, context.Clock.GetUtcNow()) { Counted = false };
        await context.Snapshots.KeepAsync($"{context.Run}/{turn.Number}-before", now, cancellation).ConfigureAwait(false);
        context.Ledger.BeginTurn(turn);
        var restored = await context.Snapshots.RestoreAsync(tree, now, null, CancellationToken.None).ConfigureAwait(false);
        var after = await context.Snapshots.TakeAsync($"{context.Run}/{turn.Number}-after", CancellationToken.None).ConfigureAwait(false);
        var summary = $"the tree is as at {name}{(restored.Refused.Count == 0 ? "" : $", but for {TurnUndo.Names(restored.Refused)}, which others changed")}";
        context.Ledger.SetTurnWork(turn, after, summary, []);
        context.Ledger.EndTurn(turn, TurnState.Kept, summary, context.Clock.GetUtcNow(), counted: false);
        context.Recorder.Notice(null, $"Back to {name}: {TurnUndo.Names(restored.Restored)} {(restored.Restored.Count == 1 ? "is" : "are")} as then.");
        return turn with { After = after };
    }

    private static ProgressDistance Distance(IEnumerable<LedgerVerdict> verdicts) =>
        ProgressDistance.Of(verdicts.GroupBy(verdict => verdict.Clause, StringComparer.Ordinal).Select(clause => VerdictJson.Read(clause.Last().Data)).ToValueList());
}
