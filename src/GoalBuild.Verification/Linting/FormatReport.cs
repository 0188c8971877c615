using System.Text.Json;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Linting;

/// <summary>Something that the formatter changed, or would change.</summary>
/// <param name="File">The file's absolute path.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Code">The diagnostic: <c>WHITESPACE</c>, <c>IDE0161</c>, <c>CA1822</c> …</param>
/// <param name="Message">What is wrong, without severity and code.</param>
public sealed record FormatChange(string File, int Line, int Column, string Code, string Message);

/// <summary>Reads the report that <c>dotnet format --report</c> writes.</summary>
public static class FormatReport
{
    /// <summary>The report's name in its folder.</summary>
    public const string FileName = "format-report.json";

    /// <summary>Reads a report.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <returns>The changes, ordered by file and line, each told once: the formatter repeats one in every pass and for every project that holds the file.</returns>
    /// <exception cref="InvalidDataException">It is no such report.</exception>
    public static ValueList<FormatChange> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            if (json.Span.StartsWith("\uFEFF"u8))
            {
                json = json[3..];
            }

            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateArray()
                .SelectMany(file => file.GetProperty("FileChanges").EnumerateArray().Select(change => Change(file, change)))
                // A later pass sees what an earlier one would have changed, so that columns move between passes.
                .DistinctBy(change => (change.File, change.Line, change.Code, change.Code == "WHITESPACE" ? change.Column.ToString(System.Globalization.CultureInfo.InvariantCulture) : change.Message))
                .OrderBy(change => change.File, StringComparer.Ordinal).ThenBy(change => change.Line).ThenBy(change => change.Column)
                .ToValueList();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"the formatter's report is damaged: {e.Message}", e);
        }
    }

    private static FormatChange Change(JsonElement file, JsonElement change)
    {
        var code = change.GetProperty("DiagnosticId").GetString() ?? "";
        var text = change.GetProperty("FormatDescription").GetString() ?? "";
        // Analyzer passes put severity and code in front: 'warning CA1822: Member …'.
        var marker = $" {code}: ";
        var at = text.IndexOf(marker, StringComparison.Ordinal);
        return new FormatChange(
            file.GetProperty("FilePath").GetString() ?? "",
            change.GetProperty("LineNumber").GetInt32(),
            change.GetProperty("CharNumber").GetInt32(),
            code,
            at > 0 && at < 10 ? text[(at + marker.Length)..] : text);
    }
}
