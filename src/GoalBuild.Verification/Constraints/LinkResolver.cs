namespace GoalBuild.Verification.Constraints;

/// <summary>Says where a path really leads.</summary>
public static class LinkResolver
{
    // Far more links in a row than any tree has; a cycle of links ends here.
    private const int MostLinks = 64;

    /// <summary>The path with every link on the way resolved, also where its last parts do not exist yet.</summary>
    /// <param name="path">An absolute path.</param>
    public static string Resolve(string path)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            if (FirstLink(path) is not var (link, target, rest))
            {
                return path;
            }

            path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link)!, target, rest));
        }

        return path;
    }

    private static (string Link, string Target, string Remaining)? FirstLink(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var parts = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var current = root;
        for (var i = 0; i < parts.Length; i++)
        {
            current = Path.Combine(current, parts[i]);
            if (new FileInfo(current).LinkTarget is { } target)
            {
                return (current, target, string.Join(Path.DirectorySeparatorChar, parts[(i + 1)..]));
            }
        }

        return null;
    }
}
