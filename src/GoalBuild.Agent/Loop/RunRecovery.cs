using System.Globalization;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>Brings the tree of a run that was interrupted to the end of a turn.</summary>
/// <param name="context">The run.</param>
/// <param name="undo">Undoes turns.</param>
internal sealed class RunRecovery(RunContext context, TurnUndo undo)
{
    /// <summary>The turn of a run that nobody has brought to its end, or null.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    public static LedgerTurn? Unfinished(RunLedger ledger, string run) =>
        ledger.TurnsOf(run) is [.., { State: TurnState.Started or TurnState.Undoing } turn] ? turn : null;

    /// <summary>Undoes what a killed executor left half done, goes on undoing what was being undone, and finds out what others changed meanwhile.</summary>
    /// <returns>A turn whose executor had finished and that still is to be judged, or one of a conversation that is to be gone on with (it has no snapshot of its end); or null.</returns>
    /// <exception cref="RunEndedException">Files could not be put back, because they changed since.</exception>
    public async Task<LedgerTurn?> RecoverAsync()
    {
        var stretches = new Stretches(context);
        var known = stretches.Known();
        var turn = Unfinished(context.Ledger, context.Run);
        RunEndedException? refused = null;
        try
        {
            await UndoAsync(turn, stretches.CutOffAt).ConfigureAwait(false);
        }
        catch (RunEndedException exception)
        {
            refused = exception;
        }

        var goesOn = turn is { State: TurnState.Started } && (turn.After is not null || IsOpen(turn));
        var pending = await stretches.BeginAsync(known, goesOn ? turn : null).ConfigureAwait(false);
        return refused is null ? pending : throw refused;
    }

    private bool IsOpen(LedgerTurn turn) => turn is { State: TurnState.Started, After: null } && context.Ladder.IsConversation(turn.Step);

    private Task UndoAsync(LedgerTurn? turn, DateTimeOffset? cutOff) => turn switch
    {
        not null when IsOpen(turn) => Task.CompletedTask,
        { State: TurnState.Undoing } => undo.FinishAsync(turn, "interrupted while it was being undone"),
        { After: null } => undo.InterruptedAsync(turn, cutOff is null ? "interrupted" : string.Create(CultureInfo.InvariantCulture, $"cut off at {cutOff:HH:mm:ss} UTC"), cutOff),
        _ => Task.CompletedTask,
    };
}
