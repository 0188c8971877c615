using GoalBuild.Verification;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Agent.Snapshots;

/// <summary>A snapshot as the tree to compare with.</summary>
/// <param name="store">Takes a snapshot of the tree as it is.</param>
/// <param name="tree">The snapshot.</param>
public sealed class SnapshotBaseline(SnapshotStore store, string tree) : IBaseline
{
    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation)
    {
        var now = await store.TakeAsync(null, cancellation).ConfigureAwait(false);
        var changes = await store.ChangesAsync(tree, now, cancellation).ConfigureAwait(false);
        return changes.Select(change => change.Path).ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<string?> DiffAsync(CancellationToken cancellation)
    {
        var now = await store.TakeAsync(null, cancellation).ConfigureAwait(false);
        return await store.PatchAsync(tree, now, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<BaselineTree?> TreeAsync(CancellationToken cancellation) =>
        await BaselineFolder.EnsureAsync(store.StateDirectory, tree, folder => store.WriteIntoAsync(tree, folder, cancellation)).ConfigureAwait(false);
}
