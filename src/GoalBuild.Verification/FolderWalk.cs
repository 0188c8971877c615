namespace GoalBuild.Verification;

/// <summary>Walks the folders of a tree that hold sources: outputs, packages, git's own and GoalBuild's own are not entered, nor are links followed.</summary>
public static class FolderWalk
{
    /// <summary>The folders, the first one included, each with what is directly in it. One that cannot be read is left out.</summary>
    /// <param name="root">Absolute path of the first folder.</param>
    public static IEnumerable<(string Folder, IReadOnlyList<FileSystemInfo> Entries)> Folders(string root)
    {
        var pending = new Stack<string>([root]);
        while (pending.TryPop(out var folder))
        {
            var entries = Entries(folder);
            foreach (var directory in entries.OfType<DirectoryInfo>().Where(directory => directory.LinkTarget is null && !IsOutput(directory.Name) && directory.Name != ".git"))
            {
                pending.Push(directory.FullName);
            }

            yield return (folder, entries);
        }
    }

    /// <summary>Whether a folder of this name holds what tools make: builds, package managers, test runs, GoalBuild itself.</summary>
    /// <param name="name">The folder's name alone.</param>
    public static bool IsOutput(string name) => name is "bin" or "obj" or "node_modules" or "TestResults" or ".vs" or Workspace.StateDirectoryName;

    private static FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
