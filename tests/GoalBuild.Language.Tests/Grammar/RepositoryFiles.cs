namespace GoalBuild.Language.Tests.Grammar;

/// <summary>Files of the repository that the tests are built from.</summary>
internal static class RepositoryFiles
{
    private static readonly Lazy<string> Folder = new(Find);

    public static string Root => Folder.Value;

    public static string Grammar(string name) => Path.Combine(Root, "grammar", name);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GoalBuild.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No GoalBuild.sln stands above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
