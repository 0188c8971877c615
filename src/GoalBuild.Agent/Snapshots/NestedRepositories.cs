using GoalBuild.Agent.Sandbox;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// Repositories within the tree: submodules, clones, worktrees. Git itself would record their commit alone, or refuse one without a
/// commit; a snapshot takes their files in as plain files, so that they are compared and restored like all others. Executors may make such repositories, and
/// what their configuration names (a monitor, filters, what fetches objects) would run outside of any sandbox: git never works in them. Only their index and
/// what they exclude are read, with the private git directory in the place of their own.
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
    /// <param name="snapshots">The private git directory.</param>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="repository">The repository, as <see cref="FindAsync"/> gives it.</param>
    /// <param name="ignored">What the user ignores everywhere, as <see cref="SnapshotExcludes.OfUserAsync"/> gives it.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task<IEnumerable<string>> FilesAsync(SnapshotRepository snapshots, string root, string repository, IReadOnlyList<string> ignored, CancellationToken cancellation)
    {
        var items = await ItemsAsync(snapshots, Path.Combine(root, repository), ignored, cancellation).ConfigureAwait(false);
        return items.Select(item => item[2..])
            .Where(file => !file.Split('/').SkipLast(1).Any(FolderWalk.IsOutput))
            .Select(file => $"{repository}/{file}");
    }

    /// <summary>What <c>git ls-files -t</c> would list in a repository as tracked or new: a letter (<c>?</c> for what is new), a blank, and the path in the repository.</summary>
    /// <param name="snapshots">The private git directory.</param>
    /// <param name="folder">Absolute path of the repository.</param>
    /// <param name="ignored">What the user ignores everywhere.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task<IReadOnlyList<string>> ItemsAsync(SnapshotRepository snapshots, string folder, IReadOnlyList<string> ignored, CancellationToken cancellation)
    {
        await snapshots.EnsureAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<string> elsewhere = GitFolders.Elsewhere(folder);
        var (own, shared) = elsewhere.Count > 0 ? (elsewhere[0], elsewhere[^1]) : (Path.Combine(folder, ".git"), Path.Combine(folder, ".git"));
        var excludes = Path.Combine(shared, "info", "exclude");
        var index = Path.Combine(snapshots.Path, $"index-nested-{Guid.NewGuid():N}");
        var git = snapshots.Git(folder, index).WithSetting("core.excludesFile", snapshots.WriteExcludes(folder, IsFile(excludes) ? [.. ignored, .. await File.ReadAllLinesAsync(excludes, cancellation).ConfigureAwait(false)] : ignored));
        string[] list = ["ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"];
        try
        {
            if (IsFile(Path.Combine(own, "index")))
            {
                File.Copy(Path.Combine(own, "index"), index);
                if (await git.TryAsync(list, cancellation).ConfigureAwait(false) is { ExitCode: 0 } listed)
                {
                    return listed.Items;
                }

                // One that is split, of another object format, or damaged: all that is not ignored is new, then.
                File.Delete(index);
            }

            return (await git.RunAsync(list, cancellation).ConfigureAwait(false)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(index);
            snapshots.DeleteExcludes(folder);
        }
    }

    private static bool IsFile(string path) => File.Exists(path) && !SpecialFile.Is(path);
}
