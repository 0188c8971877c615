namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>Pieces that the patterns of phrases are made of.</summary>
internal static class Words
{
    /// <summary>What may stand between a subject and what is said of it.</summary>
    public const string Must = @"(?:\s*:)?(?:\s+(?:must|should|shall|will|would|has|have|needs?|to|are|is|be|being|can|could|may|still|all|also|always|both|now|continues?|keeps?|remains?|stays?|run|runs|come|comes|back|get|gets)\b)*\s+";

    /// <summary>That something goes well.</summary>
    public const string Pass = @"(?:pass(?:es|ed|ing)?|succeeds?|succeeding|succeeded|green|successful|clean|cleanly|works?|error[- ]free|ok)\b(?:\s+(?:successfully|cleanly|clean|again|green|locally))?";

    /// <summary>None of something.</summary>
    public const string No = @"(?:\b(?:no|zero|0|without(?:\s+any)?|free\s+of|not\s+a\s+single|with\s+no)\s+)";

    /// <summary>Not to do something.</summary>
    public const string DoNot = @"\b(?:(?:please\s+)?(?:do\s+not|don['’]?t|never|must\s+not|mustn['’]t|should\s+not|shouldn['’]t|may\s+not|shall\s+not|cannot|can['’]?t|not\s+allowed\s+to|avoid|without|no)\s+(?:ever\s+)?)";

    /// <summary>A path, between marks or with a separator, a wildcard or a known ending in it.</summary>
    public const string Path = @"(?:`(?<path>[^`\s]+)`|[""“'](?<path>[\w.@*/\\{}+-]*[/\\.*][\w.@*/\\{}+-]*)[""”']|(?<![\w/:.])(?<path>(?:[\w.@*{}+-]+[/\\])+[\w.@*{}+-]*|[\w*-][\w.*-]*\.(?:cs|csproj|fs|fsproj|vb|vbproj|sln|slnx|md|json|ya?ml|xml|sql|tsx?|jsx?|mjs|css|scss|html|txt|props|targets|config|razor|cshtml|proto|sh|ps1|toml|lock|resx|xaml|editorconfig)|\.[a-z]+(?:ignore|config|rc))(?![\w/]))";

    /// <summary>Paths with commas and words between them.</summary>
    public const string Paths = Path + @"(?:\s*(?:,\s*(?:and|or)?|and|or|&|\+)\s*(?:the\s+|in\s+|files?\s+in\s+|anything\s+(?:in|under)\s+)*" + Path + ")*";

    /// <summary>What may stand before a path.</summary>
    public const string Before = @"(?:(?:any(?:thing)?|the|all|existing|of|files?|code|everything|contents?|folders?|director(?:y|ies)|modules?|projects?|sources?|in|under|inside|within|below|to|from|on|at)\s+)*";

    /// <summary>What may stand behind a path.</summary>
    public const string Behind = @"(?:\s+(?:folder|directory|file|files|module|project|tree|at\s+all|itself))*";

    /// <summary>A share in percent.</summary>
    public const string Share = @"(?<share>\d{1,3}(?:\.\d+)?)\s*(?:%|percent\b|per\s+cent\b)";

    /// <summary>A number of things, which may have commas in it.</summary>
    public const string Count = @"(?<count>\d[\d,]*(?:\.\d+)?)\s*(?<scale>[kKmM](?![a-zA-Z]))?";

    /// <summary>At least so much.</summary>
    public const string AtLeast = @"(?:\s*(?:\bto\b|\bof\b|\bat\s+least\b|\bat\s+or\s+above\b|\babove\b|\bover\b|\bbelow\b|\bunder\b|\bmore\s+than\b|\bgreater\s+than\b|\bhigher\s+than\b|\bexceeds?\b|\b(?:no|not)\s+less\s+than\b|\ba\s+minimum\s+of\b|\bminimum(?:\s+of)?\b|\bmin\b\.?|\bup\s+to\b|\bis\b|\bbe\b|\breach(?:es)?\b|>=|=>|≥|>|=|:|→|->))*\s*";

    /// <summary>At most so much.</summary>
    public const string AtMost = @"(?:\s*(?:\bbelow\b|\bunder\b|\bless\s+than\b|\blower\s+than\b|\bfewer\s+than\b|\bwithin\b|\bin\b|\bat\s+most\b|\b(?:no|not)\s+(?:more|longer)\s+than\b|\bmax(?:imum)?\b\.?(?:\s+of)?|\bup\s+to\b|\bfaster\s+than\b|\b(?:does\s+|must\s+|may\s+)?not\s+exceed(?:ing)?\b|\bis\b|\bof\b|\bto\b|\bbe\b|\bstays?\b|<=|=<|≤|<|=|:))*\s*";
}
