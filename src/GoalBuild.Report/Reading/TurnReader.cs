using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Log;
using GoalBuild.Ledger;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Reading;

/// <summary>Turns as a report tells of them, from the ledger or, where that has forgotten them, from the evidence.</summary>
internal static class TurnReader
{
    /// <summary>A turn of the ledger.</summary>
    /// <param name="point">The turn, with what held after it.</param>
    public static ReportTurn Of(TurnPoint point) => new(
        point.Turn.Number,
        point.Turn.Executor,
        StateOf(point.Turn.State),
        point.Turn.Code is { } code ? $"{code}: {point.Turn.Summary}" : point.Turn.Summary,
        point.Holding,
        point.Spent,
        (point.Turn.EndedAt ?? point.Turn.StartedAt) - point.Turn.StartedAt)
    {
        Phase = point.Turn.Phase,
    };

    /// <summary>A turn of the evidence.</summary>
    /// <param name="turn">The turn.</param>
    public static ReportTurn Of(EvidenceTurn turn) => new(
        turn.Number,
        turn.Executor,
        turn.End,
        turn.Summary,
        turn.Holding,
        turn.Spent is { } spent ? new Spending(spent.TokensIn, spent.TokensCached, spent.TokensOut, spent.Dollars) : Spending.None,
        TimeSpan.FromMilliseconds(turn.DurationMs));

    private static string StateOf(TurnState state) => state switch
    {
        TurnState.Kept => "kept",
        TurnState.Undone => "undone",
        TurnState.Idle => "unchanged",
        TurnState.Started => "at work",
        TurnState.Undoing => "being undone",
        _ => "interrupted",
    };
}
