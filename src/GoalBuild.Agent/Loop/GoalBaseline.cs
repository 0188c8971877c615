using GoalBuild.Agent.Snapshots;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// The tree that <c>file … changed</c> and <c>unchanged</c> compare with. It is the tree as it was when the goal's first run
/// began, and stays so until <c>clear</c>: a goal that was met stays met, and work that was done by hand
/// between two runs counts. A goal that never ran is compared with HEAD, and outside git with nothing, so that such a clause is unknown.
/// </summary>
public sealed class GoalBaseline : IBaseline, IDisposable
{
    private readonly SnapshotStore? _store;
    private readonly IBaseline _inner;

    private GoalBaseline(IBaseline inner, SnapshotStore? store)
    {
        _inner = inner;
        _store = store;
    }

    /// <summary>The baseline for verifying a goal outside a run, or null where there is none.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <param name="isHeadEnough">Whether HEAD counts where no run took a baseline.</param>
    /// <exception cref="Language.Diagnostics.GoalFaultException">GOAL0008: the ledger is damaged, and what it knew of the baseline is lost.</exception>
    public static async Task<GoalBaseline?> FindAsync(Workspace workspace, GoalKey goal, CancellationToken cancellation, bool isHeadEnough = true)
    {
        string? tree;
        using (var ledger = RunLedger.OpenExisting(workspace.StateDirectory))
        {
            tree = ledger?.Baseline(goal);
        }

        if (tree is not null)
        {
            var name = $"verify-{Guid.NewGuid():N}";
            var store = new SnapshotStore(workspace.StateDirectory, workspace.Root, name);
            if (await store.HasAsync(tree, cancellation).ConfigureAwait(false))
            {
                return new GoalBaseline(new SnapshotBaseline(store, tree), store);
            }

            store.Dispose();
        }

        if (!isHeadEnough || !Path.Exists(Path.Combine(workspace.Root, ".git")))
        {
            return null;
        }

        var head = await GitCommand.OnUserRepository(workspace.Root).TryAsync(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], cancellation).ConfigureAwait(false);
        return head.ExitCode == 0 ? new GoalBaseline(new HeadBaseline(workspace.StateDirectory, workspace.Root), null) : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation) => _inner.ChangedFilesAsync(cancellation);

    /// <inheritdoc/>
    public Task<string?> DiffAsync(CancellationToken cancellation) => _inner.DiffAsync(cancellation);

    /// <inheritdoc/>
    public Task<BaselineTree?> TreeAsync(CancellationToken cancellation) => _inner.TreeAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The next run begins with what this one knows of the files.
        _store?.Close();
        _store?.Dispose();
    }
}
