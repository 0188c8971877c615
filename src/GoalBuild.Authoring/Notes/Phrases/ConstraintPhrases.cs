using System.Globalization;
using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>What must not happen: files that stay, dependencies that do not come, code that is not written.</summary>
internal static partial class ConstraintPhrases
{
    private const string Change = @"(?:modif(?:y|ied|ying|ications?\s+(?:to|of|in))|chang(?:e|ed|ing)|changes?\s+(?:to|in)|touch(?:ed|ing)?|edit(?:ed|ing|s\s+(?:to|in))?|alter(?:ed|ing)?|writ(?:e|ing)\s+to|delet(?:e|ed|ing)|remov(?:e|ed|ing)|mov(?:e|ing)|renam(?:e|ing)|break(?:ing)?|refactor(?:ing)?)";

    private const string Changes = Change + @"(?:\s*(?:,|/|or|and)\s*" + Change + @")*\b\s*";

    private const string Tests = @"(?:(?:the|any|existing|current|passing|of|failing)\s+)*tests?\b(?:\s+(?:files?|cases?|projects?|suite))?";

    private const string Dependencies = @"(?:(?:new|additional|extra|more|other|any|third[- ]party|external|nuget|npm|runtime|unnecessary)[,\s]+(?:or\s+)?)*(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|package\s+references?)\b(?:\s*(?:,|or|/|and)\s*(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)))?";

    private const string PublicApi = @"(?:the\s+|our\s+|any\s+|existing\s+|current\s+)*public\s+(?:api|apis|interface|surface|contract|signatures?|members|api\s+surface|method\s+signatures?)(?:\s+surface)?";

