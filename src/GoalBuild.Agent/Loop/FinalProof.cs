using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>What the last proof came to.</summary>
/// <param name="Tree">Snapshot of the tree that is proved and is delivered; null where a clause does not hold.</param>
internal sealed record Proof(string? Tree)
{
    /// <summary>The verdicts of all clauses where some hold in the working tree only, to go on with; empty where none does.</summary>
    public ValueList<Verdict> Differing { get; init; } = [];

    /// <summary>What differs, in words; empty where nothing does.</summary>
    public string Difference { get; init; } = "";

    /// <summary>The tests that are lost although every clause holds, one rule for each.</summary>
    public ValueList<BrokenRule> Broken { get; init; } = [];
}

/// <summary>
/// What stands between "all clauses hold" and <see cref="RunOutcome.Met"/>: everything is restored, built and verified once more, with no earlier
/// verdict standing, in a clean checkout of the very tree that is delivered, in which files that no constraint lets change are as they were at the
/// start; and the whole difference from the start is held against the constraints.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class FinalProof(RunContext context)
{
    // What the first proof changes, such as generated code that was out of date, the second leaves as it is.
    private const int MostAttempts = 2;

    /// <summary>Verifies everything anew.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RunEndedException">A constraint is broken; or verifying changes the tree each time, so that what is proved is never what is there.</exception>
    public async Task<Proof> ProveAsync(CancellationToken cancellation)
    {
        var turns = context.Ledger.TurnsOf(context.Run);
        var last = turns.Count == 0 ? 0 : turns[^1].Number;
        for (var attempt = 1; ; attempt++)
        {
            var before = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
            EndIfBroken(await BrokenAsync(before, cancellation).ConfigureAwait(false));
            var (wanted, putBack) = await WithProtectedAsync(before, cancellation).ConfigureAwait(false);
            IReadOnlyList<FileChange> written;
            await using (var checkout = await ProofCheckout.MakeAsync(context, wanted, cancellation).ConfigureAwait(false))
            {
                var verdicts = await checkout.Context.VerifyAsync(last, before, context.Stages[^1].Clauses, VerdictReuse.None, isFinal: true, cancellation).ConfigureAwait(false);
                if (verdicts.Count == 0 || verdicts.Any(verdict => verdict.Status != VerdictStatus.Holds))
                {
                    return await new ProofDifference(context).OfAsync(last, before, verdicts, putBack, cancellation).ConfigureAwait(false);
                }

                if (await new KeptTests(context).LostAsync(verdicts, wanted, cancellation).ConfigureAwait(false) is { } lost)
                {
                    return lost;
                }

                written = await checkout.ChangesAsync(cancellation).ConfigureAwait(false);
            }

            var after = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
            var changes = await context.Snapshots.ChangesAsync(before, after, cancellation).ConfigureAwait(false);
            var unproved = changes.Count + written.Count == 0 ? [] : new SideEffects(context).Unexpected([.. changes, .. written], await OfTurnsAsync(cancellation).ConfigureAwait(false));
            if (unproved.Count == 0)
            {
                return new Proof(after);
            }

            // What was verified is not what is there now; once more, on what is there now.
            if (attempt == MostAttempts)
            {
                throw new RunEndedException(new RunEnd(
                    RunOutcome.Blocked,
                    DiagnosticCatalogue.Blocked,
                    $"Every clause holds, but each verification changes {TurnUndo.Names(unproved)} again, so that what was proved is not what is there. Let git ignore {(unproved.Count == 1 ? "it" : "them")}, or make the command leave {(unproved.Count == 1 ? "it" : "them")} alone, then 'dotnet goal resume'."));
            }

            if (written.Count > 0)
            {
                // What verifying makes in the checkout, it makes in the tree too, where it is delivered.
                await context.VerifyAsync(last, after, context.Stages[^1].Clauses, VerdictReuse.None, isFinal: false, cancellation).ConfigureAwait(false);
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
        var broken = new SideEffects(context).Breaking(context.Stages[^1].Rules, [.. changes.Where(change => own.Contains(change.Path))], byTurns);
        return [.. broken, .. await new ContentRules(context).BrokenByRunAsync(end, cancellation).ConfigureAwait(false)];
    }

    /// <summary>The files that the turns changed which were kept.</summary>
    /// <param name="cancellation">Kills git.</param>
    public async Task<HashSet<string>> OfTurnsAsync(CancellationToken cancellation)
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
    public RunEnd Ended(string proved)
    {
        // A signature is under a tree: whichever run came to it, it need not be asked for again.
        var approvals = context.Goal.Reviews.Count == 0 ? [] : Approval.Of(context.Ledger, context.Ledger.Run(context.Run)!.Goal, proved);
        var open = Approval.Open(context.Goal, approvals);
        return (open.Count == 0
            ? new RunEnd(RunOutcome.Met, null, SignOff.Summary(approvals, open) + Judged())
            : new RunEnd(RunOutcome.WaitingForReview, DiagnosticCatalogue.WaitingForReview, SignOff.Summary(approvals, open) + Judged())) with
        {
            Tree = proved,
        };
    }

    // An opinion is no proof, and whoever reads the result has to see which is which.
    private string Judged()
    {
        var judged = context.NewestVerdicts(context.Stages[^1]).Where(verdict => verdict.Judged).Select(verdict => $"'{verdict.Clause}'").ToList();
        return judged.Count == 0 ? "" : $" Judged by a model, not proved: {string.Join(", ", judged)}.";
    }

    private static void EndIfBroken(IReadOnlyList<BrokenRule> broken)
    {
        // Whoever ends the run names them all; to prove such a tree would cost a whole build, and prove nothing.
        if (broken.Count > 0)
        {
            throw new RunEndedException(new RunEnd(RunOutcome.ConstraintBroken, broken[0].Descriptor, broken[0].Message));
        }
    }

    // What no rule lets change is as it was at the start, by-products of verifying included, which break nothing and must prove nothing either.
    private async Task<(string Tree, IReadOnlyList<string> PutBack)> WithProtectedAsync(string tree, CancellationToken cancellation)
    {
        var start = await new Stretches(context).OwnStartAsync().ConfigureAwait(false);
        var changes = await context.Snapshots.ChangesAsync(start, tree, cancellation).ConfigureAwait(false);
        var paths = changes.Select(change => change.Path).Where(path => context.Stages[^1].Rules.Check(path) is not null).ToHashSet(StringComparer.Ordinal);
        return paths.Count == 0
            ? (tree, [])
            : (await context.Snapshots.ComposeAsync(tree, start, paths, cancellation).ConfigureAwait(false), [.. paths.Order(StringComparer.Ordinal)]);
    }
}
