using System.Globalization;
using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>That tests pass, how many, how often, and that none is skipped.</summary>
internal static class TestPhrases
{
    private const string Kind = @"(?<kind>unit|integration|end[- ]to[- ]end|e2e|functional|acceptance|smoke|regression|architecture|contract|api)";

    private const string Tests = @"(?:\b(?:all|every|each|of|the|existing|current|new|old|our|automated|other|entire|whole|full|complete|project'?s?|\.NET|C\#|NUnit|xUnit|MSTest|relevant|added|and)\s+)*(?:\b" + Kind + @"(?:\s+tests?)?\s*(?:,|and|&|/)?\s+)*\btests?(?:\s*(?:suites?|cases?|projects?|runs?))?\b";

    /// <summary>The phrases.</summary>
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(@"(?:\b(?:with|and)\s+)?" + Words.No + @"(?:skipped|ignored|disabled)(?:\s+(?:or|and)\s+(?:skipped|ignored|disabled))?(?:\s+tests?)?\b|" + Words.No + @"skips\b|\b(?:no(?:ne| tests?)|nothing)(?:\s+of\s+them)?" + Words.Must + @"(?:skipped|ignored|disabled)\b|\bno\s+tests?\s+skipped\b", NoSkips),
        new(@"(?:\b(?:with|and|has|have|contains?|there\s+(?:are|must\s+be))\s+)*\b(?:at\s+least|no\s+fewer\s+than|a\s+minimum\s+of|minimum(?:\s+of)?)\s+(?<count>\d{1,5})\s+(?:(?:new|unit|integration|passing|more)\s+)*tests?\b(?:" + Words.Must + @"(?:" + Words.Pass + @"|exist|present|added|written|there|run|executed))?", AtLeast),
        new(@"\b(?<count>\d{1,3}|two|three|five|ten)\s+times(?:\s+in\s+a\s+row|\s+in\s+succession|\s+consecutively)?\b|\b(?:in\s+)?(?<count>\d{1,3}|two|three|five|ten)\s+(?:consecutive|successive)\s+runs\b", Repeat),
        new(Tests + @"(?:\s+(?:in|of|under|from|for|at)\s+" + Words.Before + Words.Path + @")?" + Words.Must + Words.Pass, Pass),
        new(Tests + @"\s+(?:in|of|under|from)\s+" + Words.Before + Words.Path + @"\s+pass\b", Pass),
        new(Words.No + @"(?:failing|failed|broken|red)\s+(?:" + Kind + @"\s+)?tests?\b|" + Words.No + @"(?:" + Kind + @"\s+)?test\s+(?:failures?|errors?|regressions?)\b|" + Tests + @"\s+(?:do(?:es)?\s+not|don['’]t|must\s+not|should\s+not|never)\s+(?:fail|break)\b|\bno\s+(?:" + Kind + @"\s+)?tests?\s+(?:may\s+|must\s+|should\s+)?(?:fails?|breaks?|failing)\b", Pass),
        new(@"\bpass(?:es)?\s+" + Tests, Pass),
    ];

    private static bool Pass(Match match, PhraseContext context)
    {
        if (match.Groups["path"] is { Success: true } path)
        {
            return Targets.ProjectOf(context, path.Value) is { } project && context.Clause($"test {GoalText.Quote(project)}");
        }

        List<string> kinds = [.. match.Groups["kind"].Captures.Select(capture => capture.Value).DefaultIfEmpty("")];
        foreach (var target in kinds.SelectMany(kind => Targets.Tests(context, kind)))
        {
            context.Clause($"test {GoalText.Quote(target)}");
        }

        return true;
    }

    // As a constraint it is about the tests that there are; else about those that run.
    private static bool NoSkips(Match match, PhraseContext context)
    {
        if (context.Section == NoteSection.Constraints)
        {
            return context.Constraint("keep tests");
        }

        context.Mapping.TestOptions.Add("no skips");
        return true;
    }

    private static bool AtLeast(Match match, PhraseContext context)
    {
        if (!int.TryParse(match.Groups["count"].Value, CultureInfo.InvariantCulture, out var count) || count == 0)
        {
            return false;
        }

        context.Mapping.TestOptions.Add($"at least {count}");
        return true;
    }

    private static bool Repeat(Match match, PhraseContext context)
    {
        var count = match.Groups["count"].Value.ToLowerInvariant() switch { "two" => 2, "three" => 3, "five" => 5, "ten" => 10, var digits => int.Parse(digits, CultureInfo.InvariantCulture) };
        if (count < 2 || !context.Whole.Contains("test", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        context.Mapping.TestOptions.Add($"repeat {count}");
        return true;
    }
}
