using System.Text;
using System.Text.RegularExpressions;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Reference;

/// <summary>What the language reference (grammar/README.md) says of each statement and word: an editor shows the same words.</summary>
internal sealed partial class LanguageReference
{
    private static readonly Lazy<LanguageReference> Embedded = new(() =>
    {
        using var stream = typeof(LanguageReference).Assembly.GetManifestResourceStream("reference.md")!;
        using var reader = new StreamReader(stream);
        return new LanguageReference(reader.ReadToEnd());
    });

    private readonly List<Section> _sections = [];

    /// <summary>Reads the reference.</summary>
    /// <param name="markdown">Its text.</param>
    public LanguageReference(string markdown)
    {
        var (chapter, title, body) = ("", "", new StringBuilder());
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal) || line.StartsWith("### ", StringComparison.Ordinal))
            {
                _sections.Add(new Section(chapter, title, body.ToString()));
                (chapter, title) = line[2] == ' ' ? (line[3..].Trim(), "") : (chapter, line[4..].Trim());
                body.Clear();
            }
            else
            {
                body.Append(line).Append('\n');
            }
        }

        _sections.Add(new Section(chapter, title, body.ToString()));
    }

    /// <summary>The reference of this version.</summary>
    public static LanguageReference Shared => Embedded.Value;

    /// <summary>What a statement means, in Markdown; null where the reference says nothing of it.</summary>
    /// <param name="usage">The statement.</param>
    public string? Meaning(StatementUsage usage) => usage.Place switch
    {
        Place.File => First(Find("Goals and their members", "")),
        Place.Environment => Row(Find("Goals and their members", "environment"), usage.Keyword),
        Place.Budget => Row(Find("Goals and their members", "budget"), usage.Keyword),
        Place.Evidence => First(Find("Goals and their members", "evidence")),
        Place.Clauses => First(Find("Clauses", usage.Keyword)),
        Place.Constraints => First(ConstraintOf(usage)),
        Place.Agent => First(Find("The ladder of executors", usage.Keyword)),
        _ => First(Find("Goals and their members", string.Join(' ', Leading(usage))) ?? Find("Goals and their members", usage.Keyword)),
    };

    /// <summary>What a word means that stands in a statement behind its keyword, in Markdown; null where the reference has no row for it.</summary>
    /// <param name="usage">The statement.</param>
    /// <param name="word">The word.</param>
    public string? Option(StatementUsage usage, string word) => usage.Place switch
    {
        Place.Clauses => Row(Find("Clauses", usage.Keyword), word) ?? Row(Find("Clauses", ""), word),
        Place.Agent => Row(Find("The ladder of executors", usage.Keyword), word) ?? Row(Find("Goals and their members", "budget"), word),
        _ => null,
    };

    private Section? Find(string chapter, string title) =>
        _sections.FirstOrDefault(section => section.Chapter == chapter && section.Title.Split(", ").Contains(title, StringComparer.Ordinal));

    // 'allow test removal' has no section of its own: the one of what it lifts speaks of it.
    private Section? ConstraintOf(StatementUsage usage)
    {
        var words = string.Join(' ', Leading(usage));
        return Find("Constraints", words) ?? Find("Constraints", usage.Keyword)
            ?? _sections.FirstOrDefault(section => section.Chapter == "Constraints" && section.Body.Contains($"`{words} ", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Leading(StatementUsage usage) => usage.Usage.Split(' ').TakeWhile(word => word.All(c => char.IsAsciiLetterLower(c) || c == '-'));

    /// <summary>The section up to its first example or table.</summary>
    private static string? First(Section? section)
    {
        var text = section?.Body.Split("\n```", 2)[0].Split("\n|", 2)[0].Trim();
        return string.IsNullOrEmpty(text) ? null : Plain(text);
    }

    /// <summary>The second cell of the row whose first begins with the word.</summary>
    private static string? Row(Section? section, string word)
    {
        foreach (var line in section?.Body.Split('\n') ?? [])
        {
            // A bar within a cell is escaped.
            var cells = CellBorder().Split(line);
            if (cells.Length > 2 && cells[1].Split('`').Where((_, index) => index % 2 == 1).Any(code => code == word || code.StartsWith(word + " ", StringComparison.Ordinal)))
            {
                return Plain(cells[2].Trim());
            }
        }

        return null;
    }

    // A link within the page leads nowhere in an editor.
    private static string Plain(string markdown) => Link().Replace(markdown, "$1").Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex Link();

    private sealed record Section(string Chapter, string Title, string Body);
}
