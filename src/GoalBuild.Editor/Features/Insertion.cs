using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Features;

/// <summary>Puts statements into the text so that they stand where a person would write them; <c>fmt</c> leaves them there.</summary>
internal static class Insertion
{
    private const string Step = "    ";

    /// <summary>The edit that adds a statement at the end of a block.</summary>
    /// <param name="document">The document.</param>
    /// <param name="block">A statement whose block is closed.</param>
    /// <param name="lines">The statement's lines, indented among each other.</param>
    /// <param name="apart">Whether a blank line goes before it.</param>
    public static TextEdit AtEnd(GoalDocument document, Statement block, IEnumerable<string> lines, bool apart)
    {
        var text = document.Source.Text;
        var brace = block.BodyEnd!.Value - 1;
        var lineStart = LineStart(text, brace);
        var isAlone = text.AsSpan(lineStart, brace - lineStart).IsWhiteSpace();
        var newLine = NewLine(text);
        var indent = Indent(text, block.Keyword.Start);
        var body = string.Concat(lines.Select(line => $"{indent}{Step}{line}{newLine}"));
        return isAlone
            ? new TextEdit(document.RangeOf(new SourceSpan(lineStart, 0)), (apart ? newLine : "") + body)
            : new TextEdit(document.RangeOf(new SourceSpan(brace, 0)), newLine + body + indent);
    }

    /// <summary>The white space before the first character of a place's line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">The place.</param>
    public static string Indent(string text, int offset)
    {
        var line = text.AsSpan(LineStart(text, offset));
        return line[..(line.IndexOfAnyExcept(' ', '\t') is >= 0 and var end ? end : line.Length)].ToString();
    }

    /// <summary>The line break that a text uses.</summary>
    /// <param name="text">The text.</param>
    public static string NewLine(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The offset at which a place's line starts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">The place.</param>
    public static int LineStart(string text, int offset) => offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
}
