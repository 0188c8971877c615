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
}
