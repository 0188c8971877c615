using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Code;

/// <summary>Lists the files of a tree that people write.</summary>
internal static class SourceListing
{
    private static readonly string[] Arguments = ["-c", "core.fsmonitor=false", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];

    /// <summary>The files that git does not ignore; without git, those outside of folders that tools make.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="cancellation">Stops git, then throws.</param>
    /// <returns>Relative to the root, with <c>/</c>, in ordinal order. One that was deleted since git last looked may be among them.</returns>
    public static async Task<IReadOnlyList<string>> FilesAsync(string root, CancellationToken cancellation)
    {
        var files = Path.Exists(Path.Combine(root, ".git")) ? await OfGitAsync(root, cancellation).ConfigureAwait(false) : null;
        files ??= FolderWalk.Folders(root)
            .SelectMany(folder => folder.Entries.OfType<FileInfo>())
            .Select(file => Path.GetRelativePath(root, file.FullName).Replace('\\', '/'));
        return [.. files.Where(file => !file.StartsWith(Workspace.StateDirectoryName + "/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static async Task<IEnumerable<string>?> OfGitAsync(string root, CancellationToken cancellation)
    {
        try
        {
            var output = await GitCommand.OnUserRepository(root).TryAsync(Arguments, cancellation).ConfigureAwait(false);

            // A repository within is listed as a folder; its files are not this one's.
            return output.ExitCode == 0 ? output.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => !file.EndsWith('/')) : null;
        }
        catch (GoalFaultException)
        {
            return null;
        }
    }
}
