namespace GoalBuild.Agent.Tools.Files;

/// <summary>Which files a tool that takes <c>glob</c> and <c>path</c> speaks of.</summary>
internal static class SearchedFiles
{
    /// <summary>What a path names.</summary>
    /// <param name="path">As the model gave it.</param>
    /// <param name="guard">Which files may be read.</param>
    /// <returns>Relative to the workspace's root, and whether it is a file.</returns>
    /// <exception cref="ToolFaultException">There is nothing, or it may not be read.</exception>
    public static (string Path, bool IsFile) Resolve(string path, FileGuard guard)
    {
        var full = guard.Readable(path);
        return Directory.Exists(full) ? (guard.Relative(full).TrimEnd('/'), false)
            : File.Exists(full) ? (guard.Relative(full), true)
            : throw new ToolFaultException($"There is no file or folder '{path}'. Paths are relative to the repository's root.");
    }

    /// <summary>The files below a path that match a glob; the glob is relative to the root or to that path.</summary>
    /// <param name="context">The tree.</param>
    /// <param name="path">Of a folder, or of a file, which is taken although git may ignore it; as <see cref="Resolve"/> gives it.</param>
    /// <param name="glob">The glob, or empty.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <exception cref="ToolFaultException">The glob cannot be understood.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(ToolContext context, string path, string glob, CancellationToken cancellation)
    {
        var matcher = new PathGlob(glob);
        if (File.Exists(Path.Combine(context.Workspace.Root, path)))
        {
            return [path];
        }

        var files = await RepositoryFiles.OfAsync(context.Workspace, path, cancellation).ConfigureAwait(false);
        var start = path == "." ? 0 : path.Length + 1;
        return [.. files.Where(file => matcher.Contains(file) || (start > 0 && matcher.Contains(file[start..])))];
    }
}
