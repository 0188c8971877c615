using GoalBuild.Language.Analysis;

namespace GoalBuild.Verification.Compilation;

/// <summary>Finds the project or solution that a clause names.</summary>
public static class ProjectFile
{
    /// <summary>Whether the file is a solution.</summary>
    /// <param name="path">A path; it is not opened.</param>
    public static bool IsSolution(string path) => FolderProjects.IsSolution(path);

    /// <summary>The project or solution at a path: the file itself, or the only one in that folder (a solution before a project).</summary>
    /// <param name="path">Absolute path of a file or folder.</param>
    /// <param name="problem">What is wrong and what to do, or null where a project was found.</param>
    /// <returns>An absolute path, or null where none was found.</returns>
    public static string? Find(string path, out string? problem)
    {
        problem = null;
        if (File.Exists(path))
        {
            return Path.GetFullPath(path);
        }

        if (!Directory.Exists(path))
        {
            problem = $"There is no project at '{path}'. Correct the path, which is taken from the goal file's folder, or create the project.";
            return null;
        }

        var candidates = FolderProjects.In(Directory.GetFiles(path));
        switch (candidates)
        {
            case [var only]:
                return Path.GetFullPath(only);
            case []:
                problem = $"There is no project or solution in the folder '{path}'. Name a project file, or a folder that holds one.";
                return null;
            default:
                problem = $"There are several projects in the folder '{path}': {string.Join(", ", candidates.Select(Path.GetFileName))}. Name one of them.";
                return null;
        }
    }
}
