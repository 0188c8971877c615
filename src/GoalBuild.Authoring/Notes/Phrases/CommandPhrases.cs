using System.Globalization;
using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>Command lines that have to succeed.</summary>
internal static partial class CommandPhrases
{
    private const string Outcome = @"(?:" + Words.Must + @"(?:" + Words.Pass + @"|completes?|finish(?:es)?|builds?|compiles?|exits?(?:\s+with)?(?:\s+(?:exit\s+)?(?:code|status))?\s+(?<code>-?\d+)|returns?(?:\s+(?:exit\s+)?(?:code|status))?\s+(?<code>-?\d+)|reports?\s+(?:no|zero|0)\s+\w+|(?:prints?|outputs?|shows?|says?)\s+(?:[""“](?<prints>[^""”]+)[""”]|`(?<prints>[^`]+)`)))?(?:\s+in\s+(?:the\s+)?(?!(?:ci|release|debug|less|under)\b)[`""]?(?<folder>[\w./-]*\w)[`""]?(?:\s+(?:folder|directory))?)?(?:\s+(?:without|with\s+no|with\s+zero)\s+(?:any\s+)?(?:errors?|warnings?|failures?|issues?)(?:\s+(?:or|and)\s+\w+)?)?";

    private const string Programs = @"(?:dotnet|npm|npx|pnpm|yarn|bun|node|make|cmake|bash|sh|pwsh|powershell|python3?|pytest|cargo|go|git|docker|curl|eslint|tsc|jest|vitest|prettier|mvn|gradle|java|ruby|bundle|rake|msbuild|nuget|grep|test|ls|cat|diff|\.{1,2}[/\\][\w./\\-]+)";

    /// <summary>The phrases.</summary>
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(@"(?:\b(?:run|running|execute|executing|the\s+command|command|output\s+of|that)\s+)*`(?<command>" + Programs + @"(?:\s[^`]*)?)`(?:\s+command|\s+script)?" + Outcome, Run),
        new(@"^(?:run\s+|execute\s+|\$\s*)?(?<command>(?:dotnet|npm|npx|pnpm|yarn|tsc|pytest|cargo|go\s+(?:test|build|vet))(?:\s+(?!(?:must|should|passes|succeeds|is|has|runs|exits|returns|prints|works|completes)\b)[\w:./=\-""'~@]+)*)" + Outcome + @"[.!]?$", Run),
    ];

    /// <summary>What a command line means: a clause that understands more than an exit code where there is one.</summary>
    /// <param name="context">The item.</param>
    /// <param name="command">The command line.</param>
    /// <param name="behind">What it has to exit with and to print.</param>
    public static bool Add(PhraseContext context, string command, string behind = "")
    {
        if (behind.Length > 0 || !Understand(context, [.. Word().Matches(command).Select(word => word.Value.Trim('"', '\''))]))
        {
            context.Clause($"run {GoalText.Quote(command)}{behind}");
        }

        return true;
    }

    private static bool Run(Match match, PhraseContext context)
    {
        var behind = match.Groups["folder"] is { Success: true } folder && Targets.PathOf(folder.Value) is { } path ? $" in {GoalText.Quote(path)}" : "";
        behind += match.Groups["code"] is { Success: true } code && code.Value != "0" && int.TryParse(code.Value, CultureInfo.InvariantCulture, out _) ? $" exits {code.Value}" : "";
        return Add(context, match.Groups["command"].Value.Trim(), behind + (match.Groups["prints"] is { Success: true } prints ? $" prints {GoalText.Quote(prints.Value)}" : ""));
    }

    private static bool Understand(PhraseContext context, string[] words)
    {
        if (words is not ["dotnet", "build" or "test" or "format" or "restore", ..])
        {
            return false;
        }

        var (subject, options) = ((string?)null, "");
        for (var index = 2; index < words.Length; index++)
        {
            switch (words[index])
            {
                case "--no-restore" or "--no-build" or "--nologo" or "-nologo" or "--verify-no-changes":
                    break;
                case "-v" or "--verbosity" when index + 1 < words.Length:
                    index++;
                    break;
                case "whitespace" or "style" or "analyzers" when words[1] == "format":
                    options += " " + words[index];
                    break;
                case "-warnaserror" or "--warnaserror" or "/warnaserror" or "-p:TreatWarningsAsErrors=true" or "/p:TreatWarningsAsErrors=true" when words[1] == "build":
                    options += " warnings as errors";
                    break;
                case "-c" or "--configuration" when words[1] == "build" && index + 1 < words.Length:
                    options += $" configuration {GoalText.Quote(words[++index])}";
                    break;
                case "--filter" when words[1] == "test" && index + 1 < words.Length:
                    options += $" filter {GoalText.Quote(words[++index])}";
                    break;
                case var word when subject is null && !word.StartsWith('-') && Targets.ProjectOf(context, word) is { } project:
                    subject = project;
                    break;
                default:
                    return false;
            }
        }

        var keyword = words[1] switch { "format" => "lint", "restore" => "build", var word => word };
        foreach (var target in subject is not null ? [subject] : keyword == "test" ? Targets.Tests(context) : Targets.Builds(context))
        {
            context.Clause($"{keyword} {GoalText.Quote(target)}{options}");
        }

        return true;
    }

    [GeneratedRegex(@"""[^""]*""|'[^']*'|\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
