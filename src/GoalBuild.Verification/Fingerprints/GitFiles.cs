namespace GoalBuild.Verification.Fingerprints;

/// <summary>The files that say what a git work tree is compared with: a command may ask git.</summary>
internal static class GitFiles
{
    private const string Link = "gitdir: ", Reference = "ref: ";

    /// <summary>Absolute paths of HEAD, of what it refers to, and of the index; none where the workspace is no work tree.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    public static IReadOnlyList<string> Of(string root)
    {
        var git = Path.Combine(root, ".git");
        try
        {
            if (File.Exists(git) && File.ReadAllText(git).TrimEnd() is { } text && text.StartsWith(Link, StringComparison.Ordinal))
            {
                git = Path.GetFullPath(text[Link.Length..], root);
            }

            var head = Path.Combine(git, "HEAD");
            if (!File.Exists(head))
            {
                return [];
            }

            var files = new List<string> { head, Path.Combine(git, "index") };
            if (File.ReadAllText(head).TrimEnd() is { } reference && reference.StartsWith(Reference, StringComparison.Ordinal))
            {
                // A linked work tree keeps its references where the main one does.
                var common = Path.Combine(git, "commondir");
                var store = File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).TrimEnd(), git) : git;
                files.Add(Path.Combine(store, reference[Reference.Length..]));
                files.Add(Path.Combine(store, "packed-refs"));
            }

            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [git];
        }
    }
}
