using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>That files exist, are gone, changed, or say something; that the API is documented; that no package is vulnerable.</summary>
internal static class FilePhrases
{
    private static readonly NoteSection[] Proof = [NoteSection.Requirements, NoteSection.Verification];

    private static readonly string[] Severities = ["moderate", "high", "critical"];

    /// <summary>The phrases.</summary>
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(@"(?:\bthe\s+)?(?:\bfile\s+)?" + Words.Path + @"(?:\s+(?:also|must|should|to|still|now))*\s+(?:contains?|mentions?|includes?|lists?|says?|names?|describes?|documents?)\s+(?:(?:the\s+)?(?:text|words?|phrase|string|line)\s+)?(?:[""“](?<text>[^""”]+)[""”]|`(?<text>[^`]+)`)", (match, context) => File(match, context, $"contains {GoalText.Quote(match.Groups["text"].Value)}"), Proof),
        new(@"(?:\bthe\s+)?(?:\bfile\s+)?" + Words.Path + Words.Behind + Words.Must + @"(?:gone|removed|deleted|missing|no\s+longer\s+(?:exists?|there))\b|(?:\bthe\s+)?(?:\bfile\s+)?" + Words.Path + Words.Behind + @"\s+(?:no\s+longer\s+exists?|(?:does|do|must|should)\s+not\s+exist)\b|^(?:remove|delete)\s+(?:the\s+|old\s+|obsolete\s+|files?\s+)*" + Words.Path + Words.Behind, (match, context) => File(match, context, "missing"), Proof),
        new(@"(?:\bthe\s+)?(?:\b(?:a|an|new)\s+)*(?:\bfile\s+)?" + Words.Path + Words.Must + @"(?:exists?|created|added|present|there|written|generated|checked\s+in|in\s+place)\b|^(?:create|add|write|generate|provide)\s+(?:a\s+|an\s+|the\s+|new\s+|file\s+)*" + Words.Path + @"$|\b(?:there\s+is|there\s+must\s+be)\s+(?:a\s+|an\s+)?(?:file\s+)?" + Words.Path, (match, context) => File(match, context, "exists"), Proof),
        new(@"(?:\bthe\s+)?(?:\bfile\s+)?" + Words.Path + Words.Must + @"(?:updated|changed|revised|extended|rewritten)\b|^(?:update|revise)\s+(?:the\s+|file\s+)*" + Words.Path + "$", (match, context) => File(match, context, "changed"), Proof),
        new(@"(?:\bthe\s+)?(?:\bfiles?\s+)?" + Words.Path + Words.Behind + Words.Must + @"(?:unchanged|untouched|unmodified|as\s+(?:it\s+is|is|before))\b", (match, context) => File(match, context, "unchanged"), NoteSection.Verification),
        new(@"(?:\b(?:all|every|each|the|of)\s+)*\bpublic\s+(?:apis?|members?|types?|methods?|surface|class(?:es)?|interfaces?)(?:\s*(?:,|and|or)\s*(?:members?|types?|methods?|properties|interfaces?))*" + Words.Must + @"(?:fully\s+|all\s+|well\s+|an?\s+)*(?:documented\b|(?:xml[- ]?)(?:docs?|documentation)?[- ]?(?:comments?|documentation|docs)?)|\bxml[- ]?(?:doc(?:umentation|s)?)?[- ]?comments?\s+(?:on|for|cover|exist\s+for)\s+(?:all|every|each|the)\s+public\s+\w+|" + Words.No + @"missing\s+xml[- ]?(?:doc(?:umentation)?\s+)?comments?", Documented),
        new(Words.No + @"(?:(?:known|new|high|critical|moderate|open|security|severity|or|and|high-severity|critical-severity)\s+)*(?:vulnerabilit(?:y|ies)|vulnerable\s+(?:nuget\s+)?(?:packages?|dependencies))(?:\s+(?:in|among|of)\s+(?:the\s+|our\s+|any\s+|all\s+|nuget\s+|resolved\s+)*(?:packages?|dependencies))?|(?:\bthe\s+)?\b(?:nuget|security|dependency|package)\s+audit" + Words.Must + Words.Pass, Audit),
    ];

    private static bool File(Match match, PhraseContext context, string condition) =>
        match.Groups["path"].Value is var path && (condition is not "exists" || !path.EndsWith('/')) && Targets.GlobOf(context, path) is { } glob && context.Clause($"file {GoalText.Quote(glob)} {condition}");

    private static bool Documented(Match match, PhraseContext context)
    {
        var libraries = Targets.Libraries(context);
        foreach (var project in libraries.Count > 0 ? libraries : Targets.Builds(context))
        {
            context.Clause($"api {GoalText.Quote(project)} documented");
        }

        return true;
    }

    private static bool Audit(Match match, PhraseContext context)
    {
        var severity = Severities.FirstOrDefault(word => match.Value.Contains(word, StringComparison.OrdinalIgnoreCase));
        foreach (var target in Targets.Builds(context))
        {
            context.Clause($"audit {GoalText.Quote(target)}{(severity is null ? "" : $" severity {severity}")}");
        }

        return true;
    }
}
