using System.Text.RegularExpressions;
using GoalBuild.Authoring.Repository;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>That things build, without warnings, are formatted, and that types check.</summary>
internal static class BuildPhrases
{
    private const string Subject = @"(?:\b(?:the|whole|entire|full|complete|all|new|\.NET|C\#|backend|back-end)\s+)*\b(?:solution|projects?|code(?:\s?base)?|source\s+code|app(?:lication)?|repo(?:sitory)?|library|everything|it)\b";

    private const string TypeScript = @"(?:\b(?:the|all)\s+)*\b(?:TypeScript|TS|tsc)\b(?:\s+(?:build|compilation|compiler|code|project|sources?|type[- ]?check(?:s|ing)?))*";

    private const string Trouble = @"(?:errors?|warnings?|issues?|violations?|problems?|changes?|findings?|complaints?|failures?|differences?)(?:\s*(?:or|and|/)\s*(?:errors?|warnings?|issues?|violations?))?\b";

    /// <summary>The phrases.</summary>
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(TypeScript + Words.Must + @"(?:" + Words.Pass + @"|builds?|compiles?|type-?checks?)|" + TypeScript + @"\s+(?:builds?|compiles?)\b|" + Words.No + @"(?:TypeScript|TS|tsc|type)(?:[- ]?check(?:ing)?)?\s+(?:compil(?:er|ation)\s+)?errors?\b|(?:\b(?:the|all)\s+)*\btype[- ]?check(?:s|ing)?" + Words.Must + Words.Pass, TypesCheck),
        new(Words.No + @"(?:(?:new|code|any)\s+)*(?<tool>eslint|prettier|lint(?:ing|er)?|(?:code\s+)?style|(?:code\s+)?format(?:ting)?)[\s-]*" + Trouble, Lint),
        new(@"(?:\b(?:the|all|our)\s+)*\b(?<tool>eslint|prettier|dotnet\s+format|(?:code\s+)?format(?:ting|ter)?(?:\s+checks?)?|lint(?:ing|ers?)?(?:\s+checks?)?|code\s+style(?:\s+checks?)?|style\s+checks?)" + Words.Must + @"(?:" + Words.Pass + @"|nothing\s+to\s+(?:change|report|complain\s+about)|finds?\s+nothing|reports?\s+(?:nothing|(?:no|zero|0)\s+" + Trouble + @")|happy|unchanged)", Lint),
        new(@"(?:\b(?:all|the|our|new)\s+)*\b(?:code|sources?|source\s+code|files|c\#\s+files)\b" + Words.Must + @"(?:correctly\s+|properly\s+|well[- ]|consistently\s+)?(?:formatted|lint[- ]free)(?:\s+(?:by|with|using|according\s+to|as)\s+(?:the\s+)?`?(?<tool>dotnet\s+format|prettier|\.?editorconfig)`?(?:\s+says?)?)?", Lint),
        new(@"(?:\b(?:with|and|has|have|produces?|emits?|there\s+are)\s+)*" + Words.No + @"(?:(?:new|build|compiler|compile|compilation|analy[sz]er|code\s+analysis|C\#)\s+)*(?:errors?\s+(?:or|and)\s+(?:no\s+)?)?warnings?\b(?:\s+(?:or|and)\s+(?:no\s+)?errors?)?|\bwarning[- ]free\b|\bwarnings?\s+(?:are\s+)?(?:treated|count(?:ed)?|handled)?\s*as\s+errors\b|\btreat(?:s|ing)?\s+(?:all\s+)?warnings\s+as\s+errors\b|\bwarnings?\s+are\s+errors\b", NoWarnings),
        new(Words.No + @"(?:build|compiler|compile|compilation|compile-time)\s+(?:errors?|failures?|problems?)\b", Build),
        new(Subject + @"(?:" + Words.Must + @"|\s+)(?:builds?|compiles?|buildable)\b(?:\s+(?:successfully|cleanly|fine|ok|correctly|clean))?", Build),
        new(@"`(?<path>[^`\s]+\.(?:slnx?|[a-z]+proj))`(?:" + Words.Must + @"|\s+)(?:builds?|compiles?)\b(?:\s+(?:successfully|cleanly|fine|ok|correctly|clean))?|(?<![\w/.])(?<path>[\w./-]+\.(?:slnx?|[a-z]+proj))(?:" + Words.Must + @"|\s+)(?:builds?|compiles?)\b(?:\s+(?:successfully|cleanly))?", Build),
        new(@"(?:\b(?:the|full|whole|clean|solution|project|\.NET|release|debug|C\#|backend)\s+)*\b(?:builds?|compilation)\b" + Words.Must + Words.Pass + @"|\b(?:successful|clean|green)\s+builds?\b|^(?:clean\s+)?builds?\s+(?:successfully|cleanly)\b", Build),
        new(@"(?:\b(?:with|and|or)\s+)?" + Words.No + @"errors?\b", (_, context) => context.Mapping.Clauses.Exists(clause => clause.StartsWith("build ", StringComparison.Ordinal))),
        new(@"\b(?:in|for|with)\s+(?:the\s+)?(?<name>release|debug)(?:\s+(?:mode|configuration|build))?\b", Configuration),
    ];

    private static bool Build(Match match, PhraseContext context)
    {
        if (match.Groups["path"] is { Success: true } path)
        {
            return Targets.ProjectOf(context, path.Value) is { } project && context.Clause($"build {GoalText.Quote(project)}");
        }

        foreach (var target in Targets.Builds(context))
        {
            context.Clause($"build {GoalText.Quote(target)}");
        }

        return true;
    }

    private static bool NoWarnings(Match match, PhraseContext context)
    {
        context.Mapping.BuildOptions.Add("warnings as errors");
        return true;
    }

    private static bool Configuration(Match match, PhraseContext context)
    {
        if (!context.Mapping.Clauses.Exists(clause => clause.StartsWith("build ", StringComparison.Ordinal)))
        {
            return false;
        }

        context.Mapping.BuildOptions.Add(match.Groups["name"].Value.Equals("release", StringComparison.OrdinalIgnoreCase) ? "configuration Release" : "configuration Debug");
        return true;
    }

    private static bool TypesCheck(Match match, PhraseContext context)
    {
        List<NodePackage> packages = [.. context.Facts.NodePackages.Where(package => package.HasTypeScript)];
        if (packages.Count == 0)
        {
            context.Guess("no tsconfig.json was found, so that it runs in the goal's folder: name the folder behind 'in'");
            return context.Clause("run \"npx --no-install tsc --noEmit\"");
        }

        foreach (var package in packages)
        {
            var isBuild = match.Value.Contains("build", StringComparison.OrdinalIgnoreCase) && package.Scripts.Contains("build");
            context.Clause($"run {GoalText.Quote(isBuild ? package.Command("build") : package.TypeCheck!)}{In(package)}");
        }

        return true;
    }

    private static bool Lint(Match match, PhraseContext context)
    {
        var tool = match.Groups["tool"].Value.ToLowerInvariant();
        var isNode = tool is "eslint" or "prettier";
        List<(NodePackage Package, string Script)> scripts = [.. context.Facts.NodePackages
            .Select(package => (package, package.Scripts.FirstOrDefault(script => tool == "prettier" ? script.Contains("format", StringComparison.Ordinal) : script == "lint")!))
            .Where(found => found.Item2 is not null)];
        if (!tool.StartsWith("dotnet", StringComparison.Ordinal))
        {
            foreach (var (package, script) in scripts)
            {
                context.Clause($"run {GoalText.Quote(package.Command(script))}{In(package)}");
            }
        }

        if (isNode && scripts.Count == 0)
        {
            context.Guess($"no script of a package.json runs {tool}, so that it runs in the goal's folder: name the folder behind 'in'");
            context.Clause(tool == "eslint" ? "run \"npx --no-install eslint .\"" : "run \"npx --no-install prettier --check .\"");
        }

        // Where there is no .NET at all, the scripts are what lints.
        if (!isNode && (context.Facts.Builds.Count > 0 || scripts.Count == 0))
        {
            foreach (var target in Targets.Builds(context))
            {
                context.Clause($"lint {GoalText.Quote(target)}");
            }
        }

        return true;
    }

    private static string In(NodePackage package) => package.Folder.Length == 0 ? "" : $" in {GoalText.Quote(package.Folder)}";
}
