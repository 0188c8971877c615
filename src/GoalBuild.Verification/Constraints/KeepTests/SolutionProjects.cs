using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Sees test projects that a solution, or a filter of one, no longer builds: their tests would be missed by nobody.</summary>
internal static partial class SolutionProjects
{
    /// <summary>Whether a file is a solution or a filter.</summary>
    /// <param name="path">The file.</param>
    public static bool Are(string path) => Path.GetExtension(path).ToLowerInvariant() is ".sln" or ".slnx" or ".slnf";

    /// <summary>The test projects that solutions lost.</summary>
    /// <param name="texts">The solutions that changed.</param>
    /// <param name="testProjects">Test projects as they were at the start.</param>
    public static IEnumerable<TestFlaw> Removed(IReadOnlyList<ChangedText> texts, IReadOnlySet<string> testProjects)
    {
        // A solution may take another's place.
        var fresh = texts.Where(text => !text.File.WasThere).SelectMany(text => Projects(text.Path, text.After)).ToHashSet(StringComparer.Ordinal);
        return texts.Where(text => text.File.WasThere).SelectMany(text =>
        {
            var now = Projects(text.Path, text.After);
            return Projects(text.Path, text.Before)
                .Where(project => testProjects.Contains(project) && !now.Contains(project) && (text.File.IsThere || !fresh.Contains(project)))
                .Select(project => new TestFlaw(text.Path, 0, DiagnosticCatalogue.TestNotRun, project, $"the test project '{project}' is no longer built by it, so its tests no longer run"));
        });
    }

    private static HashSet<string> Projects(string path, string text)
    {
        var found = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".sln" => OfSolution(text),
            ".slnx" => OfXml(text),
            _ => OfFilter(text),
        };
        var folder = path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";
        return [.. found.Select(project => AlwaysProtectedRule.FromGoal("", $"{folder}/{project.Replace('\\', '/')}".TrimStart('/')))];
    }

    private static IEnumerable<string> OfSolution(string text)
    {
        var isBuilt = Built().Matches(text).Select(match => match.Groups[1].Value.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        return Project().Matches(text).Where(match => isBuilt.Contains(match.Groups[2].Value.ToUpperInvariant())).Select(match => match.Groups[1].Value);
    }

    private static IEnumerable<string> OfXml(string text)
    {
        try
        {
            return text.Length == 0 ? [] : [.. XDocument.Parse(text).Descendants("Project")
                .Where(project => !project.Elements("Build").Any(build => build.Attribute("Project")?.Value.Equals("false", StringComparison.OrdinalIgnoreCase) == true))
                .Select(project => project.Attribute("Path")?.Value).OfType<string>()];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static IEnumerable<string> OfFilter(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return document.RootElement.TryGetProperty("solution", out var solution) && solution.TryGetProperty("projects", out var projects)
                ? [.. projects.EnumerateArray().Select(project => project.GetString() ?? "")]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^Project\(""[^""]*""\)\s*=\s*""[^""]*"",\s*""([^""]+)"",\s*""(\{[^""]+\})""", RegexOptions.Multiline, 2000)]
    private static partial Regex Project();

    [GeneratedRegex(@"^\s*(\{[0-9A-Fa-f-]+\})\.[^=\r\n]+\.Build\.0\s*=", RegexOptions.Multiline, 2000)]
    private static partial Regex Built();
}
