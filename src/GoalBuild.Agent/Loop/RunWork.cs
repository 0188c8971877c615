using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>The work of a run from its first verification, or from where it was interrupted, to the last proof.</summary>
/// <param name="context">The run.</param>
/// <param name="undo">Undoes turns.</param>
internal sealed class RunWork(RunContext context, TurnUndo undo)
{
    // A clause that holds in the loop and fails in the last proof is flaky, or something that its verdict depends on is not seen.
    private const int MostProofs = 3;

    /// <summary>Works until the goal is met.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>How it ended, where every clause holds.</returns>
    /// <exception cref="RunEndedException">It ended otherwise.</exception>
    public async Task<RunEnd> WorkAsync(CancellationToken cancellation)
    {
        var pending = context.Resumed ? await new RunRecovery(context, undo).RecoverAsync().ConfigureAwait(false) : null;
        var walk = new LadderWalk(context, undo);
        if (pending is { After: not null })
        {
            await walk.JudgePendingAsync(context.StageOf(pending), pending, cancellation).ConfigureAwait(false);
            pending = null;
        }

        var final = new FinalProof(context);
        var proof = new Proof(Tree: null);
        for (var attempt = 1; attempt <= MostProofs; attempt++)
        {
            // A turn that is still open comes first; until it is over, nobody else works on the tree.
            var open = pending;
            pending = null;
            var first = open is not null ? context.StageOf(open) : proof.Differing.Count > 0 ? context.Stages[^1] : context.Stages[0];
            foreach (var stage in context.Stages.SkipWhile(stage => stage != first))
            {
                await WalkAsync(walk, stage, open, proof, cancellation).ConfigureAwait(false);
                open = null;
            }

            proof = await final.ProveAsync(cancellation).ConfigureAwait(false);
            if (proof.Tree is { } proved)
            {
                return final.Ended(proved);
            }
        }

        throw new RunEndedException(proof.Broken.Count > 0
            ? Lost(proof)
            : proof.Differing.Count > 0
            ? new RunEnd(RunOutcome.Stalled, DiagnosticCatalogue.ProofDiffers, $"The last proof failed {MostProofs} times. {proof.Difference} Bring what the clause needs into the tree, then 'dotnet goal resume'.")
            : new RunEnd(
                RunOutcome.Stalled,
                DiagnosticCatalogue.Stalled,
                $"The last proof, in which no earlier verdict stands, failed {MostProofs} times although every clause had held before it. A clause is flaky, or depends on something outside the tree; see the verdicts."));
    }

    // Where the last proof differed from the working tree, the ladder works on what it found; where it finds nothing to do, that difference is why the run ends.
    private static async Task WalkAsync(LadderWalk walk, Stage stage, LedgerTurn? open, Proof proof, CancellationToken cancellation)
    {
        try
        {
            await walk.WalkAsync(stage, open, proof.Differing, cancellation).ConfigureAwait(false);
        }
        catch (RunEndedException exception) when (proof.Differing.Count > 0 && exception.End.Outcome == RunOutcome.Stalled)
        {
            throw new RunEndedException(proof.Broken.Count > 0 ? Lost(proof) : exception.End with
            {
                Descriptor = DiagnosticCatalogue.ProofDiffers,
                Message = $"{proof.Difference} No executor mended that: bring what the clause needs into the tree, or let a command of the goal make it, then 'dotnet goal resume'.",
            });
        }
    }

    private static RunEnd Lost(Proof proof) => new(
        RunOutcome.ConstraintBroken,
        DiagnosticCatalogue.TestLost,
        $"{proof.Difference} 'keep tests' is on by default: let them run again, or name their files in 'allow test removal', then 'dotnet goal resume'.")
    {
        Broken = proof.Broken,
    };
}
