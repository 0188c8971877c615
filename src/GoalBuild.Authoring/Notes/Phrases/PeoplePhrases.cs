using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>When to stop, who signs, what to read.</summary>
internal static class PeoplePhrases
{
    /// <summary>The phrases.</summary>
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(@"^(?:stop|pause|halt|escalate|give\s+up|ask)(?:\s+and\s+(?:ask|report|say\s+so|escalate))?(?:\s+(?:for\s+help|me|us|a\s+human|the\s+user))?\s+(?:if|when|whenever|as\s+soon\s+as)\s+(?<when>.+)$", Blocked, NoteSection.Requirements, NoteSection.Verification, NoteSection.Constraints, NoteSection.Iteration, NoteSection.Budget),
        new(@"^(?:(?:stop|pause|halt|escalate|ask|blocked)\b.{0,40}?\b)?(?:if|when|whenever)\s+(?<when>.+)$|^(?<when>.+)$", Blocked, NoteSection.Blocked),
        new(@"^.*\b(?:reviewed|approved|signed\s+off|approval|sign[- ]?off|review)\s+(?:by|from|of)\s+(?:the\s+|a\s+|an\s+)*(?<role>[A-Za-z][\w-]*(?:\s+(?!before|prior|after|when|on|for|of|is|must)[A-Za-z][\w-]*){0,2}).*$", Review, NoteSection.Review),
        new(@"^(?:the\s+|a\s+)*(?<role>[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*){0,2}?)(?:\s+team)?(?:\s*:|\s+(?:reviews?|approves?|signs?\s+off|has\s+to|must)\b).*$|^(?<role>[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*)?)$|^.+$", Review, NoteSection.Review),
        new(@"^(?=.*\b(?:human|sign[- ]?off|code\s+review|security\s+review|before\s+merg\w+)\b).*\b(?:reviewed|approved|signed\s+off|approval|sign[- ]?off|review)\s+(?:by|from)\s+(?:the\s+|a\s+|an\s+)*(?<role>[A-Za-z][\w-]*(?:\s+(?!before|prior|after|when|on|for|of|is|must)[A-Za-z][\w-]*){0,2}).*$", Review, NoteSection.Verification, NoteSection.Constraints),
        new(@"^(?:(?:please\s+)?(?:read|see|look\s+at|start\s+with|study|refer\s+to)\s+(?:the\s+)?)?" + Words.Before + Words.Paths + Words.Behind + @"(?:\s+first)?(?:\s*(?:[:(–—]|-\s).*)?[.]?$", Context, NoteSection.Context),
    ];

    private static bool Blocked(Match match, PhraseContext context)
    {
        context.Mapping.Blocked = match.Groups["when"].Value.TrimEnd('.', '!', ' ');
        return context.Mapping.Blocked.Length > 0;
    }

    private static bool Review(Match match, PhraseContext context)
    {
        if (context.Mapping.Reviewer is not null)
        {
            return false;
        }

        context.Mapping.Reviewer = GoalText.Slug(match.Groups["role"].Value) is { Length: > 0 } role ? role : "reviewer";
        return true;
    }

    private static bool Context(Match match, PhraseContext context)
    {
        List<string?> globs = [.. match.Groups["path"].Captures.Select(path => Targets.GlobOf(context, path.Value))];
        if (globs.Count == 0 || globs.Contains(null))
        {
            return false;
        }

        context.Mapping.Context.AddRange(globs.OfType<string>());
        return true;
    }
}
