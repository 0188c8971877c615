using GoalBuild.Agent.Executors;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// Lets the ladder work until the clauses of a stage hold. After each turn that brought verdicts not seen before in this run, the
/// cheapest step is asked again, because a repair uncovers work for the steps below it. A turn that brought nothing new does not
/// start the ladder over, so it ends: with every clause holding, with no step left, or with the budget. A conversation in which nothing
/// moves is told so first, then begun anew from the best state, before its step is given up.
/// </summary>
internal sealed class LadderWalk
{
    // A step that keeps changing files while the verdicts stay the same is given up: a generator that stamps the time would never end.
    private const int Patience = 3;

    private readonly RunContext _context;
    private readonly TurnTaker _taker;
    private readonly TurnJudge _judge;
    private readonly HashSet<string> _seen;
    private readonly TurnNotes _notes;
    private readonly StallWatch _stalls;
    private readonly List<string> _failures = [];

    // What this process has verified itself, it need not verify again while nothing changes; what failed in an earlier one is tried again.
    private VerdictReuse _reuse;

    /// <summary>Makes a walk.</summary>
    /// <param name="context">The run.</param>
    /// <param name="undo">Undoes turns.</param>
    public LadderWalk(RunContext context, TurnUndo undo)
    {
        _context = context;
        _taker = new TurnTaker(context, undo);
        _judge = new TurnJudge(context, undo);
        _reuse = context.Reuse;
        _seen = context.Ledger.TurnsOf(context.Run).Select(turn => turn.Verdicts).ToHashSet(StringComparer.Ordinal);
        _notes = new TurnNotes(context);
        _stalls = new StallWatch(context.Ledger.TurnsOf(context.Run));
    }

    /// <summary>Judges a turn whose executor had finished when the run was interrupted.</summary>
    /// <param name="stage">The part of the run that it belongs to.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task JudgePendingAsync(Stage stage, LedgerTurn turn, CancellationToken cancellation)
    {
        if (turn.After == turn.Before)
        {
            EndIdle(turn, new TurnResult(TurnEnd.Worked, turn.Summary));
            return;
        }

        await _judge.JudgeAsync(stage, turn, cancellation).ConfigureAwait(false);
        _reuse = VerdictReuse.All;
    }

