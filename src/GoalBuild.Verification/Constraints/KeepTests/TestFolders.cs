namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Says which files of a tree belong to tests: those in the folder of a test project.</summary>
/// <param name="projects">Test projects, relative to the workspace's root.</param>
internal sealed class TestFolders(IEnumerable<string> projects)
{
    private readonly HashSet<string> _folders = [.. projects.Select(project => project[..(project.LastIndexOf('/') + 1)])];

    /// <summary>Whether there is any.</summary>
    public bool Any => _folders.Count > 0;

    /// <summary>Whether a file lies in one; a project at the root of the tree counts for the files beside it alone.</summary>
    /// <param name="path">Relative to the workspace's root.</param>
    public bool Contains(string path) => _folders.Any(folder => folder.Length == 0 ? !path.Contains('/', StringComparison.Ordinal) : path.StartsWith(folder, StringComparison.Ordinal));
}
