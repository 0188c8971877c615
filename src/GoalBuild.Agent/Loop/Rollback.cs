using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What a rollback did, or would do.</summary>
/// <param name="Run">The run.</param>
/// <param name="Point">What the tree is as now: <c>the start</c> or <c>turn 7</c>.</param>
/// <param name="Restored">Files that are as then, relative to the tree's root.</param>
/// <param name="Refused">Files that were left alone, because somebody changed them since the run ended.</param>
public sealed record RolledBack(string Run, string Point, IReadOnlyList<string> Restored, IReadOnlyList<string> Refused)
{
    /// <summary>Absolute path of the patch from what the tree was to what it is now, or null where nothing was changed.</summary>
    public string? PatchFile { get; init; }
}

/// <summary>
/// Brings the tree of a goal's newest run back to a state of that run. The run must not be under way. Files that somebody changed since the run ended
/// are left alone. It is a turn of the harness's own, so that a crash in the middle of it is made good like one in any turn.
/// </summary>
/// <param name="workspace">The user's own tree.</param>
/// <param name="goal">The goal.</param>
/// <param name="clock">The clock.</param>
public sealed class Rollback(Workspace workspace, GoalKey goal, TimeProvider clock)
{
    /// <summary>Rolls back.</summary>
    /// <param name="target">To where.</param>
    /// <param name="isDryRun">Whether it is only found out what would change.</param>
    /// <param name="command">The command line, for the one who finds the goal held meanwhile.</param>
    /// <param name="cancellation">Kills git, before anything is written.</param>
    /// <exception cref="GoalFaultException">GOAL0007: the goal, or another one in this tree, is run. GOAL0035: there is no run. GOAL0036: it is not possible, and why.</exception>
    public async Task<RolledBack> ToAsync(RollbackTarget target, bool isDryRun, string command, CancellationToken cancellation)
    {
        using var locks = RunLocks.Acquire(workspace, goal, isolated: false, command, clock);
        using var ledger = RunLedger.Open(workspace.StateDirectory, clock);
        var run = ledger.RunsOf(goal) is [var newest, ..] ? newest : throw new GoalFaultException(DiagnosticCatalogue.NoSuchRun, $"Goal '{goal.Name}' was never run, so that there is nothing to roll back.");
        RequireAtRest(ledger, run);
        var (wanted, point) = StateOf(ledger, run, target);
        using var snapshots = new SnapshotStore(workspace.StateDirectory, run.Root, run.Id, keepsNewest: true);
        var known = Stretches.Known(ledger, run.Id, run.StartTree);
        foreach (var tree in new[] { wanted, known })
        {
            if (!await snapshots.HasAsync(tree, cancellation).ConfigureAwait(false))
            {
                throw Impossible($"The snapshots of run {run.Id} are gone; only those of a goal's newest run are kept, until 'dotnet goal clear'. What it changed is in '{PatchOf(run)}'; 'git apply -R' takes it back.");
            }
        }

        if (isDryRun)
        {
            var plan = await snapshots.LookAtRestoreAsync(wanted, known, cancellation).ConfigureAwait(false);
            return new RolledBack(run.Id, point, plan.Restored, plan.Refused);
        }

        locks.Announce();
        var done = await RestoreAsync(ledger, run, snapshots, (wanted, known, point), cancellation).ConfigureAwait(false);
        snapshots.Close();
        return done;
    }

    private async Task<RolledBack> RestoreAsync(RunLedger ledger, LedgerRun run, SnapshotStore snapshots, (string Wanted, string Known, string Point) to, CancellationToken cancellation)
    {
        CloseOpenTurn(ledger, run);
        var last = ledger.TurnsOf(run.Id) is [.., var turn] ? turn.Number : 0;
        var before = await snapshots.TakeAsync($"{run.Id}/{last + 1}-before", cancellation).ConfigureAwait(false);
        var row = new LedgerTurn(run.Id, last + 1, BestState.NoStep, BestState.Executor, TurnState.Started, before, clock.GetUtcNow()) { Counted = false };
        ledger.BeginTurn(row);

        // Not to be cancelled: half a rollback is worse than a moment more.
        var restored = await snapshots.RestoreAsync(to.Wanted, to.Known, null, CancellationToken.None).ConfigureAwait(false);
        var after = await snapshots.TakeAsync($"{run.Id}/{row.Number}-after", CancellationToken.None).ConfigureAwait(false);
        var patch = restored.Restored.Count == 0 ? null : Path.Combine(RunFolders.Claim(workspace.StateDirectory, goal), run.Id, $"turn-{row.Number}-rollback.patch");
        if (patch is not null)
        {
            await snapshots.WritePatchAsync(before, after, patch, CancellationToken.None).ConfigureAwait(false);
        }

        // What others changed is not the run's from now on: of what was not restored, the run knows what it knew.
        var known = await snapshots.ComposeAsync(to.Known, to.Wanted, restored.Restored.ToHashSet(StringComparer.Ordinal), CancellationToken.None).ConfigureAwait(false);
        await snapshots.KeepAsync($"{run.Id}/end", known, CancellationToken.None).ConfigureAwait(false);
        var summary = $"a person brought the tree back to {to.Point}{(restored.Refused.Count == 0 ? "" : $", but for {TurnUndo.Names(restored.Refused)}, which changed since")}";
        ledger.SetTurnWork(row, after, summary, []);
        Stretches.EndAt(ledger, run.Id, known, clock);
        if (run.EndTree is not null)
        {
            ledger.SetEnd(run.Id, known);
        }

        BeginConversationsAnew(ledger, run, row.Number, to.Point);
        ledger.EndTurn(row, TurnState.Kept, summary, clock.GetUtcNow(), counted: false);
        new RunRecorder(ledger, run.Id, goal.Name, null, clock).Notice(null, $"Rolled back to {to.Point}: {TurnUndo.Names(restored.Restored)} {(restored.Restored.Count == 1 ? "is" : "are")} as then.");
        return new RolledBack(run.Id, to.Point, restored.Restored, restored.Refused) { PatchFile = patch };
    }

