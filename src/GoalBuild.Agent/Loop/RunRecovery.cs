using System.Globalization;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>Brings the tree of a run that was killed to the end of a turn.</summary>
/// <param name="context">The run.</param>
/// <param name="undo">Undoes turns.</param>
internal sealed class RunRecovery(RunContext context, TurnUndo undo)
{
    private const string Kind = "Crashed";

    /// <summary>Records when a run that was killed was last alive, before the one that goes on with it tells that it is alive itself.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    /// <param name="lastAlive">When it was last alive; or null where it was killed before it could tell.</param>
    public static void Note(RunLedger ledger, LedgerRun run, DateTimeOffset? lastAlive)
    {
        // Of several crashes in one turn the first counts: what changed after it, changed the user.
        if (Unfinished(ledger, run.Id) is { } turn && CrashOf(ledger, turn) is null)
        {
            ledger.AddEvent(new LedgerEvent(run.Id, turn.Number, lastAlive ?? turn.StartedAt, Kind, "{}"));
        }
    }

    /// <summary>Undoes what a killed executor left half done, and goes on undoing what was being undone.</summary>
    /// <returns>A turn whose executor had finished and that still is to be judged; or null.</returns>
    public async Task<LedgerTurn?> RecoverAsync()
    {
        if (Unfinished(context.Ledger, context.Run) is not { } turn)
        {
            return null;
        }

        if (turn.State == TurnState.Undoing)
        {
            await undo.FinishAsync(turn, "interrupted while it was being undone").ConfigureAwait(false);
            return null;
        }

        if (turn.After is not null)
        {
            return turn;
        }

        var crash = CrashOf(context.Ledger, turn);
        await undo.InterruptedAsync(turn, crash is null ? "interrupted" : string.Create(CultureInfo.InvariantCulture, $"cut off at {crash:HH:mm:ss} UTC"), crash).ConfigureAwait(false);
        return null;
    }

    private static LedgerTurn? Unfinished(RunLedger ledger, string run) =>
        ledger.TurnsOf(run) is [.., { State: TurnState.Started or TurnState.Undoing } turn] ? turn : null;

    private static DateTimeOffset? CrashOf(RunLedger ledger, LedgerTurn turn) =>
        ledger.EventsOf(turn.Run).FirstOrDefault(happened => happened.Kind == Kind && happened.Turn == turn.Number)?.At;
}
