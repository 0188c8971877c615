using System.Globalization;
using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>What a run may spend.</summary>
internal static class BudgetPhrases
{
    private const string Cap = @"(?:(?:\b(?:at\s+most|no\s+more\s+than|not\s+more\s+than|max(?:imum)?(?:\s+of)?|up\s+to|within|under|less\s+than|fewer\s+than|stop\s+after|give\s+up\s+after|limit(?:ed)?\s+(?:of|to)|finish\s+(?:in|within)|spend(?:\s+(?:at\s+most|no\s+more\s+than|less\s+than|up\s+to))?|costs?\s+(?:under|below|at\s+most|less\s+than|up\s+to)|budget(?:\s+of|\s+is)?|cap(?:ped)?(?:\s+(?:at|of))?|time\s*box(?:ed)?(?:\s+(?:to|of|at))?)|≤|<=?)\s*:?\s*)";

    // "At most 60 turns and $10": the second cap goes on from the first.
    private const string CapOrNext = @"(?:" + Cap + @"|(?<next>(?:,|\b(?:and|or)|,\s*(?:and|or))\s+))";

    private const string Tail = @"(?:\s+(?:at\s+most|max(?:imum)?|in\s+total|total|overall|per\s+run|of\s+(?:work|tokens)))*";

    private static readonly NoteSection[] Anywhere = [NoteSection.Requirements, NoteSection.Verification, NoteSection.Constraints, NoteSection.Iteration];

    private static readonly NoteSection[] Here = [NoteSection.Budget];

    /// <summary>The phrases.</summary>
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(Cap + Words.Count + @"\s*(?:agent\s+|model\s+)?(?:turns|iterations|rounds|attempts\s+at\s+it)\b" + Tail, Turns, Anywhere),
        new(@"(?:" + Cap + @")?" + Words.Count + @"\s*(?:agent\s+|model\s+)?(?:turns?|iterations?|rounds?)\b" + Tail + @"|\b(?:max(?:imum)?\s+|number\s+of\s+)?(?:turns|iterations|rounds)\s*(?:[:=]|≤|<=)?\s*(?:at\s+most\s+|max\.?\s+)?" + Words.Count, Turns, Here),
        new(CapOrNext + @"\$\s?(?<money>\d[\d,]*(?:\.\d{1,2})?)(?:\s+(?:of\s+)?(?:model\s+|api\s+)?(?:costs?|spend(?:ing)?|budget))?" + Tail + @"|\b(?:cost|spend(?:ing)?)\s+(?:limit|cap|budget)\s*(?::|of|is)?\s*\$\s?(?<money>\d[\d,]*(?:\.\d{1,2})?)", Cost, Anywhere),
        new(@"(?:\b(?:max(?:imum)?|model|api|total)\s+)*(?:\b(?:costs?|spend(?:ing)?|money|price)\s*(?::|=|≤|<=|is|of)?\s*)?(?:" + Cap + @")?(?:\$\s?(?<money>\d[\d,]*(?:\.\d{1,2})?)|(?<money>\d[\d,]*(?:\.\d{1,2})?)\s*(?:USD|dollars)\b)" + Tail, Cost, Here),
        new(CapOrNext + Words.Count + @"\s*tokens\b" + Tail, Tokens, Anywhere),
        new(@"(?:" + Cap + @")?" + Words.Count + @"\s*tokens\b" + Tail + @"|\b(?:max(?:imum)?\s+)?tokens\s*(?:[:=]|≤|<=)?\s*(?:at\s+most\s+|max\.?\s+)?" + Words.Count, Tokens, Here),
        new(@"(?:\b(?:stop\s+after|give\s+up\s+after|finish\s+(?:in|within)|time\s*box(?:ed)?(?:\s+(?:to|of|at))?|time\s+limit(?:\s+(?:of|is))?|take\s+at\s+most|run\s+for\s+at\s+most|at\s+most(?=\s+\d+\s*\w+\s+of\s+work)|(?<next>and|or))|(?<next>,))\s*:?\s*(?<time>\d+)\s*(?<unit>hours?|hrs?|h|minutes?|mins?|m|days?|d)\b" + Tail, Time, Anywhere),
        new(@"(?:\b(?:max(?:imum)?|wall[- ]clock|elapsed|total)\s+)*(?:\b(?:time|duration)(?:\s+limit)?\s*(?::|=|≤|<=|is|of)?\s*)?(?:" + Cap + @")?(?<time>\d+)\s*(?<unit>hours?|hrs?|h|minutes?|mins?|m|days?|d)\b" + Tail, Time, Here),
    ];

    /// <summary>The whole number that a match of <see cref="Words.Count"/> means; null for none, and for one that is no number of things.</summary>
    /// <param name="match">The match.</param>
    public static long? CountOf(Match match)
    {
        if (!decimal.TryParse(match.Groups["count"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        var scale = match.Groups["scale"].Value.ToLowerInvariant() switch { "k" => 1_000m, "m" => 1_000_000m, _ => 1m };
        return count * scale is > 0 and <= 1_000_000_000_000 and var all && all == decimal.Truncate(all) ? (long)all : null;
    }

    private static bool Turns(Match match, PhraseContext context) => CountOf(match) is { } count && Add(match, context, "turns", count.ToString(CultureInfo.InvariantCulture));

    private static bool Tokens(Match match, PhraseContext context) =>
        CountOf(match) is { } count && Add(match, context, "tokens", count % 1_000_000 == 0 ? $"{count / 1_000_000}M" : count % 1_000 == 0 ? $"{count / 1_000}k" : count.ToString(CultureInfo.InvariantCulture));

    private static bool Cost(Match match, PhraseContext context) =>
        decimal.TryParse(match.Groups["money"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars > 0
        && Add(match, context, "cost", "$" + dollars.ToString(dollars == decimal.Truncate(dollars) ? "0" : "0.00", CultureInfo.InvariantCulture));

    private static bool Time(Match match, PhraseContext context) =>
        int.TryParse(match.Groups["time"].Value, CultureInfo.InvariantCulture, out var time) && time is > 0 and < 10_000 && Add(match, context, "time", $"{time}{char.ToLowerInvariant(match.Groups["unit"].Value[0])}");

    private static bool Add(Match match, PhraseContext context, string keyword, string value)
    {
        if (match.Groups["next"].Success && context.Mapping.Budget.Count == 0)
        {
            return false;
        }

        context.Mapping.Budget.Add((keyword, value));
        return true;
    }
}
