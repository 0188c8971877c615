namespace GoalBuild.Verification.Constraints.Built;

/// <summary>Finds the projects of a tree.</summary>
internal static class ProjectFiles
{
    /// <summary>Absolute paths of all of them, in order; folders of outputs are not entered.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    public static IReadOnlyList<string> In(string root) =>
        [.. FolderWalk.Folders(root).SelectMany(folder => folder.Entries)
            .Where(entry => entry is FileInfo && entry.Extension.ToLowerInvariant() is ".csproj" or ".fsproj" or ".vbproj")
            .Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
}
