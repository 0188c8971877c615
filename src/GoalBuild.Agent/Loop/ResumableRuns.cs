using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>The runs whose things are still needed: those under way, and of each goal the newest, which alone can be resumed or rolled back.</summary>
internal static class ResumableRuns
{
    /// <summary>The runs that still need their copies: they are under way, or can be gone on with.</summary>
    /// <param name="ledger">The ledger.</param>
    public static IReadOnlySet<string> Of(RunLedger ledger) => Of(ledger, run => run.CanResume);

    /// <summary>The runs that still need their snapshots: a run that was met is not gone on with, but it may be rolled back.</summary>
    /// <param name="ledger">The ledger.</param>
    public static IReadOnlySet<string> WithSnapshots(RunLedger ledger) => Of(ledger, _ => true);

    private static HashSet<string> Of(RunLedger ledger, Func<LedgerRun, bool> isNeeded)
    {
        var runs = ledger.AllRuns();
        return runs.Where(run => run.State == RunState.Running)
            .Concat(runs.DistinctBy(run => run.Goal).Where(isNeeded))
            .Select(run => run.Id)
            .ToHashSet(StringComparer.Ordinal);
    }
}
