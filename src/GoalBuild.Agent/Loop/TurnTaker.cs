using GoalBuild.Agent.Executors;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Loop;

/// <summary>Lets an executor take one turn: a snapshot and a row in the ledger come first, and another snapshot when it is done.</summary>
/// <param name="context">The run.</param>
/// <param name="undo">Undoes a turn that was interrupted.</param>
internal sealed class TurnTaker(RunContext context, TurnUndo undo)
{
    /// <summary>Takes a turn.</summary>
    /// <param name="stage">The part of the run.</param>
    /// <param name="step">The step of the ladder.</param>
    /// <param name="before">Snapshot of the tree as it is.</param>
    /// <param name="verdicts">The newest verdicts.</param>
    /// <param name="aid">What a conversation is told.</param>
    /// <param name="cancellation">Stops the executor. What it did is then undone; the turn of a conversation stays open, for a resume to go on with.</param>
    /// <returns>The turn and what the executor says; null where the time of the step, or of the phase, ran out.</returns>
    /// <exception cref="RunEndedException">It changed what no snapshot holds and no turn may change.</exception>
    public async Task<(LedgerTurn Turn, TurnResult Result)?> TakeAsync(Stage stage, LadderStep step, string before, ValueList<Verdict> verdicts, TurnAid aid, CancellationToken cancellation)
    {
        var earlier = context.Ledger.TurnsOf(context.Run);
        var row = new LedgerTurn(context.Run, (earlier.Count == 0 ? 0 : earlier[^1].Number) + 1, step.Index, step.Executor.Name, TurnState.Started, before, context.Clock.GetUtcNow())
        {
            Phase = stage.Name,
            HoldingBefore = verdicts.Count(verdict => verdict.Status == VerdictStatus.Holds),
        };
        var watch = new TurnWatch(context, stage.Rules);
        await watch.BeginAsync(cancellation).ConfigureAwait(false);
        await context.Snapshots.KeepAsync($"{context.Run}/{row.Number}-before", before, cancellation).ConfigureAwait(false);
        context.Ledger.BeginTurn(row);
        return await WorkAsync(stage, step, row, watch, verdicts, aid, goesOn: false, cancellation).ConfigureAwait(false);
    }

    /// <summary>Goes on with a turn of a conversation that was interrupted.</summary>
    /// <param name="stage">The part of the run.</param>
    /// <param name="step">The step of the ladder.</param>
    /// <param name="row">The turn.</param>
    /// <param name="verdicts">The newest verdicts.</param>
    /// <param name="aid">What the conversation is told.</param>
    /// <param name="cancellation">As for <see cref="TakeAsync"/>.</param>
    /// <returns>As <see cref="TakeAsync"/>.</returns>
    public async Task<(LedgerTurn Turn, TurnResult Result)?> GoOnAsync(Stage stage, LadderStep step, LedgerTurn row, ValueList<Verdict> verdicts, TurnAid aid, CancellationToken cancellation)
    {
        var watch = new TurnWatch(context, stage.Rules);
        await watch.BeginAsync(cancellation).ConfigureAwait(false);
        return await WorkAsync(stage, step, row, watch, verdicts, aid, goesOn: true, cancellation).ConfigureAwait(false);
    }

    private async Task<(LedgerTurn Turn, TurnResult Result)?> WorkAsync(
        Stage stage, LadderStep step, LedgerTurn row, TurnWatch watch, ValueList<Verdict> verdicts, TurnAid aid, bool goesOn, CancellationToken cancellation)
    {
        context.Recorder.Add(row.Number, new TurnStarted(context.Recorder.Goal, row.Number, row.Executor));
        var earlier = context.Ledger.TurnsOf(context.Run).Where(other => other.Number < row.Number);
        var turn = new Turn(row.Number, context.Workspace, context.Goal, context.Source.Path, verdicts, new TurnRelay(context.Recorder, row.Number))
        {
            Forbids = stage.Rules.Forbids,
            IsProtected = path => stage.Rules.CheckUnseen(path) is not null,
            Tried = earlier.Where(other => other.Before == row.Before && other.Step == step.Index).SelectMany(other => other.Attempts).ToHashSet(StringComparer.Ordinal),
            Host = new TurnHost(context, stage, step, row.Number) { GoesOn = goesOn, BeginsAnew = aid.BeginsAnew, Notes = aid.Notes, Earlier = aid.Earlier },
        };
        using var limit = context.Budget.TimeLeftOf(step, stage) is { } left ? new CancellationTokenSource(left, context.Clock) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        TurnResult result;
        try
        {
            result = await step.Executor.TakeTurnAsync(turn, either.Token).ConfigureAwait(false);
            either.Token.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested && step.Executor.IsConversation)
        {
            // What a conversation did was paid for. It goes on when the run is resumed; where only its own time is over, it is judged as far as it came.
            cancellation.ThrowIfCancellationRequested();
            result = new TurnResult(TurnEnd.Worked, "its time ran out in the middle of the turn");
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            await undo.InterruptedAsync(row, "interrupted", null).ConfigureAwait(false);
            EndIfBroken(row, await watch.BrokenAsync().ConfigureAwait(false));
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or Language.Diagnostics.GoalFaultException))
        {
            // An executor that breaks must not take the run with it; the next step may do better.
            result = new TurnResult(TurnEnd.Failed, $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
        }

        // Whatever an executor says of itself goes into the ledger, and from there into reports: another program may have printed the key that it was given.
        result = result with { Summary = SecretMask.OfEnvironment().Apply(result.Summary) };

        // From here on the executor's work is done: a cancellation may stop what follows, and a resume then judges it.
        var after = await context.Snapshots.TakeAsync($"{context.Run}/{row.Number}-after", CancellationToken.None).ConfigureAwait(false);
        context.Ledger.SetTurnWork(row, after, result.Summary, result.Attempts);
        row = row with { After = after, Summary = result.Summary, Attempts = result.Attempts };
        var broken = await watch.BrokenAsync().ConfigureAwait(false);
        if (broken.Count > 0)
        {
            await undo.JudgedAsync(row, after, broken[0].Descriptor.Code, broken[0].Message).ConfigureAwait(false);
        }

        EndIfBroken(row, broken);
        return (row, result);
    }

    private static void EndIfBroken(LedgerTurn turn, IReadOnlyList<BrokenRule> broken)
    {
        if (broken.Count > 0)
        {
            throw new RunEndedException(TurnWatch.End(turn.Number, turn.Executor, broken));
        }
    }

    private sealed class TurnRelay(RunRecorder recorder, int turn) : IProgress<string>
    {
        public void Report(string value) => recorder.Tell(new TurnProgressed(recorder.Goal, turn, value));
    }
}
