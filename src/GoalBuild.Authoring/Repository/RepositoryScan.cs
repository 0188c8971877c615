using System.Text.Json;
using GoalBuild.Language.Analysis;

namespace GoalBuild.Authoring.Repository;

/// <summary>Finds what a repository can be checked by: its solutions, tests, linters, scripts and continuous integration. It reads files and runs nothing.</summary>
public static class RepositoryScan
{
    private static readonly string[] ProjectEndings = [".csproj", ".fsproj", ".vbproj"];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Looks at a tree.</summary>
    /// <param name="tree">The files around the goal.</param>
    public static RepositoryFacts Of(RepositoryTree tree)
    {
        var projects = tree.Files.Where(IsProject).ToDictionary(file => file, file => ProjectReader.Read(tree, file), StringComparer.Ordinal);
        var (builds, held) = BuildsOf(tree, projects);
        var workflows = WorkflowReader.Read(tree);
        return new RepositoryFacts
        {
            Name = tree.Name,
            Tree = tree,
            Builds = builds,
            Projects = [.. held.Where(projects.ContainsKey).Select(project => projects[project])],
            Beside = [.. tree.Files.Where(FolderProjects.IsSolution).Except(builds), .. projects.Keys.Except(held).Order(StringComparer.Ordinal)],
            NodePackages = NodePackageReader.Read(tree),
            Others = OtherChecks.Read(tree),
            Workflows = workflows,
            EditorConfig = tree.Files.Where(file => file == ".editorconfig" || file.EndsWith("/.editorconfig", StringComparison.Ordinal)).OrderBy(Depth).FirstOrDefault(),
            Sdk = SdkOf(tree),
            Stryker = StrykerOf(tree),
        };
    }

    /// <summary>Whether a file is one that something is built from.</summary>
    /// <param name="path">Its path.</param>
    internal static bool IsBuilt(string path) => IsProject(path) || FolderProjects.IsSolution(path) || Path.GetFileName(path) is "package.json" or "Makefile" or "Cargo.toml" or "go.mod" or "pyproject.toml";

    /// <summary>How many folders lead to a file; those that lead up count as well.</summary>
    /// <param name="path">Its path.</param>
    internal static int Depth(string path) => path.Count(character => character == '/');

    /// <summary>Reads JSON with comments; null for what is none.</summary>
    /// <param name="text">The text.</param>
    internal static JsonElement? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member of an object, at the end of a path of names; null where there is none.</summary>
    /// <param name="element">The object.</param>
    /// <param name="path">The names.</param>
    internal static JsonElement? Member(JsonElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            element = element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? member : null;
        }

        return element;
    }

    private static bool IsProject(string path) => ProjectEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // The solutions that are nearest to the top: what lies deeper is an example, a fixture or a part of these.
    private static (IReadOnlyList<string> Builds, IReadOnlyList<string> Held) BuildsOf(RepositoryTree tree, Dictionary<string, ProjectFacts> projects)
    {
        var solutions = tree.Files.Where(FolderProjects.IsSolution).ToList();
        if (solutions.Count == 0)
        {
            var referenced = projects.Values.SelectMany(project => project.References).ToHashSet(StringComparer.Ordinal);
            return ([.. projects.Keys.Where(project => !referenced.Contains(project)).Order(StringComparer.Ordinal)], [.. projects.Keys.Order(StringComparer.Ordinal)]);
        }

        var nearest = solutions.Min(Depth);

        // While a repository moves to .slnx it has both side by side.
        List<string> builds = [.. solutions.Where(solution => Depth(solution) == nearest && !(solution.EndsWith(".sln", StringComparison.OrdinalIgnoreCase) && solutions.Contains(solution + "x")))];
        return (builds, [.. builds.SelectMany(solution => SolutionReader.Projects(tree, solution)).Distinct(StringComparer.Ordinal)]);
    }

    private static string? SdkOf(RepositoryTree tree) => tree.Files.Where(file => Path.GetFileName(file) == "global.json").OrderBy(Depth)
        .Select(file => Member(Json(tree.Read(file)), "sdk", "version")?.ToString()).FirstOrDefault(version => !string.IsNullOrEmpty(version));

    private static StrykerFacts? StrykerOf(RepositoryTree tree)
    {
        if (tree.Files.Where(file => Path.GetFileName(file) is "stryker-config.json" or "stryker-config.yaml").OrderBy(Depth).FirstOrDefault() is { } config)
        {
            var limit = Member(Json(tree.Read(config)), "stryker-config", "thresholds", "break");
            return new StrykerFacts(config, limit is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var share) && share > 0 ? share : null);
        }

        var tools = tree.Files.Where(file => Path.GetFileName(file) == "dotnet-tools.json").FirstOrDefault(file => tree.Read(file).Contains("\"dotnet-stryker\"", StringComparison.OrdinalIgnoreCase));
        return tools is null ? null : new StrykerFacts(tools, null);
    }
}
