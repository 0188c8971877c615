namespace GoalBuild.Agent.Snapshots;

public sealed partial class SnapshotStore
{
    /// <summary>
    /// Makes files of the tree what they are in a snapshot, each at once or not at all. A file that is neither as expected
    /// nor already as wanted was changed by somebody else, and is left alone. Doing it twice does no harm.
    /// </summary>
    /// <param name="wanted">The snapshot to go back to.</param>
    /// <param name="expected">The snapshot that the files should be as now.</param>
    /// <param name="paths">Which files, relative to the root; null for all that differ between the two snapshots.</param>
    /// <param name="cancellation">Stops between two files.</param>
    public async Task<RestoreResult> RestoreAsync(string wanted, string expected, IReadOnlyCollection<string>? paths, CancellationToken cancellation)
    {
        var (own, refused) = await PlanAsync(wanted, expected, paths, cancellation).ConfigureAwait(false);
        await GuardAsync("restore a snapshot of", async () =>
        {
            var git = await GitAsync(cancellation).ConfigureAwait(false);
            await ReplaceAsync(git, wanted, own, cancellation).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        return new RestoreResult(own.ConvertAll(change => change.Path), refused);
    }

    /// <summary>What <see cref="RestoreAsync"/> would do; nothing is written.</summary>
    /// <param name="wanted">The snapshot to go back to.</param>
    /// <param name="expected">The snapshot that the files should be as now.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task<RestoreResult> LookAtRestoreAsync(string wanted, string expected, CancellationToken cancellation)
    {
        var (own, refused) = await PlanAsync(wanted, expected, null, cancellation).ConfigureAwait(false);
        return new RestoreResult(own.ConvertAll(change => change.Path), refused);
    }

    private async Task<(List<FileChange> Own, List<string> Refused)> PlanAsync(string wanted, string expected, IReadOnlyCollection<string>? paths, CancellationToken cancellation)
    {
        var now = await TakeAsync(null, cancellation).ConfigureAwait(false);
        var scope = (paths ?? (await ChangesAsync(wanted, expected, cancellation).ConfigureAwait(false)).Select(change => change.Path)).ToHashSet(StringComparer.Ordinal);
        var foreign = (await ChangesAsync(expected, now, cancellation).ConfigureAwait(false)).Select(change => change.Path).ToHashSet(StringComparer.Ordinal);
        var needed = (await ChangesAsync(now, wanted, cancellation).ConfigureAwait(false)).Where(change => scope.Contains(change.Path)).ToList();
        var refused = needed.Where(change => foreign.Contains(change.Path) || change.IsRepository).Select(change => change.Path).ToList();
        return (needed.Where(change => !refused.Contains(change.Path)).ToList(), refused);
    }

    /// <summary>Writes a whole snapshot into an empty folder, whose index this store then knows.</summary>
    /// <param name="tree">The snapshot.</param>
    /// <param name="cancellation">Kills git.</param>
    public Task CheckOutAsync(string tree, CancellationToken cancellation) => GuardAsync("write a snapshot into", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        await git.RunAsync(["read-tree", tree], cancellation).ConfigureAwait(false);
        await git.RunAsync(["checkout-index", "--all", "--quiet", "--index", "--force"], cancellation).ConfigureAwait(false);
        return true;
    });

    /// <summary>Writes a whole snapshot into an empty folder that is no tree of anybody's: neither this store nor git knows of it afterwards.</summary>
    /// <param name="tree">The snapshot.</param>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="cancellation">Kills git.</param>
    internal Task WriteIntoAsync(string tree, string folder, CancellationToken cancellation) => GuardAsync("write a snapshot of", async () =>
    {
        var index = $"{_index}-{Guid.NewGuid():N}";
        try
        {
            var git = (await GitAsync(cancellation).ConfigureAwait(false)).With("GIT_INDEX_FILE", index);
            await git.RunAsync(["read-tree", tree], cancellation).ConfigureAwait(false);
            await git.RunAsync(["checkout-index", "--all", "--quiet", "--force", $"--prefix={folder}/"], cancellation).ConfigureAwait(false);
            return true;
        }
        finally
        {
            File.Delete(index);
            File.Delete($"{index}.lock");
        }
    });

    // Files are written aside first and then moved into place: a reader sees the old file or the new one, and a crash leaves no half of one.
    private async Task ReplaceAsync(GitCommand git, string wanted, List<FileChange> changes, CancellationToken cancellation)
    {
        // The changes lead from the tree as it is to the one that is wanted. Deletions come first: a file may stand where a folder has to be.
        foreach (var change in changes.Where(change => change.Kind == ChangeKind.Deleted))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = Path.Combine(_root, change.Path);
            File.Delete(path);
            DeleteEmptyFolders(Path.GetDirectoryName(path)!);
        }

        var written = changes.Where(change => change.Kind != ChangeKind.Deleted).ToList();
        if (written.Count == 0)
        {
            return;
        }

        var aside = Path.Combine(_stateDirectory, "tmp", $"restore-{Guid.NewGuid():N}");
        Directory.CreateDirectory(aside);
        var index = Path.Combine(aside, "index");
        try
        {
            var writer = git.With("GIT_INDEX_FILE", index);
            await writer.RunAsync(["read-tree", wanted], cancellation).ConfigureAwait(false);
            await writer.RunAsync(
                ["checkout-index", "--quiet", "-z", "--stdin", $"--prefix={aside}/files/"],
                cancellation,
                string.Join('\0', written.Select(change => change.Path))).ConfigureAwait(false);
            foreach (var change in written)
            {
                cancellation.ThrowIfCancellationRequested();
                var target = Path.Combine(_root, change.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                // A link to a folder is a folder to the runtime, and cannot be replaced by a move.
                if (new FileInfo(target).LinkTarget is not null)
                {
                    File.Delete(target);
                }

                var source = Path.Combine(aside, "files", change.Path);
                if (new FileInfo(source).LinkTarget is { } link)
                {
                    File.Delete(target);
                    File.CreateSymbolicLink(target, link);
                }
                else
                {
                    KeepRights(target, source);
                    File.Move(source, target, overwrite: true);
                }
            }
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    // Git knows only whether a file can be run; who else may read or write it stays as it is.
    private static void KeepRights(string from, string to)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && File.Exists(from))
        {
            File.SetUnixFileMode(to, (File.GetUnixFileMode(from) & ~Execute) | (File.GetUnixFileMode(to) & Execute));
        }
    }

    private void DeleteEmptyFolders(string folder)
    {
        while (folder.Length > _root.Length && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }
}
