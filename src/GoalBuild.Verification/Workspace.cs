namespace GoalBuild.Verification;

/// <summary>Where a goal works: the tree it is about, and the folder that keeps what GoalBuild knows of it.</summary>
/// <param name="Root">Absolute path of the tree that is verified and edited: the repository's root, or the isolated copy of it.</param>
/// <param name="StateDirectory">Absolute path of the <c>.goal</c> folder; in an isolated run it is still the one of the user's own tree.</param>
public sealed record Workspace(string Root, string StateDirectory)
{
    /// <summary>The folder name that holds the ledger, runs and snapshots.</summary>
    public const string StateDirectoryName = ".goal";

    /// <summary>The workspace that a goal file belongs to: the nearest folder above it with a <c>.git</c>, or else its own folder.</summary>
    /// <param name="goalPath">Path of the goal file.</param>
    public static Workspace ForGoalFile(string goalPath)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(goalPath))!;
        for (var candidate = folder; candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            // In a worktree or submodule, .git is a file.
            if (Path.Exists(Path.Combine(candidate, ".git")))
            {
                return new Workspace(candidate, Path.Combine(candidate, StateDirectoryName));
            }
        }

        return new Workspace(folder, Path.Combine(folder, StateDirectoryName));
    }

    /// <summary>A path relative to <see cref="Root"/>, with <c>/</c> between its parts.</summary>
    /// <param name="path">An absolute path.</param>
    public string RelativePath(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
