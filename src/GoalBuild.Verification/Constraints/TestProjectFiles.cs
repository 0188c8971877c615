namespace GoalBuild.Verification.Constraints;

/// <summary>Finds test projects by what their files say, before any build: their own configuration is always protected.</summary>
public static class TestProjectFiles
{
    private static readonly string[] Marks =
        ["<IsTestProject>true", "Microsoft.NET.Test.Sdk", "MSTest.Sdk", "\"MSTest", "\"NUnit\"", "\"xunit", "\"TUnit\"", "EnableMSTestRunner", "EnableNUnitRunner", "UseMicrosoftTestingPlatformRunner"];

    private static readonly string[] Endings = ["Tests", "Test", "Specs", "UnitTests"];

    /// <summary>The test projects of a tree, relative to its root with <c>/</c>: those that refer to a test framework, and those that are named as such (the reference may stand in a shared file).</summary>
    /// <param name="root">Absolute path of the tree.</param>
    public static IReadOnlySet<string> Find(string root)
    {
        var projects = FolderWalk.Folders(root).SelectMany(folder => folder.Entries).Where(entry => entry is FileInfo && entry.Extension is ".csproj" or ".fsproj" or ".vbproj");
        return projects.Where(IsTest).Select(entry => Path.GetRelativePath(root, entry.FullName).Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether a project is named as test projects are.</summary>
    /// <param name="name">The project's name, without a folder and an extension.</param>
    public static bool IsNamedForTests(string name) => Endings.Any(ending => name.EndsWith($".{ending}", StringComparison.OrdinalIgnoreCase) || name == ending);

    /// <summary>Whether the text of a project, or of a file that it shares, refers to a test framework.</summary>
    /// <param name="text">The file's text.</param>
    public static bool RefersToTestFramework(string text) => Marks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static bool IsTest(FileSystemInfo project)
    {
        try
        {
            return IsNamedForTests(Path.GetFileNameWithoutExtension(project.Name)) || RefersToTestFramework(File.ReadAllText(project.FullName));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
