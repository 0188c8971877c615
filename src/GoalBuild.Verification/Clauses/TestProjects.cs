using GoalBuild.Verification.Testing;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary>Makes test assemblies of what a build returned; <c>GoalBuild.TestProjects.targets</c> wrote the metadata.</summary>
internal static class TestProjects
{
    /// <summary>The test assemblies among the outputs, each once, ordered by project and framework.</summary>
    /// <param name="outputs">The outputs of the target Build.</param>
    public static IReadOnlyList<TestAssembly> Among(IEnumerable<ITaskItem> outputs) =>
        [.. outputs.Where(IsTest).Select(Describe).DistinctBy(assembly => assembly.Path)
            .OrderBy(assembly => assembly.Project, StringComparer.Ordinal).ThenBy(assembly => assembly.Framework, StringComparer.Ordinal)];

    /// <summary>Whether any output says what it is; a build without outputs has nothing to say.</summary>
    /// <param name="outputs">The outputs of the target Build.</param>
    public static bool AreDescribed(IReadOnlyCollection<ITaskItem> outputs) =>
        outputs.Count == 0 || outputs.Any(output => output.GetMetadata("GoalTargetFramework").Length > 0);

    /// <summary>A project that says it holds no tests is believed: test libraries reference frameworks too.</summary>
    public static bool IsTest(ITaskItem output) =>
        Is(output, "GoalIsTestProject", "true") || (Is(output, "GoalIsTestingPlatformApplication", "true") && !Is(output, "GoalIsTestProject", "false"));

    private static bool Is(ITaskItem output, string metadata, string value) =>
        string.Equals(output.GetMetadata(metadata), value, StringComparison.OrdinalIgnoreCase);

    private static TestAssembly Describe(ITaskItem output)
    {
        var project = output.GetMetadata("MSBuildSourceProjectFile");
        var folder = Path.GetDirectoryName(project)!;
        return new TestAssembly(Path.GetFullPath(output.ItemSpec, folder), project)
        {
            Framework = output.GetMetadata("GoalTargetFramework"),
            IsTestingPlatformApplication = Is(output, "GoalIsTestingPlatformApplication", "true"),
            Settings = FullPath("GoalRunSettings"),
            AssetsFile = FullPath("GoalAssetsFile"),
        };

        string? FullPath(string metadata) => output.GetMetadata(metadata) is { Length: > 0 } path ? Path.GetFullPath(path, folder) : null;
    }
}
