using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Agent.Loop;

/// <summary>What is told of the ledger by whoever opens it to write.</summary>
internal static class LedgerNotice
{
    /// <summary>GOAL0008: it was damaged, and a new one was begun.</summary>
    /// <param name="goal">The goal's name.</param>
    /// <param name="aside">Where the damaged file is now.</param>
    public static NoticeGiven KeptAside(string goal, string aside) =>
        new(goal, DiagnosticCatalogue.LedgerCorrupt.Code, $"The ledger was damaged; it is kept as '{aside}', and a new one was begun.");
}
