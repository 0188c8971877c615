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

    private static bool IsTest(FileSystemInfo project)
    {
        var name = Path.GetFileNameWithoutExtension(project.Name);
        try
        {
            return Endings.Any(ending => name.EndsWith($".{ending}", StringComparison.OrdinalIgnoreCase) || name == ending)
                || File.ReadAllText(project.FullName) is var text && Marks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
