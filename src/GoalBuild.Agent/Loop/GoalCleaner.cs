using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Agent.Loop;

/// <summary>What was forgotten of a goal.</summary>
/// <param name="Runs">How many runs.</param>
/// <param name="Notices">What is to be told: a ledger that was damaged and kept aside (GOAL0008), a copy that could not be removed.</param>
public sealed record Cleared(int Runs, ValueList<NoticeGiven> Notices);

/// <summary>Forgets what is known of a goal: runs, baseline, snapshots, isolated copies, evidence, verdicts. The user's tree is left as it is.</summary>
public static class GoalCleaner
{
    /// <summary>Forgets a goal.</summary>
    /// <param name="workspace">The user's own tree.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <exception cref="Language.Diagnostics.GoalFaultException">GOAL0007: a process runs the goal. GOAL0009: something cannot be deleted.</exception>
    public static async Task<Cleared> ClearAsync(Workspace workspace, GoalKey goal, TimeProvider clock, CancellationToken cancellation)
    {
        if (!Directory.Exists(workspace.StateDirectory))
        {
            return new Cleared(0, []);
        }

        using var held = RunLocks.Acquire(workspace, goal, isolated: true, "dotnet goal clear", clock);
        held.EndLeftovers();
        using var ledger = RunLedger.Open(workspace.StateDirectory, clock);
        var notices = new List<NoticeGiven>();
        if (ledger.KeptAside is { } aside)
        {
            notices.Add(LedgerNotice.KeptAside(goal.Name, aside));
        }

        var runs = ledger.RunsOf(goal);
        try
        {
            foreach (var run in runs)
            {
                await IsolatedTree.RemoveAsync(workspace.Root, RunFolders.Worktree(workspace.StateDirectory, run.Id), cancellation).ConfigureAwait(false);
                VerdictCache.Forget(workspace with { Root = run.Root }, Path.GetFullPath(Path.Combine(run.Root, goal.File)), goal.Name);
                DeleteFolder(Path.Combine(RunFolders.OfGoal(workspace.StateDirectory, goal), run.Id));
                ledger.DeleteRun(run.Id);
            }

            ledger.DeleteBaseline(goal);
            notices.AddRange((await LeftCopies.RemoveAsync(workspace, ledger, cancellation).ConfigureAwait(false)).Select(notice => new NoticeGiven(goal.Name, null, notice)));
            VerdictCache.Forget(workspace, Path.GetFullPath(Path.Combine(workspace.Root, goal.File)), goal.Name);
            // Verifications, which the ledger does not know; and what is left of runs that a damaged one knew.
            if (RunFolders.IsClaimed(workspace.StateDirectory, goal))
            {
                DeleteFolder(RunFolders.OfGoal(workspace.StateDirectory, goal));
            }

            if (Directory.Exists(Path.Combine(workspace.StateDirectory, "snapshots.git")))
            {
                using var snapshots = new SnapshotStore(workspace.StateDirectory, workspace.Root, $"clear-{Guid.NewGuid():N}");
                await snapshots.DropAsync(RunTree.BaselineLabel(goal), cancellation).ConfigureAwait(false);
                var keep = ResumableRuns.WithSnapshots(ledger).Append("baselines").ToHashSet(StringComparer.Ordinal);
                await snapshots.CollectAsync(keep, cancellation).ConfigureAwait(false);
                snapshots.Close();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.NotWritable(workspace.StateDirectory, exception);
        }

        return new Cleared(runs.Count, notices.ToValueList());
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
