namespace GoalBuild.Agent.Snapshots;

public sealed partial class SnapshotStore
{
    /// <summary>Makes a snapshot of parts of two: files of one in place of those of the other. The tree on disk is not touched.</summary>
    /// <param name="tree">The snapshot that most files come from.</param>
    /// <param name="from">The snapshot that the others come from; a file that it has not, the result has not.</param>
    /// <param name="paths">Those others, relative to the root.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>Its id.</returns>
    public Task<string> ComposeAsync(string tree, string from, IReadOnlySet<string> paths, CancellationToken cancellation) => GuardAsync("compose a snapshot of", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        var differ = await git.TryAsync(["diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", tree, from], cancellation).ConfigureAwait(false);
        if (differ.ExitCode != 0)
        {
            throw new GitException(["diff-tree"], differ.ExitCode, differ.Error);
        }

        // ":oldmode newmode oldid newid status" NUL "path" NUL becomes "newmode newid" TAB "path" NUL; the mode of a file that goes is 0. Those go first:
        // a file may stand where a folder has to be.
        var entries = differ.Items.Chunk(2).Where(pair => paths.Contains(pair[1]))
            .Select(pair => (Fields: pair[0].Split(' '), Path: pair[1]))
            .OrderBy(entry => entry.Fields[4] == "D" ? 0 : 1)
            .Select(entry => $"{entry.Fields[1]} {entry.Fields[3]}\t{entry.Path}\0");
        var index = Path.Combine(_stateDirectory, "tmp", $"index-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.GetDirectoryName(index)!);
        try
        {
            var writer = git.With("GIT_INDEX_FILE", index);
            await writer.RunAsync(["read-tree", tree], cancellation).ConfigureAwait(false);
            await writer.RunAsync(["update-index", "-z", "--index-info"], cancellation, string.Concat(entries)).ConfigureAwait(false);
            return (await writer.RunAsync(["write-tree"], cancellation).ConfigureAwait(false)).Trim();
        }
        finally
        {
            File.Delete(index);
        }
    });
}
