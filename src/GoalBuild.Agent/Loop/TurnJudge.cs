using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>What became of a turn.</summary>
/// <param name="IsKept">Whether what it changed stays.</param>
/// <param name="Verdicts">The verdicts after it; where it was undone, those of the tree that it left.</param>
/// <param name="Tree">Snapshot of the tree as it is now.</param>
internal sealed record Judgement(bool IsKept, ValueList<Verdict> Verdicts, string Tree);

/// <summary>Decides whether what a turn changed stays: no constraint may be broken, and no fewer clauses may hold, unless the turn is one of a conversation, whose way may lead through worse.</summary>
/// <param name="context">The run.</param>
/// <param name="undo">Undoes what may not stay.</param>
internal sealed class TurnJudge(RunContext context, TurnUndo undo)
{
    /// <summary>Judges a turn that changed the tree.</summary>
    /// <param name="stage">The part of the run.</param>
    /// <param name="turn">The turn, with the snapshot that its executor left.</param>
    /// <param name="cancellation">Stops the verification; the turn is then judged when the run is resumed.</param>
    public async Task<Judgement> JudgeAsync(Stage stage, LedgerTurn turn, CancellationToken cancellation)
    {
        var after = turn.After!;
        var changes = await context.Snapshots.ChangesAsync(turn.Before, after, cancellation).ConfigureAwait(false);
        var broken = stage.Rules.Check(changes.Select(change => change.Path));
        if (broken.Count == 0)
        {
            broken = await new ContentRules(context).BrokenByTurnAsync(stage, turn.Before, after, cancellation).ConfigureAwait(false);
        }

        if (broken.Count > 0)
        {
            return await UndoneAsync(turn, after, broken).ConfigureAwait(false);
        }

        var verdicts = await context.VerifyAsync(turn.Number, after, stage.Clauses, VerdictReuse.All, isFinal: false, cancellation).ConfigureAwait(false);

        // What the turn wrote may make the clauses' own commands write where nothing may change.
        var now = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
        var aside = await new SideEffects(context).BreakingAsync(stage, after, now, cancellation).ConfigureAwait(false);
        if (aside.Count > 0)
        {
            return await UndoneAsync(turn, now, aside).ConfigureAwait(false);
        }

        var holding = verdicts.Count(verdict => verdict.Status == VerdictStatus.Holds);
        if (holding < turn.HoldingBefore && !context.Ladder.IsConversation(turn.Step))
        {
            await undo.JudgedAsync(turn, now, null, $"fewer clauses held after it: {holding} instead of {turn.HoldingBefore}").ConfigureAwait(false);
            return new Judgement(false, verdicts, turn.Before);
        }

        context.Ledger.EndTurn(turn, TurnState.Kept, turn.Summary, context.Clock.GetUtcNow(), verdicts: VerdictHash.Of(verdicts));
        context.Recorder.Add(turn.Number, new TurnKept(
            context.Recorder.Goal, turn.Number, turn.Executor, turn.Summary, changes.Select(change => change.Path).ToValueList(), holding, verdicts.Count(verdict => verdict.Constraint is null)));
        return new Judgement(true, verdicts, now);
    }

    private async Task<Judgement> UndoneAsync(LedgerTurn turn, string now, IReadOnlyList<BrokenRule> broken)
    {
        var more = broken.Count == 1 ? "" : $" ({broken.Count - 1} more)";
        await undo.JudgedAsync(turn, now, broken[0].Descriptor.Code, $"{broken[0].Message}{more}").ConfigureAwait(false);
        return new Judgement(false, [], turn.Before);
    }
}
