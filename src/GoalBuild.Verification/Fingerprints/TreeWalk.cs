namespace GoalBuild.Verification.Fingerprints;

/// <summary>Finds the files of a folder that a person or an executor writes: not what builds, package managers, git and GoalBuild put there.</summary>
internal static class TreeWalk
{
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", ".git", Workspace.StateDirectoryName, "TestResults", "node_modules", ".vs" };

    /// <summary>Absolute paths of the files, ordered. Links are among them and are not followed.</summary>
    /// <param name="folder">Absolute path; a folder that does not exist has no files.</param>
    /// <param name="packages">Whether the list of what npm installed counts as a file of the tree.</param>
    public static List<string> Files(string folder, bool packages)
    {
        var files = new List<string>();
        Walk(new DirectoryInfo(folder));
        files.Sort(StringComparer.Ordinal);
        return files;

        void Walk(DirectoryInfo directory)
        {
            try
            {
                foreach (var entry in directory.EnumerateFileSystemInfos())
                {
                    if (entry is not DirectoryInfo below || below.LinkTarget is not null)
                    {
                        files.Add(entry.FullName);
                    }
                    else if (!Skipped.Contains(entry.Name))
                    {
                        Walk(below);
                    }
                    else if (packages && entry.Name == "node_modules")
                    {
                        files.Add(Path.Combine(entry.FullName, ".package-lock.json"));
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What cannot be listed is not read by a clause either; that it is there counts.
                files.Add(directory.FullName);
            }
        }
    }
}
