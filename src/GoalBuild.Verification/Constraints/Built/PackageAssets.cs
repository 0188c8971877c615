using System.Text.Json;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>What NuGet's restore resolved for one project, as its <c>project.assets.json</c> has it.</summary>
/// <param name="Packages">Direct and transitive packages, of each target framework; those of a runtime identifier that the framework alone has too are left out.</param>
/// <param name="Errors">What the restore failed with; empty where it succeeded.</param>
internal sealed record PackageAssets(IReadOnlyList<ResolvedPackage> Packages, IReadOnlyList<string> Errors)
{
    /// <summary>Reads an assets file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="InvalidDataException">It is no assets file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PackageAssets Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.GetProperty("targets").ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException($"'{path}' has no targets.");
            }

            var implicitly = ImplicitOf(root);
            var packages = Members(root, "targets").SelectMany(target => OfTarget(root, target, implicitly)).Concat(Downloads(root)).ToList();
            return new PackageAssets(
                [.. packages.DistinctBy(package => (package.Name.ToUpperInvariant(), package.Version, package.Framework.Split('/')[0]))],
                [.. Items(root, "logs").Where(log => Text(log, "level") == "Error").Select(log => $"{Text(log, "code")}: {Text(log, "message")}")]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"'{path}' is damaged: {exception.Message}", exception);
        }
    }

    private static IEnumerable<ResolvedPackage> OfTarget(JsonElement root, JsonProperty target, HashSet<string> implicitly)
    {
        // "Name/1.2.3": { "type": "package", "dependencies": { "Other": "1.0.0" } }
        var libraries = target.Value.EnumerateObject().ToDictionary(library => library.Name.Split('/')[0], StringComparer.OrdinalIgnoreCase);
        var ways = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<(string Name, IReadOnlyList<string> Way)>(Roots(root, target.Name.Split('/')[0]).Select(name => (name, (IReadOnlyList<string>)[])));
        while (pending.TryDequeue(out var next))
        {
            // The shortest way is found first; more of them would say nothing new.
            if (!libraries.TryGetValue(next.Name, out var library) || ways.ContainsKey(next.Name))
            {
                continue;
            }

            IReadOnlyList<string> way = [.. next.Way, library.Name.Split('/')[0]];
            ways[next.Name] = way;
            foreach (var dependency in Members(library.Value, "dependencies"))
            {
                pending.Enqueue((dependency.Name, way));
            }
        }

        foreach (var (name, library) in libraries.Where(library => Text(library.Value.Value, "type") == "package"))
        {
            // What is pinned and nobody asks for is the project's own wish.
            var way = ways.GetValueOrDefault(name) ?? [name];
            yield return new ResolvedPackage(library.Name.Split('/')[0], library.Name.Split('/') is [_, var version] ? version : "", target.Name, way)
            {
                IsImplicit = way.Count == 1 && implicitly.Contains(name),
                IsOfOtherProject = way.SkipLast(1).Any(step => libraries.TryGetValue(step, out var on) && Text(on.Value, "type") == "project"),
            };
        }
    }

    /// <summary>What the project asks for itself: packages and other projects.</summary>
    private static IEnumerable<string> Roots(JsonElement root, string framework) =>
        root.TryGetProperty("projectFileDependencyGroups", out var groups) && groups.TryGetProperty(framework, out var group)
            ? group.EnumerateArray().Select(entry => entry.GetString()!.Split(' ')[0])
            : [];

    /// <summary>What is fetched without being resolved (<c>PackageDownload</c>): a reference by path can take anything from it.</summary>
    private static IEnumerable<ResolvedPackage> Downloads(JsonElement root) =>
        !root.TryGetProperty("project", out var project) ? []
        : from framework in Members(project, "frameworks")
          from download in Items(framework.Value, "downloadDependencies")
          let name = Text(download, "name")
          where name.Length > 0
          select new ResolvedPackage(name, Text(download, "version").Trim('[', ']', '(', ')').Split(',')[0].Trim(), framework.Name, [name]) { IsImplicit = SdkPackages.Contains(name) };

    // A project file can say of any package that the SDK adds it: what an SDK really adds is known by name.
    private static HashSet<string> ImplicitOf(JsonElement root) =>
        root.TryGetProperty("project", out var project)
            ? Members(project, "frameworks").SelectMany(framework => Members(framework.Value, "dependencies"))
                .Where(dependency => dependency.Value.ValueKind == JsonValueKind.Object && dependency.Value.TryGetProperty("autoReferenced", out var auto) && auto.ValueKind == JsonValueKind.True)
                .Select(dependency => dependency.Name).Where(SdkPackages.Contains).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : [];

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member.EnumerateObject() : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Array ? member.EnumerateArray() : default;

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
