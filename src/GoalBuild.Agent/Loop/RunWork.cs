using GoalBuild.Language.Diagnostics;

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

        var proof = new FinalProof(context);
        for (var attempt = 1; attempt <= MostProofs; attempt++)
        {
            // A turn that is still open comes first; until it is over, nobody else works on the tree.
            var open = pending;
            pending = null;
            var first = open is null ? context.Stages[0] : context.StageOf(open);
            foreach (var stage in context.Stages.SkipWhile(stage => stage != first))
            {
                await walk.WalkAsync(stage, open, cancellation).ConfigureAwait(false);
                open = null;
            }

            if (await proof.ProveAsync(cancellation).ConfigureAwait(false) is { } proved)
            {
                return proof.Ended(proved);
            }
        }

        throw new RunEndedException(new RunEnd(
            RunOutcome.Stalled,
            DiagnosticCatalogue.Stalled,
            $"The last proof, in which no earlier verdict stands, failed {MostProofs} times although every clause had held before it. A clause is flaky, or depends on something outside the tree; see the verdicts."));
    }
}
