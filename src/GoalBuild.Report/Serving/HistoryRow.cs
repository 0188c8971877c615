using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Report.Serving;

/// <summary>A line of the history: a run, or a verification.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Address">Its page, relative to that of the history.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="Outcome">In the words of the evidence, or <c>running</c> or <c>interrupted</c>.</param>
/// <param name="Message">Why it ended so; may be empty.</param>
/// <param name="Holding">How many clauses hold.</param>
/// <param name="Clauses">How many have a verdict.</param>
internal sealed record HistoryRow(GoalKey Goal, string Address, DateTimeOffset StartedAt, string Outcome, string Message, int Holding, int Clauses)
{
    /// <summary>What it is, where it is no run.</summary>
    public string? Tag { get; init; }

    /// <summary>How many turns it took, in words.</summary>
    public string Turns { get; init; } = "";

    /// <summary>What models cost, in words.</summary>
    public string Cost { get; init; } = "";

    /// <summary>The line of a run.</summary>
    /// <param name="row">The run.</param>
    public static HistoryRow Of(RunRow row) => new(row.Run.Goal, $"runs/{row.Run.Id}/", row.Run.StartedAt, row.Outcome, row.Run.Message, row.Holding, row.Clauses)
    {
        Turns = Words.Count(row.Turns, "turn"),
        Cost = row.Spent.Tokens == 0 ? "no model" : $"{(row.Spent.Dollars > 0 ? $"{Figures.Dollars(row.Spent.Dollars)}, " : "")}{Figures.Short(row.Spent.Tokens)} tokens",
    };

    /// <summary>The line of a verification.</summary>
    /// <param name="row">The verification.</param>
    public static HistoryRow Of(VerificationRow row) =>
        new(row.Goal, $"verifications/{row.Key}/{row.Id}/report", row.StartedAt, row.Outcome, row.Message, row.Holding, row.Clauses) { Tag = "verification" };
}
