namespace GoalBuild.Editor.Tests.Support;

/// <summary>The files of this repository.</summary>
internal static class RepositoryFiles
{
    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GoalBuild.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run within the repository.");
        }

        return folder;
    });

    public static string Root => Folder.Value;

    /// <summary>The tool as it was built beside these tests.</summary>
    public static string Tool
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(Root, "src", "GoalBuild.Tool", "bin", framework.Parent!.Name, framework.Name, "dotnet-goal.dll");
        }
    }

    public static string Extension(string name) => Path.Combine(Root, "grammar", "vscode", name);
}
