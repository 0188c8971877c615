namespace GoalBuild.Language.Analysis;

/// <summary>Which project a folder stands for.</summary>
public static class FolderProjects
{
    private static readonly string[] SolutionExtensions = [".sln", ".slnx"];

    /// <summary>Whether the file is a solution.</summary>
    /// <param name="path">A path; it is not opened.</param>
    public static bool IsSolution(string path) => SolutionExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Of the files in a folder those that it may stand for: its solutions, or without one its projects. It stands for one only where that is the only one.</summary>
    /// <param name="files">Their paths.</param>
    /// <returns>Paths in ordinal order.</returns>
    public static IReadOnlyList<string> In(IReadOnlyCollection<string> files)
    {
        var solutions = files.Where(IsSolution).Order(StringComparer.Ordinal).ToList();
        return solutions.Count > 0 ? solutions : [.. files.Where(file => Path.GetExtension(file).EndsWith("proj", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
    }
}
