using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>The runs that still need their snapshots and copies: those under way, and of each goal the newest, which alone can be resumed.</summary>
internal static class ResumableRuns
{
    /// <summary>Their names.</summary>
    /// <param name="ledger">The ledger.</param>
    public static IReadOnlySet<string> Of(RunLedger ledger)
    {
        var runs = ledger.AllRuns();
        return runs.Where(run => run.State == RunState.Running)
            .Concat(runs.DistinctBy(run => run.Goal).Where(run => run.CanResume))
            .Select(run => run.Id)
            .ToHashSet(StringComparer.Ordinal);
    }
}
