using System.Security.Cryptography;
using System.Text;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>The tree that a run works in, ready.</summary>
/// <param name="Workspace">The tree.</param>
/// <param name="Snapshots">Snapshots of it.</param>
/// <param name="StartTree">Snapshot of the user's tree as it was when the run began.</param>
/// <param name="BaselineTree">Snapshot of the user's tree as it was when work on the goal began.</param>
internal sealed record PreparedTree(Workspace Workspace, SnapshotStore Snapshots, string StartTree, string BaselineTree);

/// <summary>Makes the tree of a run ready: takes the snapshot of its start, and makes its copy where it is isolated.</summary>
/// <param name="user">The user's own tree.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunTree(Workspace user, RunLedger ledger, TimeProvider clock)
{
    /// <summary>The label that keeps the baseline of a goal.</summary>
    /// <param name="goal">The goal.</param>
    public static string BaselineLabel(GoalKey goal) => $"baselines/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{goal.File}\n{goal.Name}")))[..16]}";

    /// <summary>Makes the tree ready; what an earlier stretch of the run has made already is taken over.</summary>
    /// <param name="run">The run, as the ledger has it.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task<PreparedTree> PrepareAsync(LedgerRun run, CancellationToken cancellation)
    {
        var start = run.StartTree;
        var ofUser = new SnapshotStore(user.StateDirectory, user.Root, run.Isolated ? $"{run.Id}.start" : run.Id, keepsNewest: !run.Isolated);
        try
        {
            if (start.Length == 0)
            {
                start = await ofUser.TakeAsync($"{run.Id}/start", cancellation).ConfigureAwait(false);
            }

            var root = run.Isolated ? await CopyAsync(run, start, cancellation).ConfigureAwait(false) : user.Root;
            ledger.SetStart(run.Id, start, root);

            var baseline = await BaselineAsync(run.Goal, start, ofUser, cancellation).ConfigureAwait(false);
            if (!run.Isolated)
            {
                return new PreparedTree(user, ofUser, start, baseline);
            }

            ofUser.Close();
            ofUser.Dispose();
            return new PreparedTree(user with { Root = root }, new SnapshotStore(user.StateDirectory, root, run.Id, keepsNewest: true), start, baseline);
        }
        catch
        {
            ofUser.Dispose();
            throw;
        }
    }

    // The copy of a run that ended is gone, or somebody removed it; its files are not.
    private async Task<string> CopyAsync(LedgerRun run, string start, CancellationToken cancellation)
    {
        var path = RunFolders.Worktree(user.StateDirectory, run.Id);
        var isWhole = run.StartTree.Length > 0 && Directory.Exists(path) && run.EndTree is null;
        if (!isWhole)
        {
            var tree = run.EndTree ?? NewestOf(run) ?? start;
            if (run.StartTree.Length > 0)
            {
                // While there is an end, nobody takes a copy that is half made for a whole one.
                ledger.SetEnd(run.Id, tree);
            }

            await IsolatedTree.CreateAsync(user.Root, path, cancellation).ConfigureAwait(false);
            using var copy = new SnapshotStore(user.StateDirectory, path, run.Id);
            await copy.CheckOutAsync(tree, cancellation).ConfigureAwait(false);
        }

        return path;
    }

    // As far as the run is known to have come.
    private string? NewestOf(LedgerRun run) => ledger.TurnsOf(run.Id).LastOrDefault(turn => turn is { State: TurnState.Kept or TurnState.Started, After: not null })?.After;

    private async Task<string> BaselineAsync(GoalKey goal, string start, SnapshotStore snapshots, CancellationToken cancellation)
    {
        var known = ledger.Baseline(goal);
        if (known is not null && await snapshots.HasAsync(known, cancellation).ConfigureAwait(false))
        {
            return known;
        }

        ledger.DeleteBaseline(goal);
        await snapshots.KeepAsync(BaselineLabel(goal), start, cancellation).ConfigureAwait(false);
        return ledger.EnsureBaseline(goal, start, clock.GetUtcNow());
    }
}
