using GoalBuild.Agent.Snapshots;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>Forgets what is known of a goal: runs, baseline, snapshots, isolated copies, evidence. The user's tree is left as it is.</summary>
public static class GoalCleaner
{
    /// <summary>Forgets a goal.</summary>
    /// <param name="workspace">The user's own tree.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>How many runs were forgotten.</returns>
    /// <exception cref="Language.Diagnostics.GoalFaultException">GOAL0007: a process runs the goal. GOAL0009: something cannot be deleted.</exception>
    public static async Task<int> ClearAsync(Workspace workspace, GoalKey goal, TimeProvider clock, CancellationToken cancellation)
    {
        if (!Directory.Exists(workspace.StateDirectory))
        {
            return 0;
        }

        using var held = RunLocks.Acquire(workspace, goal, isolated: true, "dotnet goal clear", clock);
        held.EndLeftovers();
        using var ledger = RunLedger.Open(workspace.StateDirectory, clock);
        var runs = ledger.RunsOf(goal);
        try
        {
            foreach (var run in runs)
            {
                await IsolatedTree.RemoveAsync(workspace.Root, RunFolders.Worktree(workspace.StateDirectory, run.Id), cancellation).ConfigureAwait(false);
                ledger.DeleteRun(run.Id);
            }

            ledger.DeleteBaseline(goal);
            await LeftCopies.RemoveAsync(workspace, ledger, cancellation).ConfigureAwait(false);
            var evidence = Path.GetDirectoryName(RunFolders.Evidence(workspace.StateDirectory, goal.Name, "any"))!;
            if (Directory.Exists(evidence))
            {
                Directory.Delete(evidence, recursive: true);
            }

            if (Directory.Exists(Path.Combine(workspace.StateDirectory, "snapshots.git")))
            {
                using var snapshots = new SnapshotStore(workspace.StateDirectory, workspace.Root, $"clear-{Guid.NewGuid():N}");
                await snapshots.DropAsync(RunTree.BaselineLabel(goal), cancellation).ConfigureAwait(false);
                var keep = ResumableRuns.Of(ledger).Append("baselines").ToHashSet(StringComparer.Ordinal);
                await snapshots.CollectAsync(keep, cancellation).ConfigureAwait(false);
                snapshots.Close();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.NotWritable(workspace.StateDirectory, exception);
        }

        return runs.Count;
    }
}
