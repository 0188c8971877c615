using GoalBuild.Verification;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// Repositories within the tree: submodules, clones, worktrees. Git itself would record their commit alone, or refuse one without a
/// commit; a snapshot takes their files in as plain files, so that they are compared and restored like all others.
/// </summary>
internal static class NestedRepositories
{
    /// <summary>The repositories of a tree, relative to its root with <c>/</c>; those in ignored folders are left out.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="git">Git of the snapshots, with what they leave out.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(string root, GitCommand git, CancellationToken cancellation)
    {
        var found = FolderWalk.Folders(root)
            .Where(folder => folder.Folder != root && folder.Entries.Any(entry => entry.Name == ".git"))
            .Select(folder => Path.GetRelativePath(root, folder.Folder).Replace('\\', '/'))
            .ToList();
        if (found.Count == 0)
        {
            return [];
        }

        var ignored = await git.TryAsync(["check-ignore", "-z", "--stdin", "--no-index"], cancellation, string.Concat(found.Select(folder => $"{folder}/\0"))).ConfigureAwait(false);
        return [.. found.Except(ignored.Items.Select(folder => folder.TrimEnd('/')), StringComparer.Ordinal)];
    }

    /// <summary>The files of a repository that are tracked or new, relative to the tree's root with <c>/</c>.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="repository">The repository, as <see cref="FindAsync"/> gives it.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task<IEnumerable<string>> FilesAsync(string root, string repository, CancellationToken cancellation)
    {
        var git = GitCommand.OnUserRepository(Path.Combine(root, repository));
        var files = await git.RunAsync(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], cancellation).ConfigureAwait(false);
        return files.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => !file.Split('/').SkipLast(1).Any(FolderWalk.IsOutput))
            .Select(file => $"{repository}/{file}");
    }
}
