using System.Text.Json;

namespace GoalBuild.Verification.Clauses;

/// <summary>Reads the warnings that a compiler wrote to a SARIF file, of version 1 or 2.1.</summary>
internal static class CompilerLog
{
    /// <summary>The warnings of a file; none where the file does not exist or is not such a file.</summary>
    /// <param name="path">Absolute path.</param>
    public static IReadOnlyList<Finding> Warnings(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.GetProperty("runs").EnumerateArray()
                .SelectMany(run => run.TryGetProperty("results", out var results) ? results.EnumerateArray() : default(JsonElement.ArrayEnumerator))
                .Where(IsWarning).Select(Read)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    private static bool IsWarning(JsonElement result) =>
        // In SARIF a result without a level is a warning.
        (!result.TryGetProperty("level", out var level) || level.GetString() == "warning")
        && !(result.TryGetProperty("suppressions", out var suppressions) && suppressions.GetArrayLength() > 0)
        && !(result.TryGetProperty("suppressionStates", out var states) && states.GetArrayLength() > 0);

    private static Finding Read(JsonElement result)
    {
        var message = result.GetProperty("message");
        var finding = new Finding(FindingKind.Build, (message.ValueKind == JsonValueKind.String ? message.GetString() : message.GetProperty("text").GetString()) ?? "")
        {
            Code = result.GetProperty("ruleId").GetString(),
            IsError = false,
        };
        if (!result.TryGetProperty("locations", out var locations) || locations.GetArrayLength() == 0)
        {
            return finding;
        }

        var location = locations[0];
        var place = location.TryGetProperty("physicalLocation", out var physical) ? physical : location.GetProperty("resultFile");
        var uri = place.TryGetProperty("artifactLocation", out var artifact) ? artifact.GetProperty("uri") : place.GetProperty("uri");
        var region = place.TryGetProperty("region", out var stated) ? stated : default;
        return finding with
        {
            File = Uri.TryCreate(uri.GetString(), UriKind.Absolute, out var file) && file.IsFile ? file.LocalPath : Uri.UnescapeDataString(uri.GetString() ?? ""),
            Line = Number("startLine"),
            Column = Number("startColumn"),
        };

        int? Number(string name) => region.ValueKind == JsonValueKind.Object && region.TryGetProperty(name, out var number) ? number.GetInt32() : null;
    }
}
