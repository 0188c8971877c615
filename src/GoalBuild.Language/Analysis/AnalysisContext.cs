namespace GoalBuild.Language.Analysis;

/// <summary>What the analysis has to know of the world around a goal file; it opens nothing itself.</summary>
/// <param name="GoalDirectory">
/// The folder of the goal file, relative to the root of the repository (or, outside of one, of the workspace), with <c>/</c>; empty
/// for the root itself. Paths of the goal are relative to it, and none may lead out of the root.
/// </param>
/// <param name="Exists">
/// Whether a file or folder exists, asked with a path relative to that root, with <c>/</c> and no <c>.</c> or <c>..</c> in it, empty for
/// the root. Null where nobody can tell; projects are then not looked for.
/// </param>
public sealed record AnalysisContext(string GoalDirectory = "", Func<string, bool>? Exists = null)
{
    /// <summary>The surroundings of a file: the nearest folder above it with a <c>.git</c> is the root, or else its own folder.</summary>
    /// <param name="goalPath">Absolute path of the goal file.</param>
    /// <param name="exists">Whether an absolute path exists, such as <see cref="Path.Exists"/>; the analysis itself asks no disk.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static AnalysisContext ForFile(string goalPath, Func<string, bool> exists)
    {
        ArgumentNullException.ThrowIfNull(exists);
        if (!Path.IsPathFullyQualified(goalPath))
        {
            throw new ArgumentException($"'{goalPath}' is not an absolute path.", nameof(goalPath));
        }

        var folder = Path.GetDirectoryName(goalPath)!;
        var root = folder;
        for (var candidate = folder; candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            // In a worktree or submodule, .git is a file.
            if (exists(Path.Combine(candidate, ".git")))
            {
                root = candidate;
                break;
            }
        }

        var relative = Path.GetRelativePath(root, folder);
        return new AnalysisContext(relative == "." ? "" : relative.Replace(Path.DirectorySeparatorChar, '/'), path => exists(Path.Combine(root, path)));
    }
}
