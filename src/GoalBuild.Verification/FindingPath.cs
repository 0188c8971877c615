namespace GoalBuild.Verification;

/// <summary>Paths as findings show them.</summary>
public static class FindingPath
{
    /// <summary>The path relative to the workspace's root where it lies in it, with <c>/</c> between its parts; else as it is.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="path">An absolute path.</param>
    public static string Of(string root, string path)
    {
        if (!Path.IsPathRooted(path))
        {
            return path.Replace('\\', '/');
        }

        var relative = Path.GetRelativePath(root, path);
        return Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || relative.StartsWith(@"..\", StringComparison.Ordinal)
            ? path
            : relative.Replace('\\', '/');
    }

    /// <summary>Whether a path is a folder or lies in it; <c>/r/App.Tests</c> does not lie in <c>/r/App</c>.</summary>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="path">An absolute path.</param>
    public static bool IsBelow(string folder, string path)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        return path.StartsWith(folder, StringComparison.Ordinal)
            && (path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);
    }
}
