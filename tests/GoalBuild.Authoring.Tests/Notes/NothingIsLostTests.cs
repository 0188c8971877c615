using System.Text.RegularExpressions;
using CsCheck;
using GoalBuild.Authoring.Notes;
using GoalBuild.Authoring.Repository;
using GoalBuild.Language;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Authoring.Tests.Notes;

/// <summary>Whatever notes say: each word of them stands in the goal or in a warning, and the goal parses.</summary>
public sealed partial class NothingIsLostTests
{
    // Words that say which part of the notes begins are no content.
    private static readonly string[] Headings = ["# Objective", "## Requirements", "**Verification:**", "Constraints:", "## Out of scope", "### Budget", "Context:", "**Approach**", "## Stop conditions", "Review:", "## Marmalade", "# Lemon curd", "", "---"];

    private static readonly string[] Bullets = ["- ", "* ", "1. ", "  - ", "- [ ] ", "(a) ", "> ", "", "    ", "| ", "\t- "];

    private static readonly string[] Phrases =
    [
        "all tests pass", "All unit tests pass, with no skipped tests", "no linting errors", "coverage from 45% to 80%", "latency below 200ms", "GET /search responds within 250 ms", "TypeScript build succeeds",
        "do not modify src/Shop/Checkout", "do not touch the kitchen", "no new dependencies", "at most 20 turns and $5", "keep the public API", "`dotnet test` passes", "`./x.sh \"a b\"` prints \"done\"", "README.md exists",
        "stop if the oven is cold", "approved by the chef", "docs/api.md", "no `Thread.Sleep`", "Domain must not depend on Web", "The service must:", "Note: it rains", "a \"quoted\" word", "back\\slash", "C:\\temp\\x", "\"\"\" raw",
        "// no comment", "/* nor this", "ends with backslash\\", "*bold* _and_ **more**", "snake_case __dunder__", "<!-- hidden -->", "```", "2M tokens", "3 hours", "tab\tand bell\u0007", "bidi \u202etxt", "emoji 🦆 ", "100%", "{ } = < >", "a:b", "https://example.org/a?b=c",
    ];

    private static readonly Gen<string> Line = Gen.Frequency(
        (1, Pick(Headings)),
        (5, Gen.Select(Pick(Bullets), Pick(Phrases), (bullet, phrase) => bullet + phrase)),
        (2, Gen.Select(Pick(Bullets), Pick(Phrases), Pick(Phrases), (bullet, phrase, other) => $"{bullet}{phrase}, {other}.")),
        (2, Gen.Select(Pick(Bullets), Gen.String[Gen.Char[' ', '~'], 0, 30], (bullet, text) => bullet + text)),
        (1, Gen.String[0, 12]));

    [Test]
    public void Each_word_of_any_notes_is_in_the_goal_or_in_a_warning() =>
        Gen.Select(Line.Array[0, 14], Gen.Bool).Sample(
            (lines, isKnown) =>
            {
                var text = string.Join('\n', lines);
                var result = NotesImporter.Import(new SourceText("notes.md", text), isKnown ? Shop.Facts : RepositoryFacts.Unknown, "notes");
                var parsed = GoalLanguage.Parse(new SourceText("notes.goal", result.Text.Length == 0 ? "goal g { }" : result.Text));
                var kept = WordsOf(result.Text + "\n" + string.Join('\n', result.Warnings.Select(warning => warning.Message)) + "\n" + string.Join('\n', Strings(parsed)));
                var lost = WordsOf(text).Where(word => !kept.Contains(word) && !IsStructure(word)).ToList();
                return lost.Count == 0 && parsed.Diagnostics.Count == 0 ? true : throw new InvalidOperationException($"lost: {string.Join(", ", lost)}; {string.Join("; ", parsed.Diagnostics.Select(found => found.Message))}\n{result.Text}");
            },
            iter: 3_000,
            print: sample => $"{System.Text.Json.JsonSerializer.Serialize(sample.Item1)} {sample.Item2}");

    private static Gen<string> Pick(string[] all) => Gen.Int[0, all.Length - 1].Select(index => all[index]);

    // What stands in a string is kept, too, where the language writes it with escapes.
    private static IEnumerable<string> Strings(ParseResult parsed) => parsed.File.Goals.SelectMany(goal => goal.Requirements.Select(requirement => requirement.Statement.Value).Append(goal.Objective?.Value ?? ""));

    private static HashSet<string> WordsOf(string text) => Word().Matches(text).Select(word => word.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    // Numbers of lists, the name of a part, and the language of a code block.
    private static bool IsStructure(string word) => word.All(char.IsAsciiDigit) || word.Length == 1 || Array.Exists(Headings, heading => WordsOf(heading).Contains(word)) || Array.Exists(Bullets, bullet => bullet.Contains(word, StringComparison.Ordinal));

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
