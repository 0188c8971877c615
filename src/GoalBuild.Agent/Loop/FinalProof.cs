using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// What stands between "all clauses hold" and <see cref="RunOutcome.Met"/>: everything is verified once more with no
/// earlier verdict standing, on the very tree that is delivered, and the whole difference from the start is held against the constraints.
/// It runs where the goal was worked on: in place, or in the isolated copy, which began without any output of earlier builds.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class FinalProof(RunContext context)
{
    // What the first proof changes, such as generated code that was out of date, the second leaves as it is.
    private const int MostAttempts = 2;

    /// <summary>Verifies everything anew.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Snapshot of the tree that is proved, or null where a clause does not hold.</returns>
    /// <exception cref="RunEndedException">Verifying changes the tree each time, so that what is proved is never what is there.</exception>
    public async Task<string?> ProveAsync(CancellationToken cancellation)
    {
        var turns = context.Ledger.TurnsOf(context.Run);
        var last = turns.Count == 0 ? 0 : turns[^1].Number;
        for (var attempt = 1; ; attempt++)
        {
            var before = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
            var verdicts = await context.VerifyAsync(last, before, context.Stages[^1].Clauses, VerdictReuse.None, isFinal: true, cancellation).ConfigureAwait(false);
            if (verdicts.Count == 0 || verdicts.Any(verdict => verdict.Status != VerdictStatus.Holds))
            {
                return null;
            }

            var after = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
            var changes = await context.Snapshots.ChangesAsync(before, after, cancellation).ConfigureAwait(false);
            var unproved = changes.Count == 0 ? [] : new SideEffects(context).Unexpected(changes, await OfTurnsAsync(cancellation).ConfigureAwait(false));
            if (unproved.Count == 0)
            {
                return after;
            }

            // What was verified is not what is there now; once more, on what is there now.
            if (attempt == MostAttempts)
            {
                throw new RunEndedException(new RunEnd(
                    RunOutcome.Blocked,
                    DiagnosticCatalogue.Blocked,
                    $"Every clause holds, but each verification changes {TurnUndo.Names(unproved)} again, so that what was proved is not what is there. Let git ignore {(unproved.Count == 1 ? "it" : "them")}, or make the command leave {(unproved.Count == 1 ? "it" : "them")} alone, then 'dotnet goal resume'."));
            }
        }
    }

    /// <summary>The constraints that the difference from the start of the run breaks; what others changed while the run was interrupted set aside.</summary>
    /// <param name="end">Snapshot of the tree at the end.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task<IReadOnlyList<BrokenRule>> BrokenAsync(string end, CancellationToken cancellation)
    {
        var own = await new Stretches(context).OwnAsync(end).ConfigureAwait(false);
        var byTurns = await OfTurnsAsync(cancellation).ConfigureAwait(false);
        var changes = await context.Snapshots.ChangesAsync(context.StartTree, end, cancellation).ConfigureAwait(false);
        return new SideEffects(context).Breaking(context.Stages[^1].Rules, [.. changes.Where(change => own.Contains(change.Path))], byTurns);
    }

    private async Task<HashSet<string>> OfTurnsAsync(CancellationToken cancellation)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var turn in context.Ledger.TurnsOf(context.Run).Where(turn => turn.State == TurnState.Kept && turn.After is not null))
        {
            paths.UnionWith((await context.Snapshots.ChangesAsync(turn.Before, turn.After!, cancellation).ConfigureAwait(false)).Select(change => change.Path));
        }

        return paths;
    }

    /// <summary>How a run ends whose clauses all hold, and whose tree breaks no constraint.</summary>
    /// <param name="proved">Snapshot of the tree that was proved.</param>
    public RunEnd Ended(string proved) => context.Goal.Reviews.Count == 0
        ? new RunEnd(RunOutcome.Met, null, "Every clause holds.") { Tree = proved }
        : new RunEnd(
            RunOutcome.WaitingForReview,
            DiagnosticCatalogue.WaitingForReview,
            $"Every clause holds, and waits for {string.Join(", ", context.Goal.Reviews.Select(review => $"'{review.By.Value}' ({review.Subject.Value})"))}. Signing off, with 'dotnet goal approve', comes in a later version; until then take 'review' out of the goal once that is done.")
        {
            Tree = proved,
        };
}
