using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Agent.Snapshots;

/// <summary>The user's HEAD as the tree to compare with. The user's repository is only read: its index is compared by way of a copy.</summary>
/// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder, for the copy.</param>
/// <param name="root">Absolute path of the tree, the top of a git repository with a commit.</param>
internal sealed class HeadBaseline(string stateDirectory, string root) : IBaseline
{
    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation)
    {
        // Its .gitignore first, or the copy itself would be a new file.
        StateFolder.Ensure(stateDirectory);
        var folder = Path.Combine(stateDirectory, "tmp");
        Directory.CreateDirectory(folder);
        var index = Path.Combine(folder, $"index-{Guid.NewGuid():N}");
        var modules = $"{index}-modules";
        try
        {
            var user = GitCommand.OnUserRepository(root);
            var own = (await user.RunAsync(["rev-parse", "--git-path", "index"], cancellation).ConfigureAwait(false)).Trim();
            if (File.Exists(Path.Combine(root, own)))
            {
                File.Copy(Path.Combine(root, own), index);
            }

            // In a submodule git would start another git, with that one's configuration; here its commit alone is compared, and its files by SubmoduleChanges. git diff refreshes what it knows of the files as it goes, and writes that to the index that it was given.
            var git = user.With("GIT_INDEX_FILE", index);
            var changed = await git.TryAsync(["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=dirty", "HEAD"], cancellation).ConfigureAwait(false);
            var added = await git.TryAsync(["ls-files", "-z", "--others", "--exclude-standard"], cancellation).ConfigureAwait(false);
            return changed.ExitCode == 0 && added.ExitCode == 0
                ? changed.Items.Concat(added.Items).Concat(await new SubmoduleChanges(user, root, modules).FilesAsync(cancellation).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal)
                : throw new GitException(["diff", "HEAD"], changed.ExitCode, $"{changed.Error} {added.Error}".Trim());
        }
        catch (GitException exception)
        {
            throw new GoalFaultException(DiagnosticCatalogue.SnapshotFailed, $"git could not compare '{root}' with HEAD: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(index);
            File.Delete($"{index}.lock");
            CleanCheckout.Remove(modules);
        }
    }

    /// <inheritdoc/>
    public async Task<BaselineTree?> TreeAsync(CancellationToken cancellation)
    {
        var user = GitCommand.OnUserRepository(root).WithFetching();
        var head = await user.TryAsync(["rev-parse", "--quiet", "--verify", "HEAD^{tree}"], cancellation).ConfigureAwait(false);
        return head.ExitCode != 0 ? null : await BaselineFolder.EnsureAsync(stateDirectory, head.Text.Trim(), async folder =>
        {
            var index = $"{folder}.index";
            try
            {
                var git = user.With("GIT_INDEX_FILE", index);
                await git.RunAsync(["read-tree", "HEAD"], cancellation).ConfigureAwait(false);
                await git.RunAsync(["checkout-index", "--all", "--quiet", "--force", $"--prefix={folder}/"], cancellation).ConfigureAwait(false);
            }
            finally
            {
                File.Delete(index);
            }
        }).ConfigureAwait(false);
    }
}
