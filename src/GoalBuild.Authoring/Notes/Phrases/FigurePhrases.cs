using System.Globalization;
using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>Figures that have to be reached: coverage, latency, the mutation score.</summary>
internal static partial class FigurePhrases
{
    private const string Percentile = @"(?<percentile>p\d{2}(?:\.\d{1,2})?|median|\d{2}(?:\.\d{1,2})?\s*(?:th|st|nd|rd)?[- ]?percentile)";

    private const string Time = @"(?<time>\d+(?:\.\d+)?)\s*(?<unit>ms|milliseconds?|msecs?|s|secs?|seconds?)\b(?:\s*(?:\(|,|at|for|in)*\s*(?:the\s+)?" + Percentile + @"\)?)?";

    private const string Address = @"(?:`?(?:(?<method>GET|POST|PUT|DELETE|HEAD|PATCH)\s+)?(?<url>https?://[^\s`""'<>]+|(?<![\w.])/[\w{}?=&.%/-]*)`?(?:\s+(?:endpoint|route|requests?|page))?)";

    // Coverage and the like are often what the work is about, so that the objective has them.
    private static readonly NoteSection[] Places = [NoteSection.Objective, NoteSection.Requirements, NoteSection.Verification, NoteSection.Constraints];

    /// <summary>The phrases.</summary>
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(@"(?:\b(?:increase|raise|improve|bring|grow|get|keep|maintain|hold|has|have|with|reach)s?\s+)?(?:\b(?:the|overall|total|unit|test|code|our|(?<kind>line|branch|method))\s+)*\bcoverage\b(?:\s*\((?<kind>line|branch|method)s?\))?(?:\s+(?:of|for|in|on)\s+" + Words.Before + Words.Path + @")?(?<verb>(?:\s+(?:must|should|shall|will|has|have|needs?|to|is|are|be|goes|go|rises?|increases?|increased|improves?|improved|grows?|reaches|reach|raised|stays?|remains?|does|doesn['’]?t|not|never|drops?|falls?|go(?:es)?)\b)*)\s*(?:from\s+\d{1,3}(?:\.\d+)?\s*(?:%|percent)?\s*)?" + Words.AtLeast + Words.Share + @"(?:\s+or\s+(?:more|higher|above|better))?(?:\s+(?:of|for|in|on)\s+" + Words.Before + Words.Path + ")?", Coverage, Places),
        new(@"(?:\b(?:has|have|with|reach(?:es)?)\s+)?(?:(?:\bat\s+least|\bminimum(?:\s+of)?|\ba\s+minimum\s+of|\bmore\s+than|\bover|\babove|≥|>=|>)\s*)?" + Words.Share + @"\s+(?:or\s+(?:more|higher)\s+)?(?:of\s+)?(?:\b(?:unit|test|code|(?<kind>line|branch|method))\s+)*coverage\b(?:\s+(?:of|for|in|on)\s+" + Words.Before + Words.Path + ")?", Coverage, Places),
        new(@"(?:\bstryker(?:'s)?\s+)?\bmutation(?:\s+test(?:ing|s)?)?\s+(?:score|coverage)\b(?:\s+(?:must|should|is|be|stays?|reaches|reach|rises?|goes)\b)*\s*(?:from\s+\d{1,3}(?:\.\d+)?\s*%?\s*)?" + Words.AtLeast + Words.Share + @"(?:\s+or\s+(?:more|higher|above|better))?", Mutation, Places),
        new(@"(?:(?:\bat\s+least|≥|>=|>)\s*)?" + Words.Share + @"\s+mutation\s+score\b", Mutation, Places),
        new(@"(?:\b(?:the|overall|maximum|max|keep)\s+)*(?:" + Percentile + @"\s+)?(?:\b(?:api|request|response|search|server|end-?point|http|page|query|average|mean)\s+)*(?:\blatency|\blatencies|\bresponse\s+times?|\bload\s+times?)(?:\s*\(" + Percentile + @"\))?(?:\s+(?:of|for|at|on)\s+(?:the\s+)?" + Address + @")?(?:\s+(?:must|should|shall|is|are|be|stays?|remains?|drops?|goes)\b)*" + Words.AtMost + Time + @"(?:\s+(?:for|on|at)\s+(?:the\s+)?" + Address + @")?", Latency, Places),
        new(Address + Words.Must + @"(?:responds?|answers?|returns?|completes?|served|takes?|loads?)\s*" + Words.AtMost + Time, Latency, Places),
    ];

    private static bool Coverage(Match match, PhraseContext context)
    {
        // Below a figure is no aim, unless it must not be.
        var mayNot = NotBelow().IsMatch(match.Value);
        if (Share(match) is not { } share || (Below().IsMatch(match.Value) && !mayNot))
        {
            return false;
        }

        var kind = match.Groups["kind"] is { Success: true } named && !named.Value.Equals("line", StringComparison.OrdinalIgnoreCase) ? " " + named.Value.ToLowerInvariant() : "";
        var of = match.Groups["path"] is { Success: true } path ? Targets.GlobOf(context, path.Value) : context.Facts.Tree.HasFolder("src") ? "src/**" : null;
        var isMore = !mayNot && More().IsMatch(match.Value);
        return context.Clause($"coverage {GoalText.Quote(Targets.Measured(context))}{kind}{(of is null ? "" : $" of {GoalText.Quote(of)}")} {(isMore ? ">" : ">=")} {share}");
    }

    private static bool Mutation(Match match, PhraseContext context) =>
        Share(match) is { } share && context.Clause($"mutation {GoalText.Quote(Targets.Measured(context))} >= {share} timeout 1h");

    private static bool Latency(Match match, PhraseContext context)
    {
        var percentile = PercentileOf(match.Groups["percentile"].Value);
        var time = decimal.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture);
        var milliseconds = match.Groups["unit"].Value.StartsWith('m') || match.Groups["unit"].Value.StartsWith('M') ? time : time * 1000;
        var limit = $"{(OrEqual().IsMatch(match.Value) ? "<=" : "<")} {milliseconds.ToString("0.###", CultureInfo.InvariantCulture)}ms";

        // Where the address stands elsewhere in the item.
        var address = match.Groups["url"].Success ? match : AnyAddress().Match(context.Text);
        var webs = context.Facts.Projects.Where(project => project.IsWeb).ToList();
        var url = address.Groups["url"].Value.TrimEnd('.', ',', ';', ')');
        if (milliseconds <= 0 || !address.Success || url.Contains('{') || (url[0] == '/' && webs.Count != 1))
        {
            context.Mapping.Hint = $"Say what is asked and how it is started: latency \"GET http://127.0.0.1:{{port}}/\" {percentile ?? "p95"} {limit} serve \"dotnet run …\"";
            return false;
        }

        if (!match.Groups["url"].Success)
        {
            context.Take(address);
        }

        if (percentile is null)
        {
            context.Guess("no percentile is named, so that it asks for p95");
        }

        var method = address.Groups["method"] is { Success: true } named ? named.Value.ToUpperInvariant() : "GET";
        if (url[0] != '/')
        {
            return context.Clause($"latency {GoalText.Quote($"{method} {url}")} {percentile ?? "p95"} {limit}");
        }

        context.Guess($"the only web project, {webs[0].Path}, is started for it");
        return context.Clause($"latency {GoalText.Quote($"{method} http://127.0.0.1:{{port}}{url}")} {percentile ?? "p95"} {limit}\nserve {GoalText.Quote($"dotnet run --project {webs[0].Path} -c Release --no-launch-profile --urls http://127.0.0.1:{{port}}")}");
    }

    private static string? Share(Match match)
    {
        var share = decimal.Parse(match.Groups["share"].Value, CultureInfo.InvariantCulture);
        return share is > 0 and <= 100 ? share.ToString("0.##", CultureInfo.InvariantCulture) + "%" : null;
    }

    private static string? PercentileOf(string words) =>
        words.Length == 0 ? null
        : words.StartsWith('m') || words.StartsWith('M') ? "p50"
        : "p" + new string([.. words.SkipWhile(character => !char.IsDigit(character)).TakeWhile(character => char.IsDigit(character) || character == '.')]);

    [GeneratedRegex(@"\b(?:below|under)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Below();

    [GeneratedRegex(@"(?:\bnot|\bnever|n['’]t)\b.*\b(?:below|under|drop|fall)|\b(?:no|not)\s+less\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotBelow();

    [GeneratedRegex(@"\b(?:above|over|more\s+than|greater\s+than|higher\s+than|exceeds?)\b|(?<![-=])>(?!=)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex More();

    [GeneratedRegex(@"\b(?:at\s+most|within|(?:no|not)\s+(?:more|longer)\s+than|not\s+exceed|max|up\s+to)|<=|=<|≤", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OrEqual();

    [GeneratedRegex(@"`?(?:(?<method>GET|POST|PUT|DELETE|HEAD|PATCH)\s+)?(?<url>https?://[^\s`""'<>]+|(?<![\w.])/[a-z][\w{}?=&.%/-]*)`?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyAddress();
}
