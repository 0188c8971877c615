namespace GoalBuild.Verification.Constraints.Suppressions;

/// <summary>Finds severities that a change of an <c>.editorconfig</c> or <c>.globalconfig</c> lowers.</summary>
internal static class AnalyzerConfigSuppressions
{
    private static readonly string[] Ranks = ["none", "silent", "suggestion", "warning", "error"];

    /// <summary>What was lowered, turned off or left out.</summary>
    /// <param name="before">The older text; empty where there was none.</param>
    /// <param name="after">The newer text.</param>
    public static IReadOnlyList<Suppression> Lowered(string before, string after)
    {
        var (old, now) = (Entries(before), Entries(after));
        var lowered = new List<Suppression>();
        foreach (var ((section, key), (value, line)) in now)
        {
            var was = old.TryGetValue((section, key), out var known) ? known.Value : null;
            if (IsExclusion(key) && value == "true" && was != "true")
            {
                lowered.Add(new Suppression($"{key} = true", line));
            }
            else if (Rank(key, value) is { } rank && (was is null ? rank <= 1 && !HasElsewhere(old, key, rank) : rank < Rank(key, was)))
            {
                lowered.Add(new Suppression($"{key} = {value}{(was is null ? "" : $" (was {was})")}", line));
            }
        }

        // An entry that asked for more than the default and is gone; one that moved to another section is still there.
        lowered.AddRange(old.Where(entry => Rank(entry.Key.Key, entry.Value.Value) >= 3 && !now.Keys.Any(key => key.Key == entry.Key.Key))
            .Select(entry => new Suppression($"{entry.Key.Key} = {entry.Value.Value} is gone", 0)));
        return lowered;
    }

    private static bool HasElsewhere(Dictionary<(string Section, string Key), (string Value, int Line)> entries, string key, int rank) =>
        entries.Any(entry => entry.Key.Key == key && Rank(key, entry.Value.Value) <= rank);

    private static bool IsExclusion(string key) => key is "generated_code" or "dotnet_analyzer_diagnostic.exclude";

    /// <summary>How severe an entry is, from 0 for none; null where it speaks of no severity.</summary>
    private static int? Rank(string key, string value)
    {
        // "dotnet_diagnostic.CA1000.severity = none", "csharp_prefer_braces = true:silent"
        var severity = key.EndsWith(".severity", StringComparison.Ordinal) ? value : value.LastIndexOf(':') is >= 0 and var colon ? value[(colon + 1)..] : null;
        var rank = severity is null ? -1 : Array.IndexOf(Ranks, severity.Trim() switch { "refactoring" or "hidden" => "silent", var other => other });
        return rank < 0 ? null : rank;
    }

    private static Dictionary<(string Section, string Key), (string Value, int Line)> Entries(string text)
    {
        var entries = new Dictionary<(string, string), (string, int)>();
        var section = "";
        var number = 0;
        foreach (var written in AddedLines.Lines(text))
        {
            number++;
            var line = written.Trim();
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line;
            }
            else if (!line.StartsWith('#') && !line.StartsWith(';') && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                entries[(section, line[..equals].Trim().ToLowerInvariant())] = (line[(equals + 1)..].Trim().ToLowerInvariant(), number);
            }
        }

        return entries;
    }
}
