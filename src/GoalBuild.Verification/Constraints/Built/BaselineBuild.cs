using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>Builds projects of the baseline in their own folder, each once: a tree of one identity never changes, so that what was built stays.</summary>
/// <param name="dotnet">Starts the build, in a process of its own.</param>
/// <param name="targets">The folder of GoalBuild's own targets, with a separator at its end.</param>
/// <param name="root">Absolute path of the tree as it was.</param>
internal sealed class BaselineBuild(DotnetHost dotnet, string targets, string root)
{
    /// <summary>The assemblies of a project, one for each framework.</summary>
    /// <param name="project">Absolute path of the project in the tree as it was.</param>
    /// <param name="cancellation">Kills the build.</param>
    /// <returns>The assemblies; or null and why there are none.</returns>
    public async Task<(IReadOnlyList<ApiAssembly>? Assemblies, string Trouble)> OfAsync(string project, CancellationToken cancellation)
    {
        // Beside the tree, not in it, where it would be a file of the baseline.
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{dotnet.SdkDirectory}\n{Path.GetRelativePath(root, project)}")))[..16];
        var list = Path.Combine(Path.GetDirectoryName(root)!, $"api-{key}.json");
        if (Kept(list) is { } kept)
        {
            return (kept, "");
        }

        var output = $"{list}.txt";
        string[] build =
        [
            "build", project, "-nologo", "-v:q", "-tl:off", "-nodeReuse:false", "-t:Build;_GoalReferences",
            $"-p:CustomAfterMicrosoftCommonTargets={targets}GoalBuild.TestProjects.targets",
            $"-p:CustomAfterMicrosoftCommonCrossTargetingTargets={targets}GoalBuild.TestProjects.CrossTargeting.targets",
            "-p:UseSharedCompilation=false",
        ];
        var folder = Path.GetDirectoryName(project)!;
        var result = await dotnet.RunAsync([.. build, "-getTargetResult:Build", "-getTargetResult:_GoalReferences"], folder, cancellation, output).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            // Asked for the results of targets that it did not reach, MSBuild says only that of itself it failed; asked for none, it says why.
            var plain = await dotnet.RunAsync(build, folder, cancellation, output).ConfigureAwait(false);
            var error = plain.Output.Split('\n').FirstOrDefault(line => line.Contains(": error ", StringComparison.Ordinal))?.Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
            return (null, error?.Split(" [")[0].Trim() ?? $"'dotnet build' ended with exit code {result.ExitCode}");
        }

        try
        {
            var assemblies = Read(await File.ReadAllTextAsync(output, cancellation).ConfigureAwait(false));
            var unfinished = $"{list}.{Guid.NewGuid():N}";
            await File.WriteAllTextAsync(unfinished, JsonSerializer.Serialize(assemblies), cancellation).ConfigureAwait(false);
            File.Move(unfinished, list, overwrite: true);
            return (assemblies, "");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, $"what 'dotnet build' says of its outputs cannot be read: {exception.Message}");
        }
    }

    private static List<ApiAssembly>? Kept(string list)
    {
        try
        {
            return File.Exists(list) && JsonSerializer.Deserialize<List<ApiAssembly>>(File.ReadAllText(list)) is { Count: > 0 } kept && kept.All(assembly => File.Exists(assembly.Path)) ? kept : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
    }

    private static List<ApiAssembly> Read(string text)
    {
        using var document = JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]);
        var results = document.RootElement.GetProperty("TargetResults");
        var references = ItemsOf("_GoalReferences").ToLookup(item => Metadata(item, "GoalTargetFramework"), item => Metadata(item, "FullPath"), StringComparer.Ordinal);
        return [.. ItemsOf("Build").Select(item => new ApiAssembly(Metadata(item, "FullPath"), Metadata(item, "GoalTargetFramework"), [.. references[Metadata(item, "GoalTargetFramework")]]))];

        IEnumerable<JsonElement> ItemsOf(string target) => results.GetProperty(target).GetProperty("Items").EnumerateArray();

        static string Metadata(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }
}
