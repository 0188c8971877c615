using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>What repairs need to know of the text around a node.</summary>
internal static class LineText
{
    /// <summary>
    /// The span that takes a node out of a text: with its whole lines where nothing else stands on them, with the blanks behind it else. Null
    /// where a comment or directive would go with it.
    /// </summary>
    /// <param name="tree">The file.</param>
    /// <param name="node">The node.</param>
    public static TextSpan? Removal(SyntaxTree tree, SyntaxNode node)
    {
        var text = tree.GetText();
        if (node.DescendantTrivia().Any(trivia => node.Span.Contains(trivia.Span) && !IsBlank(trivia)))
        {
            return null;
        }

        var first = text.Lines.GetLineFromPosition(node.SpanStart);
        var last = text.Lines.GetLineFromPosition(node.Span.End);
        var before = text.ToString(TextSpan.FromBounds(first.Start, node.SpanStart));
        var after = text.ToString(TextSpan.FromBounds(node.Span.End, last.End));
        if (string.IsNullOrWhiteSpace(before) && string.IsNullOrWhiteSpace(after))
        {
            return TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak);
        }

        var behind = after.TrimStart();
        if (behind.StartsWith("//", StringComparison.Ordinal) || behind.StartsWith("/*", StringComparison.Ordinal))
        {
            return null;
        }

        return behind.Length > 0
            ? TextSpan.FromBounds(node.SpanStart, node.Span.End + after.Length - behind.Length)
            : TextSpan.FromBounds(first.Start + before.TrimEnd().Length, node.Span.End);
    }

    /// <summary>The file's line end: that of its first line, or a line feed where it has one line only.</summary>
    /// <param name="text">The file.</param>
    public static string NewLine(SourceText text)
    {
        var line = text.Lines[0];
        return line.EndIncludingLineBreak > line.End ? text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) : "\n";
    }

    /// <summary>The span that takes a modifier out, with the blanks behind it; null where a comment or directive stands there.</summary>
    /// <param name="token">The modifier.</param>
    public static TextSpan? Removal(SyntaxToken token)
    {
        var next = token.GetNextToken(includeZeroWidth: true);
        return token.TrailingTrivia.All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)) && next.LeadingTrivia.Count == 0
            ? TextSpan.FromBounds(token.SpanStart, next.SpanStart)
            : null;
    }

    /// <summary>Whether a word stands in text that another build configuration compiles, so that this one does not know all uses of it.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="word">The word.</param>
    public static bool IsInDisabledText(SyntaxTree tree, string word) =>
        tree.GetRoot().ContainsDirectives && tree.GetRoot().DescendantTrivia()
            .Any(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToString().Contains(word, StringComparison.Ordinal));

    private static bool IsBlank(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
