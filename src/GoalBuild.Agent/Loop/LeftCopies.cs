using GoalBuild.Agent.Snapshots;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>Isolated copies of runs that ended, or that the ledger does not know: left by a process that was killed while it cleaned up.</summary>
internal static class LeftCopies
{
    /// <summary>Removes them. The copy of a run that can be resumed in it stays.</summary>
    /// <param name="user">The user's own tree.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task RemoveAsync(Workspace user, RunLedger ledger, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(RunFolders.Worktree(user.StateDirectory, "any"))!;
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.GetDirectories(folder))
        {
            if (ledger.Run(Path.GetFileName(path))?.State is not (RunState.Running or RunState.Cancelled))
            {
                await IsolatedTree.RemoveAsync(user.Root, path, cancellation).ConfigureAwait(false);
            }
        }
    }
}
