using System.Text.Json;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Tool.Ci;

/// <summary>
/// SARIF 2.1.0, for code scanning: a result for each clause that does not hold, at its line of the goal file, and one for each of its
/// findings, where it is. What holds has no result, and so closes the alert that it had.
/// </summary>
internal static class SarifFile
{
    private const string RootId = "%SRCROOT%";

    /// <summary>Renders the file.</summary>
    /// <param name="results">The goals.</param>
    /// <param name="diagnostics">What is wrong with goal files.</param>
    /// <param name="successful">Whether the tool could do what was asked; that a clause fails is a success.</param>
    /// <param name="version">The tool's version.</param>
    public static string Render(IReadOnlyList<GoalResult> results, IReadOnlyList<FileDiagnostic> diagnostics, bool successful, string version)
    {
        var entries = Entries(results, diagnostics).ToList();
        var rules = entries.Select(entry => entry.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return ResultText.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "GoalBuild");
            json.WriteString("version", version);
            json.WriteStartArray("rules");
            foreach (var rule in rules)
            {
                Rule(json, rule);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("invocations");
            json.WriteStartObject();
            json.WriteBoolean("executionSuccessful", successful);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("originalUriBaseIds");
            json.WriteStartObject(RootId);
            Text(json, "description", "The root of the repository.");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            var fingerprint = ResultText.Fingerprints();
            foreach (var entry in entries)
            {
                Result(json, entry, rules.IndexOf(entry.Rule), fingerprint);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static IEnumerable<Entry> Entries(IReadOnlyList<GoalResult> results, IReadOnlyList<FileDiagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            yield return new Entry(diagnostic.Code, diagnostic.IsError, diagnostic.Message, new FindingPlace(diagnostic.File, diagnostic.Line, diagnostic.Column), "");
        }

        foreach (var (goal, item) in results.SelectMany(goal => goal.Open.Select(item => (goal, item))))
        {
            var subject = $"{goal.File}\n{goal.Name}\n{item.Name}";
            var why = item.Requirement is null ? "" : $" It proves the requirement \"{item.Requirement}\".";
            yield return new Entry(item.Code, true, $"{item.Name}: {item.Reason}{why}", new FindingPlace(goal.File, item.Line, item.Column), subject);
            foreach (var finding in item.Findings)
            {
                if (FindingPlace.Of(finding, goal.Root) is { } place)
                {
                    yield return new Entry(finding.Code ?? item.Code, finding.IsError, finding.Test is null ? finding.Message : $"{finding.Test}: {finding.Message}", place, subject);
                }
            }
        }
    }

    private static void Rule(Utf8JsonWriter json, string code)
    {
        json.WriteStartObject();
        json.WriteString("id", code);
        if (DiagnosticCatalogue.All.FirstOrDefault(descriptor => descriptor.Code == code) is { } known)
        {
            Text(json, "shortDescription", known.Title);
            Text(json, "fullDescription", known.Cause);
            json.WriteStartObject("help");
            json.WriteString("text", $"{known.Cause} {known.Cure}");
            json.WriteString("markdown", $"{known.Cause}\n\n**What to do:** {known.Cure}");
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(known.Severity == DiagnosticSeverity.Error));
            json.WriteEndObject();
        }
        else
        {
            Text(json, "shortDescription", $"{code}, as the compiler or an analyzer reports it");
        }

        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Entry entry, int rule, Func<string[], string> fingerprint)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", entry.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(entry.IsError));
        Text(json, "message", ResultText.Clean(entry.Message));
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        if (Path.IsPathFullyQualified(entry.Place.File))
        {
            json.WriteString("uri", new Uri(entry.Place.File).AbsoluteUri);
        }
        else
        {
            json.WriteString("uri", string.Join('/', entry.Place.File.Split('/').Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", RootId);
        }

        json.WriteEndObject();
        if (entry.Place.Line is >= 1 and var line)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", line);
            if (entry.Place.Column is >= 1 and var column)
            {
                json.WriteNumber("startColumn", column);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("goalBuild/v1", fingerprint([entry.Rule, entry.Place.File, entry.Subject, entry.Subject.Length > 0 && entry.IsClause ? "" : entry.Message]));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(bool error) => error ? "error" : "warning";

    private sealed record Entry(string Rule, bool IsError, string Message, FindingPlace Place, string Subject)
    {
        // What a clause says has figures in it that change from run to run; it is the same alert all the same.
        public bool IsClause => Subject.StartsWith(Place.File + "\n", StringComparison.Ordinal);
    }
}

/// <summary>What is wrong with a goal file.</summary>
/// <param name="File">Relative to the root, with <c>/</c> between its parts.</param>
/// <param name="Line">From 1, or null.</param>
/// <param name="Column">From 1, or null.</param>
/// <param name="Code">Its code.</param>
/// <param name="IsError">Whether it is an error; a warning otherwise.</param>
/// <param name="Message">What was found, and what was expected.</param>
internal sealed record FileDiagnostic(string File, int? Line, int? Column, string Code, bool IsError, string Message);
