using GoalBuild.Verification;

namespace GoalBuild.Editor.Tree;

/// <summary>The projects, folders and files of the tree around a goal file, as paths that the goal would write.</summary>
/// <param name="goalPath">Absolute path of the goal file; it need not exist.</param>
internal sealed class RepositoryFiles(string goalPath)
{
    /// <summary>A list is for choosing from, and an editor waits for it: in a larger tree, typing a folder's name shows what is in it.</summary>
    private const int MostFolders = 5_000;

    private readonly string _folder = Path.GetDirectoryName(goalPath)!;

    /// <summary>The projects and solutions of the repository, relative to the goal's folder, with <c>/</c>; solutions first, then by name.</summary>
    public IEnumerable<string> Projects() => FolderWalk.Folders(Workspace.ForGoalFile(goalPath).Root)
        .Take(MostFolders)
        .SelectMany(folder => folder.Entries)
        .Where(entry => entry is FileInfo && IsProject(entry.Name))
        .OrderByDescending(entry => Language.Analysis.FolderProjects.IsSolution(entry.Name))
        .ThenBy(entry => entry.FullName, StringComparer.Ordinal)
        .Select(entry => Relative(entry.FullName));

    /// <summary>What is directly in a folder, without what tools make.</summary>
    /// <param name="written">The folder as the goal writes it, relative to its own; empty for that.</param>
    /// <returns>Names, and whether each is a folder; none where the folder cannot be read or lies outside of the repository.</returns>
    public IEnumerable<(string Name, bool IsFolder)> In(string written)
    {
        var root = Workspace.ForGoalFile(goalPath).Root;
        var folder = PathOf(written);
        if (folder is null || !(folder == root || folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) || !Directory.Exists(folder))
        {
            return [];
        }

        var (_, entries) = FolderWalk.Folders(folder).First();
        return entries.Where(entry => !(entry is DirectoryInfo && (FolderWalk.IsOutput(entry.Name) || entry.Name == ".git")))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => (entry.Name, entry is DirectoryInfo));
    }

    /// <summary>The absolute path of a file or folder as the goal writes it; null for what no path can be.</summary>
    /// <param name="written">Relative to the goal's folder.</param>
    public string? PathOf(string written)
    {
        try
        {
            return Path.GetFullPath(written.Length == 0 ? "." : written, _folder).TrimEnd(Path.DirectorySeparatorChar);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The file that a project's path stands for: itself, or the only project or solution of the folder; null without one.</summary>
    /// <param name="written">Relative to the goal's folder.</param>
    public string? ProjectAt(string written)
    {
        var path = PathOf(written);
        return File.Exists(path) ? path
            : Directory.Exists(path) && Language.Analysis.FolderProjects.In(Directory.GetFiles(path)) is [var only] ? only
            : null;
    }

    private string Relative(string path) => Path.GetRelativePath(_folder, path).Replace('\\', '/');

    private static bool IsProject(string name) => Language.Analysis.FolderProjects.IsSolution(name) || Path.GetExtension(name) is ".csproj" or ".fsproj" or ".vbproj";
}
