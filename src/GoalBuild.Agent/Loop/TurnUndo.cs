using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// Undoes turns, file by file. What is undone is kept as a patch in the run's folder first. Files that somebody else changed
/// meanwhile are left alone. All of it can be done again after a crash in the middle, to the same end.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class TurnUndo(RunContext context)
{
    /// <summary>Undoes a turn that was judged.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="expected">Snapshot of the tree as it should be now.</param>
    /// <param name="code">The code of the constraint that it broke, or null where fewer clauses hold.</param>
    /// <param name="reason">Why; one line.</param>
    /// <exception cref="RunEndedException">Files could not be put back, because they changed since.</exception>
    public async Task JudgedAsync(LedgerTurn turn, string expected, string? code, string reason)
    {
        await context.Snapshots.KeepAsync($"{context.Run}/{turn.Number}-after", expected, CancellationToken.None).ConfigureAwait(false);
        context.Ledger.BeginUndo(turn, expected, reason, code);
        await FinishAsync(turn with { After = expected, Summary = reason, Code = code }, turn.Summary).ConfigureAwait(false);
    }

    /// <summary>Undoes, or goes on undoing, a turn whose row says so.</summary>
    /// <param name="turn">The turn, as the ledger has it.</param>
    /// <param name="summary">What the executor said.</param>
    public async Task FinishAsync(LedgerTurn turn, string summary)
    {
        // Not to be cancelled: half an undo is worse than a moment more.
        var changes = await context.Snapshots.ChangesAsync(turn.Before, turn.After!, CancellationToken.None).ConfigureAwait(false);
        var files = changes.Select(change => change.Path).ToValueList();
        await context.Snapshots.WritePatchAsync(turn.Before, turn.After!, Path.Combine(context.Evidence, $"turn-{turn.Number}-undone.patch"), CancellationToken.None).ConfigureAwait(false);
        var restored = await context.Snapshots.RestoreAsync(turn.Before, turn.After!, null, CancellationToken.None).ConfigureAwait(false);
        context.Ledger.EndTurn(turn, TurnState.Undone, turn.Summary, context.Clock.GetUtcNow(), turn.Code);
        context.Recorder.Add(turn.Number, new TurnUndone(context.Recorder.Goal, turn.Number, turn.Executor, summary, turn.Code, turn.Summary, files));
        if (restored.Refused.Count > 0)
        {
            throw new RunEndedException(new RunEnd(
                RunOutcome.Blocked,
                DiagnosticCatalogue.RestoreRefused,
                $"Turn {turn.Number} was undone, but for {Names(restored.Refused)}, which changed since. Compare with turn-{turn.Number}-undone.patch in '{context.Evidence}', put right what is wrong, then 'dotnet goal resume'."));
        }
    }

    /// <summary>Undoes a turn in which the executor was stopped, or died.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="how">What happened to it, for its summary.</param>
    /// <param name="lastAlive">When the process that took it was last alive; files that changed later are the user's and stay. Null where this process took it, or found what others had changed before it judged it.</param>
    public async Task InterruptedAsync(LedgerTurn turn, string how, DateTimeOffset? lastAlive)
    {
        var now = await context.Snapshots.TakeAsync($"{context.Run}/{turn.Number}-interrupted", CancellationToken.None).ConfigureAwait(false);
        var changes = await context.Snapshots.ChangesAsync(turn.Before, now, CancellationToken.None).ConfigureAwait(false);
        var kept = lastAlive is null ? [] : FileTimes.Later(context.Workspace, changes, lastAlive.Value).ToList();
        var own = changes.Select(change => change.Path).Except(kept, StringComparer.Ordinal).ToList();
        var patch = "";
        if (changes.Count > 0)
        {
            patch = FreePath($"turn-{turn.Number}-interrupted");
            await context.Snapshots.WritePatchAsync(turn.Before, now, patch, CancellationToken.None).ConfigureAwait(false);
        }

        var restored = await context.Snapshots.RestoreAsync(turn.Before, now, own, CancellationToken.None).ConfigureAwait(false);
        kept.AddRange(restored.Refused);
        context.Ledger.EndTurn(turn, TurnState.Interrupted, how, context.Clock.GetUtcNow());
        if (changes.Count > 0)
        {
            context.Recorder.Notice(null, $"Turn {turn.Number} was {how}; what it had changed ({Names(own)}) was undone, and is kept in '{patch}'.");
        }

        if (kept.Count > 0)
        {
            context.Recorder.Notice(DiagnosticCatalogue.RestoreRefused, $"{Names(kept)} changed after the interruption, and stayed as {(kept.Count == 1 ? "it is" : "they are")}.");
        }
    }

    /// <summary>Names of files for a message: the first few, and how many more.</summary>
    /// <param name="paths">The files.</param>
    public static string Names(IReadOnlyCollection<string> paths)
    {
        const int Shown = 5;
        var names = string.Join(", ", paths.Take(Shown).Select(path => $"'{path}'"));
        return paths.Count == 0 ? "nothing" : paths.Count > Shown ? $"{names} and {paths.Count - Shown} more" : names;
    }

    private string FreePath(string name)
    {
        var path = Path.Combine(context.Evidence, $"{name}.patch");
        for (var i = 2; File.Exists(path); i++)
        {
            path = Path.Combine(context.Evidence, $"{name}-{i}.patch");
        }

        return path;
    }
}
