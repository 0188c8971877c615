using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// What stands between "all clauses hold" and <see cref="RunOutcome.Met"/>: everything is verified once more with no
/// earlier verdict standing, on a tree that does not change meanwhile, and the whole difference from the start is held against the constraints.
/// It runs where the goal was worked on: in place, or in the isolated copy, which began without any output of earlier builds.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class FinalProof(RunContext context)
{
    /// <summary>Verifies everything anew.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether every clause holds.</returns>
    public async Task<bool> ProveAsync(CancellationToken cancellation)
    {
        var turns = context.Ledger.TurnsOf(context.Run);
        var last = turns.Count == 0 ? 0 : turns[^1].Number;
        for (var attempt = 1; ; attempt++)
        {
            var before = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
            var verdicts = await context.VerifyAsync(last, before, context.Stages[^1].Clauses, VerdictReuse.None, isFinal: true, cancellation).ConfigureAwait(false);
            if (verdicts.Count == 0 || verdicts.Any(verdict => verdict.Status != VerdictStatus.Holds))
            {
                return false;
            }

            var after = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
            if (before == after)
            {
                return true;
            }

            // What was verified is not what is there now; once more, on what is there now.
            if (attempt == 2)
            {
                var changes = await context.Snapshots.ChangesAsync(before, after, cancellation).ConfigureAwait(false);
                context.Recorder.Notice(null, $"Each verification changes the tree again: {TurnUndo.Names([.. changes.Select(change => change.Path)])}. The proof is of the tree as it was before.");
                return true;
            }
        }
    }

    /// <summary>The constraints that the difference from the start of the run breaks; what others changed while the run was interrupted set aside.</summary>
    /// <param name="end">Snapshot of the tree at the end.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task<IReadOnlyList<BrokenRule>> BrokenAsync(string end, CancellationToken cancellation)
    {
        var own = await new Stretches(context).OwnAsync(end).ConfigureAwait(false);
        var byTurns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var turn in context.Ledger.TurnsOf(context.Run).Where(turn => turn.State == TurnState.Kept && turn.After is not null))
        {
            byTurns.UnionWith((await context.Snapshots.ChangesAsync(turn.Before, turn.After!, cancellation).ConfigureAwait(false)).Select(change => change.Path));
        }

        var changes = await context.Snapshots.ChangesAsync(context.StartTree, end, cancellation).ConfigureAwait(false);
        return new SideEffects(context).Breaking(context.Stages[^1].Rules, [.. changes.Where(change => own.Contains(change.Path))], byTurns);
    }

    /// <summary>How a run ends whose clauses all hold, and whose tree breaks no constraint.</summary>
    public RunEnd Ended() => context.Goal.Reviews.Count == 0
        ? new RunEnd(RunOutcome.Met, null, "Every clause holds.")
        : new RunEnd(
            RunOutcome.WaitingForReview,
            DiagnosticCatalogue.WaitingForReview,
            $"Every clause holds, and waits for {string.Join(", ", context.Goal.Reviews.Select(review => $"'{review.By.Value}' ({review.Subject.Value})"))}. Sign off with 'dotnet goal approve'.");
}
