using GoalBuild.Authoring.Repository;

namespace GoalBuild.Authoring.Composition;

/// <summary>Says what a scan found, for someone who has not seen the repository.</summary>
public static class FactsPage
{
    private const int MostFolders = 40;

    /// <summary>The findings, one line each.</summary>
    /// <param name="facts">What was found.</param>
    public static IReadOnlyList<string> Lines(RepositoryFacts facts) =>
    [
        $"The repository is called {facts.Name}.",
        .. facts.Builds.Select(build => $"{build} is what is built."),
        .. facts.Projects.Select(Describe),
        .. facts.Beside.Take(MostFolders).Select(path => $"{path} is in none of these."),
        .. facts.NodePackages.Select(package => $"{RelativePath.Join(package.Folder, "package.json")} has the scripts {string.Join(", ", package.Scripts)}, run by {package.Manager}{(package.HasTypeScript ? ", and a tsconfig.json" : "")}."),
        .. facts.Others.Select(other => $"'{other.Command}' checks what {other.Source} is for."),
        .. facts.Workflows.Select(workflow => $"{workflow.Path} runs: {string.Join("; ", workflow.Commands)}"),
        .. facts.EditorConfig is { } config ? [$"{config} has the rules of formatting."] : Array.Empty<string>(),
        .. facts.Sdk is { } sdk ? [$"global.json asks for the .NET SDK {sdk}."] : Array.Empty<string>(),
        .. facts.Stryker is { } stryker ? [$"{stryker.Source} has Stryker.NET."] : Array.Empty<string>(),
        $"Folders: {string.Join(", ", facts.Tree.Folders.Where(folder => RepositoryScan.Depth(folder) < 2 && !folder.StartsWith('.')).Order(StringComparer.Ordinal).Take(MostFolders))}",
    ];

    private static string Describe(ProjectFacts project)
    {
        List<string> said = [project.IsTest ? $"a test project ({project.TestFramework ?? "framework unknown"}, {(project.UsesTestingPlatform ? "Microsoft.Testing.Platform" : "VSTest")})" : project.IsWeb ? "a web application" : project.IsPackage ? "a package that others use" : "a project"];
        if (project.Collector is { } collector)
        {
            said.Add($"coverage is measured by {collector}");
        }

        if (project.Packages.Count > 0)
        {
            said.Add($"packages {string.Join(", ", project.Packages)}");
        }

        return $"{project.Path} is {string.Join("; ", said)}.";
    }
}
