namespace GoalBuild.Tool.Tests.Support;

/// <summary>Compares a text with the one that was approved, a file in <c>Approved/</c>. With APPROVE=1 in the environment the file is written instead.</summary>
internal static class Approved
{
    public static void Verify(string name, string text)
    {
        var path = Path.Combine(ProjectFolder(), "Approved", name + ".txt");
        var received = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, received);
        }

        Assert.That(File.Exists(path), $"{name} was never approved. Run with APPROVE=1, then read {path}.");
        Assert.That(received, Is.EqualTo(File.ReadAllText(path).ReplaceLineEndings("\n")));
    }

    // Not from the compiler's own record of the source: a deterministic build replaces the folder in it.
    private static string ProjectFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GoalBuild.Tool.Tests.csproj")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' holds GoalBuild.Tool.Tests.csproj; run the tests from a checkout.");
    }
}