    /// <summary>Works until every clause of the stage holds.</summary>
    /// <param name="stage">The part of the run.</param>
    /// <param name="open">A turn of a conversation that was interrupted, to go on with; or null.</param>
    /// <param name="found">The verdicts to begin with, where verifying the tree as it is would not show them; else empty.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RunEndedException">It ended otherwise.</exception>
    public async Task WalkAsync(Stage stage, LedgerTurn? open, ValueList<Verdict> found, CancellationToken cancellation)
    {
        var verdicts = open is not null ? _context.NewestVerdicts(stage) : found.Count > 0 ? found : await BeginAsync(stage, cancellation).ConfigureAwait(false);
        var position = open is null ? 0 : _context.Ladder.PositionOf(open.Step);
        var fruitless = 0;
        while (open is not null || verdicts.Count == 0 || verdicts.Any(verdict => verdict.Status != VerdictStatus.Holds))
        {
            cancellation.ThrowIfCancellationRequested();
            if (_context.Budget.Spent(stage, isInTurn: open is not null) is { } spent)
            {
                throw new RunEndedException(new RunEnd(RunOutcome.BudgetSpent, DiagnosticCatalogue.BudgetSpent, $"The budget is spent: {spent}. Raise the cap in 'budget', or give more with 'dotnet goal resume --budget', then resume."));
            }

            if (position >= _context.Ladder.Steps.Count)
            {
                throw new RunEndedException(Stall.Of(verdicts, _context.Ladder, _failures));
            }

            var step = _context.Ladder.Steps[position];
            if (open is null && _context.Budget.Spent(step) is { } share)
            {
                Finish(step, null, $"it has spent its share of the budget: {share}");
                position++;
                continue;
            }

            if (open is null && step.Executor.IsConversation && _stalls.AnswerFor(step) is var answer and (StallAnswer.NextStep or StallAnswer.BeginAnew))
            {
                if (answer == StallAnswer.NextStep)
                {
                    Finish(step, null, $"{_stalls.StillTurns(step)} turns in a row brought nothing new, neither after it was told nor from the best state");
                    position++;
                    continue;
                }

                verdicts = await GoBackAsync(stage, verdicts, cancellation).ConfigureAwait(false);
            }

            var before = open?.Before ?? await _context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
            var aid = step.Executor.IsConversation ? await _notes.OfAsync(step, verdicts, _stalls, cancellation).ConfigureAwait(false) : TurnAid.None;
            var taken = open is null
                ? await _taker.TakeAsync(stage, step, before, verdicts, aid, cancellation).ConfigureAwait(false)
                : await _taker.GoOnAsync(stage, step, open, verdicts, aid, cancellation).ConfigureAwait(false);
            open = null;
            if (taken is not var (turn, result))
            {
                if (_context.Budget.Spent(stage) is null)
                {
                    Finish(step, null, "its time ran out in the middle of a turn, which was undone");
                    position++;
                }

                continue;
            }

            var progress = false;
            if (turn.After == before)
            {
                EndIdle(turn, result);
                fruitless += result.Attempts.Count == 0 ? 1 : 0;
            }
            else
            {
                var judgement = await _judge.JudgeAsync(stage, turn, cancellation).ConfigureAwait(false);
                verdicts = judgement.IsKept ? judgement.Verdicts : verdicts;
                progress = judgement.IsKept && _seen.Add(VerdictHash.Of(verdicts));
                fruitless += judgement.IsKept || result.Attempts.Count == 0 ? 1 : 0;
            }

            if (result.End == TurnEnd.Blocked)
            {
                throw new RunEndedException(new RunEnd(RunOutcome.Blocked, DiagnosticCatalogue.Blocked, $"{step.Executor.Name} cannot go on: {result.Summary}. Remove the obstacle, then 'dotnet goal resume'."));
            }

            if (result.End == TurnEnd.Spent && verdicts.Any(verdict => verdict.Status != VerdictStatus.Holds))
            {
                if (_context.Budget.IsShort(step, stage))
                {
                    Finish(step, null, $"it has spent its share of the budget: {result.Summary}");
                    position++;
                    continue;
                }

                throw new RunEndedException(new RunEnd(RunOutcome.BudgetSpent, DiagnosticCatalogue.BudgetSpent, $"The budget is spent: {result.Summary}. Raise the cap in 'budget', or give more with 'dotnet goal resume --budget', then resume."));
            }

            if (result.End == TurnEnd.Failed)
            {
                _failures.Add($"{step.Executor.Name}: {result.Summary.TrimEnd('.')}");
            }

            _stalls.Add(step, progress, result.IsStuck);
            if (progress)
            {
                position = 0;
                fruitless = 0;
            }
            else if (result.End != TurnEnd.Worked || (fruitless >= Patience && !step.Executor.IsConversation))
            {
                Finish(step, result.End == TurnEnd.Failed ? DiagnosticCatalogue.ExecutorFailed.Code : null, result.End == TurnEnd.Worked ? $"{Patience} turns in a row changed no verdict" : result.Summary);
                position++;
                fruitless = 0;
            }
        }
    }

    private async Task<ValueList<Verdict>> GoBackAsync(Stage stage, ValueList<Verdict> verdicts, CancellationToken cancellation) =>
        await new BestState(_context).GoBackAsync(cancellation).ConfigureAwait(false) is { } back
            ? await _context.VerifyAsync(back.Number, back.After!, stage.Clauses, VerdictReuse.All, isFinal: false, cancellation).ConfigureAwait(false)
            : verdicts;

    private async Task<ValueList<Verdict>> BeginAsync(Stage stage, CancellationToken cancellation)
    {
        var turns = _context.Ledger.TurnsOf(_context.Run);
        var last = turns.Count == 0 ? 0 : turns[^1].Number;
        var tree = await _context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
        try
        {
            var verdicts = await _context.VerifyAsync(last, tree, stage.Clauses, _reuse, isFinal: false, cancellation).ConfigureAwait(false);
            _reuse = VerdictReuse.All;
            _seen.Add(VerdictHash.Of(verdicts));
            if (last == 0)
            {
                await _context.Start.RecordAsync(_context, verdicts, cancellation).ConfigureAwait(false);
                Preflight.EndIfContradictory(_context);
            }

            return verdicts;
        }
        finally
        {
            // However far it came: no executor can be blamed for it.
            if (last == 0)
            {
                var now = await _context.Snapshots.TakeAsync(null, CancellationToken.None).ConfigureAwait(false);
                await new SideEffects(_context).NoteAsync(tree, now, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void EndIdle(LedgerTurn turn, TurnResult result)
    {
        // To say that there is nothing to do costs nothing; to have worked without effect does.
        _context.Ledger.EndTurn(turn, TurnState.Idle, result.Summary, _context.Clock.GetUtcNow(), counted: result.End == TurnEnd.Worked);
        _context.Recorder.Add(turn.Number, new TurnIdle(_context.Recorder.Goal, turn.Number, turn.Executor, result.Summary));
    }

    private void Finish(LadderStep step, string? code, string reason) =>
        _context.Recorder.Add(0, new StepFinished(_context.Recorder.Goal, step.Executor.Name, code, reason));
}
