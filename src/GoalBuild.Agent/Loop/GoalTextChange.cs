using System.Text.Json;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>The goal file was edited while a run was interrupted: both texts, so that the run's log can show what changed.</summary>
/// <param name="Old">The text that the run worked by.</param>
/// <param name="New">The text that it goes on by.</param>
internal sealed record GoalTextChange(string Old, string New)
{
    /// <summary>The kind of its event.</summary>
    public const string Kind = "GoalTextChanged";

    /// <summary>Records the change, before the ledger forgets the old text; nothing where the text is the same.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run, as it was before it goes on.</param>
    /// <param name="text">The text that it goes on by.</param>
    /// <param name="clock">The clock.</param>
    public static void Note(RunLedger ledger, LedgerRun run, string text, TimeProvider clock)
    {
        if (run.GoalText != text)
        {
            ledger.AddEvent(new LedgerEvent(run.Id, 0, clock.GetUtcNow(), Kind, JsonSerializer.Serialize(new GoalTextChange(run.GoalText, text))));
        }
    }

    /// <summary>Reads it back.</summary>
    /// <param name="happened">An event of this kind.</param>
    public static GoalTextChange Read(LedgerEvent happened) => JsonSerializer.Deserialize<GoalTextChange>(happened.Data)!;
}
