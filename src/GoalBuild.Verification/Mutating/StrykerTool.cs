using System.Text.Json;

namespace GoalBuild.Verification.Mutating;

/// <summary>Where Stryker.NET is, and how it is started.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">What comes before its own arguments.</param>
internal sealed record StrykerTool(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The package and the command.</summary>
    public const string Name = "dotnet-stryker";

    private static readonly string[] Manifests = [Path.Combine(".config", "dotnet-tools.json"), "dotnet-tools.json"];

    /// <summary>Finds it: as the project's tool manifest has it, else on the <c>PATH</c>, else among the user's tools.</summary>
    /// <param name="folder">Absolute path of the folder that it runs in.</param>
    /// <param name="root">Absolute path of the workspace's root, above which no manifest is looked for.</param>
    /// <param name="host">Starts tools of a manifest.</param>
    /// <param name="searchPath">The folders of the <c>PATH</c>.</param>
    /// <param name="home">Absolute path of the user's home.</param>
    /// <returns>Null where it is nowhere.</returns>
    public static StrykerTool? Find(string folder, string root, DotnetHost host, IEnumerable<string> searchPath, string home)
    {
        for (var above = folder; above is not null && (above == root || FindingPath.IsBelow(root, above)); above = Path.GetDirectoryName(above))
        {
            if (Manifests.Select(name => Path.Combine(above, name)).Any(Has))
            {
                return new StrykerTool(host.Executable, ["exec", Path.Combine(host.SdkDirectory, "dotnet.dll"), "tool", "run", Name, "--"]);
            }
        }

        var file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        var program = searchPath.Where(Path.IsPathFullyQualified).Append(Path.Combine(home, ".dotnet", "tools")).Select(path => Path.Combine(path, file)).FirstOrDefault(File.Exists);
        return program is null ? null : new StrykerTool(program, []);
    }

    private static bool Has(string manifest)
    {
        if (!File.Exists(manifest))
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(manifest), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return json.RootElement.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Object
                && tools.EnumerateObject().Any(tool => tool.Name.Equals(Name, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // 'dotnet' itself says what is wrong with it, when it is asked for a tool.
            return false;
        }
    }
}
