using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// The copy that an isolated run works in. In a git repository it is a worktree of its own with a detached HEAD, so that
/// clauses which ask git get answers; elsewhere a folder. Either way the files come from a snapshot of the user's
/// tree: uncommitted changes, deletions and untracked files included, ignored files not.
/// </summary>
public static class IsolatedTree
{
    /// <summary>Makes the folder of the copy, still without files; <see cref="SnapshotStore.CheckOutAsync"/> brings them.</summary>
    /// <param name="userRoot">Absolute path of the user's tree.</param>
    /// <param name="path">Absolute path of the copy; what is left there of an earlier attempt is removed.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <exception cref="GoalFaultException">GOAL0023: it could not be made.</exception>
    public static async Task CreateAsync(string userRoot, string path, CancellationToken cancellation)
    {
        try
        {
            await RemoveAsync(userRoot, path, cancellation).ConfigureAwait(false);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var user = GitCommand.OnUserRepository(userRoot).WithFetching();
            if (!Path.Exists(Path.Combine(userRoot, ".git")))
            {
                Directory.CreateDirectory(path);
            }
            else if ((await user.TryAsync(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], cancellation).ConfigureAwait(false)).ExitCode == 0)
            {
                await user.RunAsync(["worktree", "add", "--quiet", "--detach", "--no-checkout", path, "HEAD"], cancellation).ConfigureAwait(false);
                await GitCommand.OnUserRepository(path).WithFetching().RunAsync(["read-tree", "HEAD"], cancellation).ConfigureAwait(false);
            }
            else
            {
                // Without a commit there is no state that a worktree could have. The copy is a repository of its own, or git would find the user's above it.
                await user.RunAsync(["init", "--quiet", "--template=", path], cancellation).ConfigureAwait(false);
                await CopyExcludesAsync(user, userRoot, path, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is GitException or IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.IsolationFailed, $"The copy '{path}' could not be made: {exception.Message.TrimEnd('.')}. Put this right, or run without --isolate.", exception);
        }
    }

    /// <summary>Removes a copy and git's entry for it, whatever state they are in. Does nothing where there is none.</summary>
    /// <param name="userRoot">Absolute path of the user's tree.</param>
    /// <param name="path">Absolute path of the copy.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task RemoveAsync(string userRoot, string path, CancellationToken cancellation)
    {
        if (Path.Exists(Path.Combine(userRoot, ".git")))
        {
            var user = GitCommand.OnUserRepository(userRoot);
            // Twice --force: also one that git has locked while it was being made.
            var removed = await user.TryAsync(["worktree", "remove", "--force", "--force", path], cancellation).ConfigureAwait(false);
            if (removed.ExitCode != 0 && await EntryAsync(user, userRoot, path, cancellation).ConfigureAwait(false) is { } entry)
            {
                Directory.Delete(entry, recursive: true);
            }
        }

        if (Directory.Exists(path))
        {
            DeleteFolder(path);
        }
    }

    private static async Task CopyExcludesAsync(GitCommand user, string userRoot, string path, CancellationToken cancellation)
    {
        var excludes = Path.Combine(userRoot, (await user.RunAsync(["rev-parse", "--git-path", "info/exclude"], cancellation).ConfigureAwait(false)).Trim());
        if (File.Exists(excludes))
        {
            Directory.CreateDirectory(Path.Combine(path, ".git", "info"));
            File.Copy(excludes, Path.Combine(path, ".git", "info", "exclude"), overwrite: true);
        }
    }

    // Git's own entry for a worktree that git does not know any more how to remove: half made, or emptied by hand.
    private static async Task<string?> EntryAsync(GitCommand user, string userRoot, string path, CancellationToken cancellation)
    {
        var common = await user.TryAsync(["rev-parse", "--git-common-dir"], cancellation).ConfigureAwait(false);
        if (common.ExitCode != 0)
        {
            return null;
        }

        var entry = Path.Combine(userRoot, common.Text.Trim(), "worktrees", Path.GetFileName(path));
        var pointer = Path.Combine(entry, "gitdir");
        return Directory.Exists(entry) && (!File.Exists(pointer) || File.ReadAllText(pointer).Trim() == Path.Combine(path, ".git")) ? entry : null;
    }

    /// <summary>Deletes a folder with all that is in it, read-only files included.</summary>
    /// <param name="path">Absolute path of the folder; it exists.</param>
    internal static void DeleteFolder(string path)
    {
        // Tools write read-only files (git's objects, packages) that Windows will not delete otherwise.
        if (OperatingSystem.IsWindows())
        {
            foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            {
                file.Attributes = FileAttributes.Normal;
            }
        }

        Directory.Delete(path, recursive: true);
    }
}
