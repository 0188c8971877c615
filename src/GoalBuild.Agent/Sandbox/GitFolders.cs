using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Sandbox;

/// <summary>Finds git's own folders of a tree: in a worktree or a submodule they lie somewhere else.</summary>
internal static class GitFolders
{
    /// <summary>Absolute paths of the folder of the tree and of the one that it shares with other worktrees; empty where the tree is no repository, or has all in its <c>.git</c>.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    public static IReadOnlyList<string> Elsewhere(string root)
    {
        var link = Path.Combine(root, ".git");
        try
        {
            // To read a pipe is to wait for whoever writes into it.
            if (SpecialFile.Is(link) || !File.Exists(link) || Pointed(link, "gitdir:") is not { } folder || !Directory.Exists(folder))
            {
                return [];
            }

            var shared = Path.Combine(folder, "commondir");
            return [.. new[] { folder, File.Exists(shared) && !SpecialFile.Is(shared) ? Pointed(shared, "") : null }.OfType<string>().Select(LinkResolver.Resolve).Distinct(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static string? Pointed(string file, string prefix)
    {
        var text = File.ReadAllText(file).Trim();
        return text.StartsWith(prefix, StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, text[prefix.Length..].Trim())) : null;
    }
}
