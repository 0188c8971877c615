using System.Globalization;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Conversation;

/// <summary>Renders findings as data: every line begins with <see cref="Mark"/>, so that none can be taken for a line of the harness.</summary>
internal static class FindingText
{
    /// <summary>How lines of data begin.</summary>
    public const string Mark = "  | ";

    private const int MostPlaces = 5;
    private const int MostLines = 12;
    private const int MostCharacters = 240;

    /// <summary>A group in short: what it says, how often, and where first.</summary>
    /// <param name="group">The group.</param>
    /// <returns>At least one line; the first says the most.</returns>
    public static IReadOnlyList<string> Short(FindingGroup group)
    {
        var first = group.First;
        var message = PlainText.Lines(first.Message, MostCharacters);
        var lines = new List<string>();
        var kind = (first.IsError ? "" : "warning ") + (first.Code is { } code ? PlainText.OneLine(code, 40) + " " : "");
        if (first.Test is null && first.Kind != FindingKind.Output && message.Count > 0)
        {
            var more = group.Findings.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({group.Findings.Count}x)") : "";
            lines.Add($"{kind}{message[0]}{more}{(Places(group) is { Length: > 0 } places ? $" at {places}" : "")}");
            message = [.. message.Skip(1)];
        }
        else if (first.Test is not null)
        {
            lines.Add($"{kind}{(group.Findings.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{group.Findings.Count} tests: ") : "")}{Tests(group)}");
        }

        // Of a test the start counts (expected, actual); of output the end.
        lines.AddRange((first.Kind == FindingKind.Output ? message.TakeLast(MostLines) : message.Take(MostLines)).Select(line => "  " + line));
        if (first.Kind == FindingKind.Output && message.Count == 0 && first.Details is { } details)
        {
            lines.AddRange(PlainText.Lines(details, MostCharacters).TakeLast(MostLines).Select(line => "  " + line));
        }

        if (lines.Count == 0)
        {
            lines.Add($"{kind}(nothing was said)");
        }

        return [.. lines.Select(line => Mark + line)];
    }

    /// <summary>A finding with all that is known of it.</summary>
    /// <param name="finding">The finding.</param>
    public static IEnumerable<string> Whole(Finding finding)
    {
        var head = string.Join(' ', new[]
        {
            finding.IsError ? "error" : "warning",
            finding.Code,
            finding.Test,
            finding.File is null ? null : $"at {Place(finding)}",
            finding.FailedBefore ? "(failed before the work began)" : null,
        }.Where(part => part is not null));
        return PlainText.Lines(finding.Message, int.MaxValue)
            .Concat(finding.Details is { } details ? PlainText.Lines(details, int.MaxValue) : [])
            .Select(line => "    " + line)
            .Prepend(PlainText.OneLine(head, int.MaxValue))
            .Select(line => Mark + line);
    }

    /// <summary>A finding's name in a list: its test, or its code and place.</summary>
    /// <param name="finding">The finding.</param>
    public static string Name(Finding finding) => PlainText.OneLine(
        finding.Test ?? (finding.File is null ? $"{finding.Code} {finding.Message}" : $"{finding.Code} {Place(finding)}"),
        80);

    private static string Tests(FindingGroup group) =>
        Some(group.Findings.Select(finding => PlainText.OneLine(finding.Test ?? "", 160) + (finding.FailedBefore ? " [failed before the work began]" : "") + (finding.File is null ? "" : $" ({PlainText.OneLine(Place(finding), 160)})")));

    private static string Places(FindingGroup group) =>
        Some(group.Findings.Where(finding => finding.File is not null).Select(finding => PlainText.OneLine(Place(finding), 160)));

    private static string Some(IEnumerable<string> parts)
    {
        var all = parts.Distinct(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(MostPlaces)) + (all.Count > MostPlaces ? string.Create(CultureInfo.InvariantCulture, $", and {all.Count - MostPlaces} more") : "");
    }

    private static string Place(Finding finding) => finding switch
    {
        { Line: { } line, Column: { } column } => string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{line}:{column}"),
        { Line: { } line } => string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{line}"),
        _ => finding.File ?? "",
    };
}
