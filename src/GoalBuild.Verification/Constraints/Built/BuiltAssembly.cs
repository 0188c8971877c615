using System.Text.Json;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>An assembly that was built from a project of the tree.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Project">Absolute path of its project.</param>
/// <param name="Framework">Its target framework, or empty where that is not known.</param>
internal sealed record BuiltAssembly(string Path, string Project, string Framework)
{
    /// <summary>The assemblies that builds gave, and those of the projects that they refer to, which lie beside them. Each once.</summary>
    /// <param name="outputs">The outputs of the target Build; <c>GoalBuild.TestProjects.targets</c> wrote the metadata.</param>
    public static IReadOnlyList<BuiltAssembly> Among(IEnumerable<ITaskItem> outputs)
    {
        var found = new List<BuiltAssembly>();
        foreach (var output in outputs.Where(output => System.IO.Path.GetExtension(output.ItemSpec) is ".dll" or ".exe"))
        {
            var project = System.IO.Path.GetFullPath(output.GetMetadata("MSBuildSourceProjectFile"));
            var folder = System.IO.Path.GetDirectoryName(project)!;
            var assembly = new BuiltAssembly(System.IO.Path.GetFullPath(output.ItemSpec, folder), project, output.GetMetadata("GoalTargetFramework"));
            found.Add(assembly);
            if (output.GetMetadata("GoalAssetsFile") is { Length: > 0 } assets)
            {
                found.AddRange(Beside(assembly, System.IO.Path.GetFullPath(assets, folder)));
            }
        }

        // A copy of what a project's own output is here as well would be read twice.
        return [.. found.GroupBy(assembly => (assembly.Project, System.IO.Path.GetFileName(assembly.Path), assembly.Framework)).Select(group => group.OrderByDescending(assembly => assembly.IsIn(assembly.Project)).First())];
    }

    private bool IsIn(string project) => FindingPath.IsBelow(System.IO.Path.GetDirectoryName(project)!, Path);

    private static IEnumerable<BuiltAssembly> Beside(BuiltAssembly assembly, string assets)
    {
        if (!File.Exists(assets))
        {
            yield break;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        if (!document.RootElement.TryGetProperty("libraries", out var libraries))
        {
            yield break;
        }

        foreach (var library in libraries.EnumerateObject())
        {
            if (library.Value.TryGetProperty("msbuildProject", out var relative) && relative.GetString() is { } path)
            {
                var project = System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(assembly.Project)!);
                var beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(assembly.Path)!, $"{System.IO.Path.GetFileNameWithoutExtension(project)}.dll");
                if (File.Exists(beside))
                {
                    yield return new BuiltAssembly(beside, project, "");
                }
            }
        }
    }
}
