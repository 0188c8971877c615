namespace GoalBuild.Authoring.Tests;

/// <summary>Fixtures beside their tests: a text is compared with the file that was approved. With APPROVE=1 in the environment the file is written instead.</summary>
internal static class Approved
{
    public static string Folder(string below) => Path.Combine(ProjectFolder(), below);

    public static void Verify(string path, string text)
    {
        var received = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, received);
        }

        Assert.That(File.Exists(path), $"It was never approved. Run with APPROVE=1, then read {path}.");
        Assert.That(received, Is.EqualTo(File.ReadAllText(path).ReplaceLineEndings("\n")));
    }

    // Not from the compiler's own record of the source: a deterministic build replaces the folder in it.
    private static string ProjectFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GoalBuild.Authoring.Tests.csproj")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' holds GoalBuild.Authoring.Tests.csproj; run the tests from a checkout.");
    }
}