    // A paused conversation's turn is over with this: what it did is undone, or kept, by the rollback.
    private void CloseOpenTurn(RunLedger ledger, LedgerRun run)
    {
        if (RunRecovery.Unfinished(ledger, run.Id) is { } open)
        {
            ledger.EndTurn(open, TurnState.Interrupted, "interrupted; a person rolled the tree back", clock.GetUtcNow(), verdicts: open.Verdicts);
        }
    }

    // What was said relies on files that are no longer so, and a call that was under way must not be brought to its end.
    private void BeginConversationsAnew(RunLedger ledger, LedgerRun run, int turn, string point)
    {
        var steps = ledger.TranscriptAfter(run.Id, 0).Select(entry => entry.Step).Distinct();
        var why = TranscriptKinds.Of(TranscriptKinds.Anew, new Told($"a person brought the tree back to {point}"));
        ledger.AddTranscript([.. steps.Select(step => new LedgerEntry(run.Id, turn, step, clock.GetUtcNow(), why.Kind, why.Data))]);
    }

    private void RequireAtRest(RunLedger ledger, LedgerRun run)
    {
        var open = RunRecovery.Unfinished(ledger, run.Id);
        if (run.State == RunState.Running || open?.State == TurnState.Undoing)
        {
            throw Impossible($"Run {run.Id} was cut off{(open is null ? "" : $" in turn {open.Number}")}, and nobody knows what others changed since. 'dotnet goal resume' brings it to rest; pause it then, and roll back.");
        }

        if (run.Isolated && !Directory.Exists(run.Root))
        {
            throw Impossible($"Run {run.Id} worked in a copy of the tree, which is gone; yours is as it was. What the run changed is in '{PatchOf(run)}'.");
        }

        if (run.StartTree.Length == 0)
        {
            throw Impossible($"Run {run.Id} ended before it had begun; it changed nothing.");
        }
    }

    private static (string Tree, string Point) StateOf(RunLedger ledger, LedgerRun run, RollbackTarget target)
    {
        if (target.Turn is null)
        {
            var (best, number) = BestState.Of(ledger, run);
            return (best, NameOf(number));
        }

        if (target.Turn == 0)
        {
            return (run.StartTree, NameOf(0));
        }

        var turns = ledger.TurnsOf(run.Id);
        return turns.FirstOrDefault(turn => turn.Number == target.Turn) switch
        {
            null => throw Impossible($"Run {run.Id} has no turn {target.Word}; it has {(turns.Count == 0 ? "none" : turns.Count == 1 ? "turn 1 only" : $"turns 1 to {turns[^1].Number}")}. 'dotnet goal log' shows them."),
            { State: TurnState.Started } turn => throw Impossible($"Turn {turn.Number} of run {run.Id} is not over, so that there is no state after it. Name an earlier one, 'best' or 'start'."),
            // The tree of an idle turn, and of one that was undone, is as before it.
            { State: not TurnState.Kept } turn => (turn.Before, NameOf(turn.Number)),
            var turn => (turn.After ?? turn.Before, NameOf(turn.Number)),
        };
    }

    private static string NameOf(int turn) => turn == 0 ? "the start" : $"turn {turn}";

    private string PatchOf(LedgerRun run) => Path.Combine(RunFolders.OfGoal(workspace.StateDirectory, goal), run.Id, RunEnding.PatchFile);

    private static GoalFaultException Impossible(string message) => new(DiagnosticCatalogue.RollbackImpossible, message);
}
