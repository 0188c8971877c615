using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Completion;

/// <summary>How a statement is written, taken apart: <see cref="StatementUsage.Usage"/> as elements that stand in order, and options that stand anywhere among them.</summary>
internal sealed class StatementShape
{
    private static readonly Dictionary<StatementUsage, StatementShape> Known = Keywords.Statements.ToDictionary(usage => usage, usage => new StatementShape(usage));

    private StatementShape(StatementUsage usage)
    {
        Usage = usage;
        var text = usage.Usage[usage.Keyword.Length..].TrimEnd('{').Replace("\"METHOD URL\"", "STRING", StringComparison.Ordinal).Replace(", …", "…", StringComparison.Ordinal);
        var elements = new List<ShapeElement>();
        foreach (var (part, index) in text.Split('[', ']').Select((part, index) => (part.Split(' ', StringSplitOptions.RemoveEmptyEntries), index)))
        {
            // Split at the brackets, every other part stood between two of them.
            if (index % 2 == 1)
            {
                elements.Add(OptionOf(part));
            }
            else
            {
                AddMandatory(elements, part);
            }
        }

        Elements = elements;
    }

    /// <summary>The statement.</summary>
    public StatementUsage Usage { get; }

    /// <summary>What follows the keyword.</summary>
    public IReadOnlyList<ShapeElement> Elements { get; }

    /// <summary>The shape of a statement.</summary>
    /// <param name="usage">A row of <see cref="Keywords.Statements"/>.</param>
    public static StatementShape Of(StatementUsage usage) => Known[usage];

    /// <summary><c>in ENVIRONMENT…</c> is one sequence, <c>line|branch|method</c> three.</summary>
    private static ShapeElement OptionOf(string[] parts) => parts.Length == 1
        ? new ShapeElement(true, [.. Choices(parts[0]).Select(leaf => new[] { leaf })])
        : new ShapeElement(true, [[.. parts.Select(part => new ShapeLeaf(part))]]);

    private static void AddMandatory(List<ShapeElement> elements, string[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            List<IReadOnlyList<ShapeLeaf>> alternatives = [.. Choices(parts[i]).Select(leaf => new[] { leaf })];

            // 'exists|contains STRING|matches PATTERN': the word behind a value begins another alternative.
            for (; i + 1 < parts.Length && parts[i + 1].Split('|', 2) is [var value, var next] && !ShapeLeaf.IsWordText(value) && ShapeLeaf.IsWordText(next.Split('|')[0]); i++)
            {
                alternatives[^1] = [.. alternatives[^1], new ShapeLeaf(value)];
                alternatives.AddRange(Choices(next).Select(leaf => new[] { leaf }));
                if (i + 2 < parts.Length && !parts[i + 2].Contains('|', StringComparison.Ordinal))
                {
                    alternatives[^1] = [.. alternatives[^1], new ShapeLeaf(parts[i + 2])];
                    i++;
                }
            }

            elements.Add(new ShapeElement(false, alternatives));
        }
    }

    /// <summary><c>STRING|PATTERN</c> is one value of two kinds; where a word is among them, each is a choice of its own.</summary>
    private static IEnumerable<ShapeLeaf> Choices(string part) => part.Split('|').Any(ShapeLeaf.IsWordText) ? part.Split('|').Select(choice => new ShapeLeaf(choice)) : [new ShapeLeaf(part)];
}

/// <summary>One element of a statement: a choice of sequences.</summary>
/// <param name="IsOption">Whether it may be left out, and stands anywhere.</param>
/// <param name="Alternatives">The sequences.</param>
internal sealed record ShapeElement(bool IsOption, IReadOnlyList<IReadOnlyList<ShapeLeaf>> Alternatives);

/// <summary>A word that stands for itself or one of several, a kind of value, or a sign.</summary>
internal sealed record ShapeLeaf
{
    /// <summary>Takes it as the language reference writes it.</summary>
    /// <param name="text">Such as <c>at</c>, <c>low|high</c>, <c>STRING|PATTERN</c>, <c>GLOB…</c> or <c>=</c>.</param>
    public ShapeLeaf(string text) => (Text, IsList) = (text.TrimEnd('…'), text.EndsWith('…'));

    /// <summary>The words or kinds of value, with bars between them; or the sign.</summary>
    public string Text { get; }

    /// <summary>Whether commas may join several.</summary>
    public bool IsList { get; }

    /// <summary>The words that may stand there; empty for a value or a sign.</summary>
    public IReadOnlyList<string> Words => Text.Split('|') is var words && words.All(IsWordText) ? words : [];

    /// <summary>Whether a part of a usage stands for itself.</summary>
    /// <param name="text">The part.</param>
    public static bool IsWordText(string text) => text.Length > 1 && text.All(c => char.IsAsciiLetterLower(c) || c == '-');
}
