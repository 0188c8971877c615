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
    /// <summary>What whoever verifies the goal cannot check, as <see cref="UncheckedClauses.OfThisVersion"/> has it; empty where the text alone is judged.</summary>
    public IReadOnlySet<string> Unchecked { get; init; } = new HashSet<string>();

    /// <summary>
    /// The files in a folder, asked with a path as for <see cref="Exists"/>; null for what is no folder or cannot be listed. Null where nobody can tell;
    /// folders are then taken for ones that hold a project.
    /// </summary>
    public Func<string, IReadOnlyList<string>?>? FilesIn { get; init; }

    /// <summary>The surroundings of a file: the nearest folder above it with a <c>.git</c> is the root, or else its own folder.</summary>
    /// <param name="goalPath">Absolute path of the goal file.</param>
    /// <param name="exists">Whether an absolute path exists, such as <see cref="Path.Exists"/>; the analysis itself asks no disk.</param>
    /// <param name="filesIn">The files in an absolute folder, or null for what is no folder; where it is null, folders are not looked into.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static AnalysisContext ForFile(string goalPath, Func<string, bool> exists, Func<string, IReadOnlyList<string>?>? filesIn = null)
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
        return new AnalysisContext(relative == "." ? "" : relative.Replace(Path.DirectorySeparatorChar, '/'), path => exists(Path.Combine(root, path)))
        {
            Unchecked = UncheckedClauses.OfThisVersion,
            FilesIn = filesIn is null ? null : path => filesIn(Path.Combine(root, path)),
        };
    }
}
