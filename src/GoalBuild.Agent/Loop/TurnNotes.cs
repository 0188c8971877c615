using System.Globalization;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What a conversation has to be told before its next turn, besides the verdicts: what became of its last one, what others did, what repeats itself.</summary>
/// <param name="context">The run.</param>
internal sealed class TurnNotes(RunContext context)
{
    private readonly Dictionary<int, ValueList<Verdict>> _told = [];
    private bool _isFirst = true;

    /// <summary>What a step is to be told.</summary>
    /// <param name="step">The step.</param>
    /// <param name="verdicts">The newest verdicts, which it is told as well.</param>
    /// <param name="stalls">What repeats itself.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task<TurnAid> OfAsync(LadderStep step, ValueList<Verdict> verdicts, StallWatch stalls, CancellationToken cancellation)
    {
        var notes = new List<string>();
        if (_isFirst && context.Resumed && new Stretches(context).Others() is { Count: > 0 } others)
        {
            notes.Add($"While the run was interrupted, others changed {TurnUndo.Names(others)}. Read again what you rely on.");
        }

        _isFirst = false;
        var turns = context.Ledger.TurnsOf(context.Run);
        var own = turns.Where(turn => turn.Step == step.Index && turn.EndedAt is not null).ToList();
        if (own is [.., { State: TurnState.Undone } undone])
        {
            notes.Add($"Your last turn was undone, all of it: {undone.Summary.TrimEnd('.')}.{(undone.Code is null ? "" : $" ({undone.Code})")} The tree is as it was before that turn. Reach the goal another way.");
        }

        var since = own.Count == 0 ? 0 : own[^1].Number;
        foreach (var turn in turns.Where(turn => turn.Number > since && turn.Step >= 0 && turn.Step != step.Index && turn is { State: TurnState.Kept, After: not null }))
        {
            var changes = await context.Snapshots.ChangesAsync(turn.Before, turn.After!, cancellation).ConfigureAwait(false);
            notes.Add($"Meanwhile {turn.Executor} changed {TurnUndo.Names([.. changes.Select(change => change.Path)])}: {turn.Summary}.");
        }

        var answer = stalls.AnswerFor(step);
        if (answer == StallAnswer.Nudge)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"Your last {stalls.StillTurns(step)} turns brought no verdict that was not there before{Swing(own)}. More of the same will not help: find out why, with the narrowest check, and take another way."));
        }
        else if (answer == StallAnswer.BeginAnew)
        {
            notes.Add(Tried(own, stalls.StillTurns(step)));
        }

        var told = _told.GetValueOrDefault(step.Index) ?? [];
        _told[step.Index] = verdicts;
        return new TurnAid(notes, told, answer == StallAnswer.BeginAnew);
    }

    private static string Swing(List<LedgerTurn> own) =>
        own.Count >= 4 && own[^1].After == own[^3].After && own[^2].After == own[^4].After && own[^1].After != own[^2].After
            ? "; the tree swings between two states"
            : "";

    private static string Tried(List<LedgerTurn> own, int count)
    {
        var tried = own.TakeLast(count).Where(turn => turn.Summary.Length > 0).Select(turn => $"- {turn.Summary}").Distinct().ToList();
        return $"An earlier attempt came to a standstill; the tree is back at its best state, and this is a new conversation. What was tried without success:\n{(tried.Count == 0 ? "- nothing that was said" : string.Join('\n', tried))}\nTake another way.";
    }
}
