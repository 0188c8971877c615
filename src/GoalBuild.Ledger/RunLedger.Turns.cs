using System.Text.Json;

namespace GoalBuild.Ledger;

public sealed partial class RunLedger
{
    private static readonly SqlText TurnColumns = new("run, number, step, executor, state, before, started_at, after, summary, code, attempts, counted, verdicts, ended_at, phase, holding_before");

    /// <summary>Records that an executor is about to take a turn, before it may touch a file.</summary>
    /// <param name="turn">The turn.</param>
    public void BeginTurn(LedgerTurn turn) => Write($"""
        INSERT INTO turns (run, number, step, executor, state, counted, before, summary, attempts, verdicts, phase, holding_before, started_at)
        VALUES ({turn.Run}, {turn.Number}, {turn.Step}, {turn.Executor}, {turn.State.ToString()}, {turn.Counted}, {turn.Before},
                {turn.Summary}, {JsonSerializer.Serialize(turn.Attempts)}, {turn.Verdicts}, {turn.Phase}, {turn.HoldingBefore}, {Time(turn.StartedAt)})
        """);

    /// <summary>Records what the executor left and says, before it is judged.</summary>
    /// <param name="turn">The turn; its state stays <see cref="TurnState.Started"/>.</param>
    /// <param name="after">Snapshot of the tree.</param>
    /// <param name="summary">What it says that it did.</param>
    /// <param name="attempts">What it tried.</param>
    public void SetTurnWork(LedgerTurn turn, string after, string summary, IReadOnlyList<string> attempts) => Write($"""
        UPDATE turns SET after = {after}, summary = {summary}, attempts = {JsonSerializer.Serialize(attempts)}
        WHERE run = {turn.Run} AND number = {turn.Number}
        """);

    /// <summary>Records that a turn is about to be undone, so that a crash in the middle of it is made good.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="after">Snapshot of the tree that the files are expected to be as.</param>
    /// <param name="reason">Why it is undone.</param>
    /// <param name="code">The code of the constraint that it broke, or null.</param>
    public void BeginUndo(LedgerTurn turn, string after, string reason, string? code) => Write($"""
        UPDATE turns SET state = {nameof(TurnState.Undoing)}, after = {after}, summary = {reason}, code = {code}
        WHERE run = {turn.Run} AND number = {turn.Number}
        """);

    /// <summary>Records that a stretch of a run begins, and with it what a turn that is still to be judged is put on top of; both or nothing.</summary>
    /// <param name="began">The stretch.</param>
    /// <param name="pending">The turn with its snapshots, or null.</param>
    public void BeginStretch(LedgerEvent began, LedgerTurn? pending) => Together(() =>
    {
        AddEvent(began);
        if (pending is not null)
        {
            Write($"UPDATE turns SET before = {pending.Before}, after = {pending.After} WHERE run = {pending.Run} AND number = {pending.Number}");
        }
    });

    /// <summary>Records how a turn ended.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="state">How.</param>
    /// <param name="summary">What was done, or why it was undone.</param>
    /// <param name="at">Now, in UTC.</param>
    /// <param name="code">The code of the constraint that it broke, or null.</param>
    /// <param name="counted">Whether it counts against the budget.</param>
    /// <param name="verdicts">Hash of the verdicts after it, or empty.</param>
    public void EndTurn(LedgerTurn turn, TurnState state, string summary, DateTimeOffset at, string? code = null, bool counted = true, string verdicts = "") => Write($"""
        UPDATE turns SET state = {state.ToString()}, summary = {summary}, code = {code}, counted = {counted}, verdicts = {verdicts}, ended_at = {Time(at)}
        WHERE run = {turn.Run} AND number = {turn.Number}
        """);

    /// <summary>The turns of a run, in order.</summary>
    /// <param name="run">The run.</param>
    public IReadOnlyList<LedgerTurn> TurnsOf(string run) => Read($"SELECT {TurnColumns} FROM turns WHERE run = {run} ORDER BY number", reader => new LedgerTurn(
        reader.GetString(0),
        reader.GetInt32(1),
        reader.GetInt32(2),
        reader.GetString(3),
        Enum.Parse<TurnState>(reader.GetString(4)),
        reader.GetString(5),
        TimeAt(reader, 6)!.Value)
    {
        After = TextAt(reader, 7),
        Summary = reader.GetString(8),
        Code = TextAt(reader, 9),
        Attempts = JsonSerializer.Deserialize<List<string>>(reader.GetString(10)) ?? [],
        Counted = reader.GetBoolean(11),
        Verdicts = reader.GetString(12),
        EndedAt = TimeAt(reader, 13),
        Phase = reader.GetString(14),
        HoldingBefore = reader.GetInt32(15),
    });
}