    /// <summary>The phrases.</summary>
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(Words.DoNot + @"(?:run|use|execute|call|invoke)(?:ning|ing)?\s+`(?<command>(?:git|dotnet|npm|npx|rm|docker|curl|wget|sudo|pnpm|yarn|make|ssh|kubectl|terraform|az|aws|gh)\b[^`]*)`|" + Words.DoNot + @"(?<command>git\s+(?:push|commit|rebase|reset))\b|" + Words.DoNot + @"(?<command>push)\b(?:ing)?(?:\s+(?:to\s+)?(?:the\s+)?(?:remote|origin|main|master|anything))*", Command),
        new(Words.DoNot + @"(?:delete|remov(?:e|ing)|skip(?:ping)?|ignor(?:e|ing)|disabl(?:e|ing)|weaken(?:ing)?|comment(?:ing)?\s+out|delet(?:e|ing)|deactivat(?:e|ing))(?:\s*(?:,|or|and|/)\s*(?:or\s+)?(?:delete|remove|skip|ignore|disable|weaken|comment\s+out|deactivate))*\s+" + Tests + @"|\b(?:keep|preserve)\s+(?:all\s+)?" + Tests + @"(?:\s+(?:as\s+they\s+are|intact))?|" + Words.No + @"tests?\s+(?:is\s+|are\s+|may\s+be\s+)?(?:removed|deleted|skipped|disabled|weakened)", (_, context) => context.Constraint("keep tests")),
        new(Words.DoNot + Changes + Tests + @"|\b" + Tests + Words.Must + @"(?:not\s+(?:be\s+)?(?:modified|changed|touched|edited)|unchanged|untouched)\b", ProtectTests),
        new(Words.DoNot + @"(?:break|chang(?:e|ing)|modif(?:y|ying)|alter(?:ing)?|breaking)\s+" + PublicApi + @"|\b(?:keep|preserve|maintain|retain)\s+" + PublicApi + @"(?:\s+(?:unchanged|stable|compatible|as\s+(?:it\s+)?is|intact|backwards?[- ]compatible|the\s+same|compatibility))*|\b" + PublicApi + @"(?:" + Words.Must + @"|\s+)(?:not\s+(?:be\s+)?(?:break|change|changed|broken)|unchanged|stable|compatible|backwards?[- ]compatible|the\s+same|untouched|does\s+not\s+(?:change|break))\b|" + Words.No + @"(?:breaking\s+(?:api\s+)?changes|(?:public\s+)?api\s+(?:breaks|breaking\s+changes|changes))(?:\s+(?:to|in|of)\s+" + PublicApi + @")?|\b(?:maintain|keep|preserve)\s+backwards?[- ]compatib(?:ility|le)(?:\s+(?:of|with|for)\s+" + PublicApi + ")?", KeepApi),
        new(Words.DoNot + @"(?:(?:add(?:ing)?|introduc(?:e|ing)|install(?:ing)?|tak(?:e|ing)|us(?:e|ing)|bring(?:ing)?\s+in|requir(?:e|ing))\s+)?" + Dependencies + @"(?:\s+(?:may\s+be|are|must\s+be|should\s+be)\s+(?:added|introduced|allowed|installed))?(?!\s+(?:on|`|""))|\bonly\s+(?:use\s+)?(?:the\s+)?existing\s+(?:dependencies|packages)\b|\bdependencies\s+(?:stay|remain|are)\s+(?:as\s+they\s+are|unchanged|the\s+same)\b", NoDependencies),
        new(Words.DoNot + @"(?:(?:add(?:ing)?|introduc(?:e|ing)|install(?:ing)?|us(?:e|ing)|depend(?:ing)?\s+on|reference)\s+)?(?:(?:the|a|any|on)\s+)*(?:nuget\s+)?(?:package|library|dependency)\s+(?:on\s+)?[`""]?(?<package>[A-Za-z][\w.]*\w)[`""]?|" + Words.DoNot + @"(?:(?:add(?:ing)?|introduc(?:e|ing)|install(?:ing)?|us(?:e|ing)|reference)\s+)?[`""]?(?<package>(?:Newtonsoft\.Json|Moq|AutoMapper|MediatR|FluentAssertions|Dapper|Polly|Serilog(?:\.\w+)*|RestSharp|log4net|NLog|EntityFramework|Microsoft\.[\w.]+\w))[`""]?(?![\w.(])(?:\s+(?:package|library|dependency))?", ForbidPackage),
        new(@"(?<from>(?<![\w.])[A-Z][\w]*(?:\.[\w]+)*|`[^`\s]+`)\s+(?:must|may|should|shall|does|do)\s+(?:not|never)\s+(?:reference|depend\s+on|use|know(?:\s+of)?|refer\s+to)\s+(?:the\s+)?(?<to>[A-Z]\w*(?:\.\w+)*|`[^`\s]+`)", ForbidReference, NoteSection.Constraints, NoteSection.Requirements),
        new(Words.DoNot + @"(?:(?:any|new|add(?:ing)?|us(?:e|ing)|suppress(?:ing)?|disabl(?:e|ing)|silenc(?:e|ing)|introduc(?:e|ing))\s+)*(?:(?:warning\s+|analy[sz]er\s+)?suppressions?|(?:\bcompiler\s+|\banaly[sz]er\s+|\bbuild\s+|\bany\s+)*(?<=(?:suppress|suppressing|disable|disabling|silence|silencing)\s+(?:\w+\s+){0,3})warnings?|`?\#?pragma(?:\s+warning(?:\s+disable)?)?s?`?|`?NoWarn`?|`?\[?SuppressMessage\]?`?)(?:\s*(?:,|or|and|/)\s*(?:or\s+)?`?(?:\#?pragma(?:\s+warning(?:\s+disable)?)?s?|NoWarn|\[?SuppressMessage\]?|suppressions?)`?)*", (_, context) => context.Constraint("forbid suppressions")),
        new(Words.No + @"(?:new\s+)?(?:`?(?<word>TODO|FIXME|HACK)s?`?)(?:\s*(?:,|or|and|/)\s*(?:or\s+)?`?(?<word>TODO|FIXME|HACK)s?`?)*(?:\s+(?:comments?|markers?|left(?:\s+behind)?))*", (match, context) => context.Constraint($"forbid text /\\b({string.Join('|', match.Groups["word"].Captures.Select(word => word.Value.ToUpperInvariant()).Distinct())})\\b/ in \"**\"")),
        new(Words.DoNot + @"(?:(?:us(?:e|ing)|call(?:ing|s\s+to)?|uses?\s+of|add(?:ing)?|introduc(?:e|ing)|new)\s+)?(?:`(?<code>[A-Za-z_][\w.]*(?:\(\))?)`|(?<code>(?:Console\.Write(?:Line)?|Thread\.Sleep|Task\.(?:Result|Wait|Run)|DateTime\.(?:Utc)?Now|GC\.Collect|async\s+void|dynamic|goto|Environment\.Exit|unsafe)\b(?:\(\))?))(?:\s+(?:calls?|statements?|code|keyword))?(?:\s+(?:in|under|inside|within)\s+" + Words.Before + "(?:" + Words.Path + @"|(?<path>src|source|sources|lib|app|tests?|web)\b(?:\s+(?:folder|directory))?))?", ForbidText, NoteSection.Constraints),
        new(@"\bonly\s+(?:" + Changes + @"|(?:\bwork\s+)?(?:in|on|under|within|inside)\s+)" + Words.Before + Words.Paths + Words.Behind + @"|\bchanges?" + Words.Must + @"(?:(?:only|limited|restricted|confined|contained|made)\s+)+(?:to|in|under|within|inside)\s+" + Words.Before + Words.Paths + Words.Behind + @"|\bchanges?\s+(?:must|should|may|have\s+to)(?:\s+(?:only|stay|remain|be|made|go))*\s+(?:in|under|within|inside|to)\s+" + Words.Before + Words.Paths + Words.Behind + @"|\b(?:stay|work\s+only|keep\s+(?:all\s+)?changes|limit\s+(?:all\s+)?changes|restrict\s+(?:all\s+)?changes|confine\s+(?:all\s+)?changes)\s+(?:within|in|inside|to|under)\s+" + Words.Before + Words.Paths + Words.Behind + "|" + Words.DoNot + @"(?:" + Changes + @"|changes?\s+)?(?:\b(?:any(?:thing)?|files?|code|of|the)\s+)*(?:outside(?:\s+of)?|other\s+than|except(?:\s+in)?|beyond)\s+" + Words.Before + Words.Paths + Words.Behind, (match, context) => Globs(match, context, "only")),
        new(Words.DoNot + Changes + Words.Before + Words.Paths + Words.Behind + @"|" + Words.No + @"(?:changes?|modifications?|edits?)\s+" + Words.Before + Words.Paths + Words.Behind + @"|\b(?:leave|keep)\s+" + Words.Before + Words.Paths + Words.Behind + @"\s+(?:alone|unchanged|untouched|intact|unmodified|as\s+(?:it\s+|they\s+)?(?:is|are))\b|" + Words.Paths + Words.Behind + @"(?:" + Words.Must + @"|\s+)(?:not\s+(?:be\s+)?(?:modified|changed?|touched|edited|altered|deleted)|unchanged|untouched|unmodified|read[- ]only|off[- ]limits|frozen|protected|left\s+(?:alone|unchanged|as\s+is))\b|\bprotect\s+" + Words.Before + Words.Paths + Words.Behind, (match, context) => Globs(match, context, "protect"), NoteSection.Requirements, NoteSection.Constraints, NoteSection.OutOfScope),
        new(Words.DoNot + Changes + @"(?:(?:any|the|existing|of|in|our|code|files)\s+)*(?<name>[A-Za-z][\w-]*(?:\s+(?!(?:folder|directory|module|project|code|files?|layer|service)\b)[A-Za-z][\w-]*)?)(?:\s+(?:folder|directory|module|project|code|files?|layer|service))?(?=\s*(?:[.,;!]|$))", ProtectNamed, NoteSection.Constraints, NoteSection.Requirements),
        new(@"^" + Words.Before + Words.Paths + Words.Behind + @"[.]?$|\b(?:changes?|modifications?)\s+(?:to|in)\s+" + Words.Before + Words.Paths, (match, context) => Globs(match, context, "protect"), NoteSection.OutOfScope),
        new(@"(?:\b(?:change|touch|modify|edit|limit|diff|the|of|is|to|changes?)\s+)*(?:\bat\s+most|\bno\s+more\s+than|\bmax(?:imum)?(?:\s+of)?|\bup\s+to|\bfewer\s+than|\bunder|\bless\s+than|\bnot\s+more\s+than|\blimit(?:ed)?\s+to)\s+" + Words.Count + @"\s+(?:(?:changed|modified)\s+)?(?<what>files?|lines?)\b(?:\s+(?:of\s+(?:code|diff|changes?)|changed|touched|modified|are\s+changed|are\s+touched|in\s+total|may\s+change))*", Limit),
        new(Words.No + @"(?:network|internet)(?:\s+(?:access|calls?|requests?|connections?))?\b|" + Words.DoNot + @"(?:access|use|call|reach)(?:ing)?\s+(?:the\s+)?(?:network|internet)\b|\b(?:work|stay|run)\s+offline\b", (_, context) => context.Constraint("network off")),
    ];

    private static bool Globs(Match match, PhraseContext context, string keyword)
    {
        List<string?> globs = [.. match.Groups["path"].Captures.Select(path => Targets.GlobOf(context, path.Value))];
        return globs.Count > 0 && !globs.Contains(null) && context.Constraint($"{keyword} {string.Join(", ", globs.Distinct().Select(glob => GoalText.Quote(glob!)))}");
    }

    private static bool ProtectTests(Match match, PhraseContext context)
    {
        List<string> folders = [.. context.Facts.TestProjects.Where(test => test.Folder.Length > 0).Select(test => GoalText.Quote($"{test.Folder}/**")).Distinct()];
        if (folders.Count > 0)
        {
            return context.Constraint($"protect {string.Join(", ", folders)}");
        }

        context.Guess("no folder of tests was found; 'keep tests' lets none go or prove less, and 'protect' with its folder would let none change");
        return context.Constraint("keep tests");
    }

    // A folder that is called as they say, and only one.
    private static bool ProtectNamed(Match match, PhraseContext context)
    {
        var name = match.Groups["name"].Value.Replace(" ", "", StringComparison.Ordinal);
        var last = match.Groups["name"].Value.Split(' ')[^1];
        List<string> folders = [.. context.Facts.Tree.Folders.Where(folder => Path.GetFileName(folder) is var own && (own.Equals(name, StringComparison.OrdinalIgnoreCase) || own.Equals(last, StringComparison.OrdinalIgnoreCase) || own.EndsWith("." + last, StringComparison.OrdinalIgnoreCase)))];
        if (folders.Count != 1)
        {
            context.Mapping.Hint ??= "Say which files: protect \"src/…/**\"";
            return false;
        }

        context.Guess($"'{match.Groups["name"].Value}' was taken for the folder {folders[0]}");
        return context.Constraint($"protect {GoalText.Quote(folders[0] + "/**")}");
    }

    private static bool KeepApi(Match match, PhraseContext context)
    {
        var libraries = Targets.Libraries(context);
        if (libraries.Count == 0)
        {
            context.Mapping.Hint = "Name the project: keep api \"src/App/App.csproj\"";
            return false;
        }

        foreach (var project in libraries)
        {
            context.Constraint($"keep api {GoalText.Quote(project)}");
        }

        return true;
    }

    private static bool NoDependencies(Match match, PhraseContext context)
    {
        List<string> packages = [.. context.Facts.Projects.SelectMany(project => project.Packages).Where(package => PackageName().IsMatch(package)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        if (packages.Count == 0)
        {
            context.Guess("no package is known that is used already, so that project files may not change at all");
            return context.Constraint("protect \"**/*.csproj\", \"**/package.json\"");
        }

        context.Constraint($"allow packages {string.Join(", ", packages.Select(GoalText.Quote))}");
        return context.Facts.NodePackages.Count == 0 || context.Constraint($"protect {string.Join(", ", context.Facts.NodePackages.Select(package => GoalText.Quote(package.Folder.Length == 0 ? "package.json" : $"{package.Folder}/package.json")))}");
    }

    private static bool ForbidPackage(Match match, PhraseContext context)
    {
        var name = match.Groups["package"].Value;
        return PackageName().IsMatch(name) && context.Constraint($"forbid package {GoalText.Quote(name)}");
    }

    private static bool ForbidReference(Match match, PhraseContext context)
    {
        var (from, to) = (match.Groups["from"].Value.Trim('`'), match.Groups["to"].Value.Trim('`'));
        return TypeName().IsMatch(from) && TypeName().IsMatch(to) && context.Constraint($"forbid reference {GoalText.Quote(to)} from {GoalText.Quote(from)}");
    }

    private static bool ForbidText(Match match, PhraseContext context)
    {
        var code = match.Groups["code"].Value.Replace("()", "", StringComparison.Ordinal);
        if (context.Facts.Projects.Any(project => project.Packages.Contains(code, StringComparer.OrdinalIgnoreCase)))
        {
            return context.Constraint($"forbid package {GoalText.Quote(code)}");
        }

        var glob = match.Groups["path"] is { Success: true } path ? Targets.GlobOf(context, path.Value) : context.Facts.Tree.HasFolder("src") ? "src/**" : "**/*.cs";
        return glob is not null && context.Constraint($"forbid text /\\b{string.Join(@"\s+", code.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape))}\\b/ in {GoalText.Quote(glob)}");
    }

    private static bool Command(Match match, PhraseContext context)
    {
        var command = match.Groups["command"].Value.Trim();
        return context.Constraint($"command deny {GoalText.Quote(command.Equals("push", StringComparison.OrdinalIgnoreCase) ? "git push" : command)}");
    }

    private static bool Limit(Match match, PhraseContext context)
    {
        var isFiles = match.Groups["what"].Value.StartsWith("file", StringComparison.OrdinalIgnoreCase);
        return BudgetPhrases.CountOf(match) is { } count && context.Constraint($"limit {(isFiles ? "files" : "lines")} {count.ToString(CultureInfo.InvariantCulture)}");
    }

    [GeneratedRegex(@"^[A-Za-z][\w.-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^[A-Za-z_][\w.]*$", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();
}
