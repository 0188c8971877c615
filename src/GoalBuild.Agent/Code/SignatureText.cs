using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Code;

/// <summary>Writes the head of a declaration in one line.</summary>
internal static class SignatureText
{
    private const int MostCharacters = 200;

    /// <summary>The head up to a place, without attributes and comments.</summary>
    /// <param name="member">The declaration.</param>
    /// <param name="end">Where its body begins.</param>
    public static string Of(MemberDeclarationSyntax member, int end)
    {
        var start = member.AttributeLists.Count == 0 ? member.SpanStart : member.AttributeLists.Span.End;
        return Cut(Line(member.DescendantTokens(TextSpanOf(start, end)).Where(token => token.SpanStart >= start && token.Span.End <= end)));
    }

    /// <summary>The head of one variable of a field or event; a constant's value stands behind it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="variable">The variable.</param>
    public static string Of(BaseFieldDeclarationSyntax field, VariableDeclaratorSyntax variable)
    {
        var head = Of(field, field.Declaration.Type.Span.End);
        var value = field.Modifiers.Any(SyntaxKind.ConstKeyword) && variable.Initializer is { } initializer ? " " + Line(initializer.DescendantTokens()) : "";
        return Cut($"{head} {variable.Identifier.ValueText}{value}");
    }

    /// <summary>The head of a property, indexer or event, with the accessors that it has.</summary>
    /// <param name="property">The property.</param>
    public static string Of(BasePropertyDeclarationSyntax property)
    {
        var arrow = property switch
        {
            PropertyDeclarationSyntax plain => plain.ExpressionBody,
            IndexerDeclarationSyntax indexer => indexer.ExpressionBody,
            _ => null,
        };
        var end = property.AccessorList?.SpanStart ?? arrow?.SpanStart ?? property.Span.End;
        var accessors = property.AccessorList?.Accessors.Select(accessor => string.Join(' ', accessor.Modifiers.Select(modifier => modifier.Text).Append(accessor.Keyword.Text)) + ";")
            ?? (arrow is null ? [] : ["get;"]);
        return string.Join(' ', accessors) is { Length: > 0 } list && property is not EventDeclarationSyntax ? $"{Of(property, end)} {{ {list} }}" : Of(property, end);
    }

    private static Microsoft.CodeAnalysis.Text.TextSpan TextSpanOf(int start, int end) => Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, Math.Max(start, end));

    private static string Line(IEnumerable<SyntaxToken> tokens)
    {
        var line = new StringBuilder();
        SyntaxToken? before = null;
        foreach (var token in tokens)
        {
            // White space and comments between two tokens become one space, and none behind and before parentheses.
            if (before is { } last && (last.HasTrailingTrivia || token.HasLeadingTrivia) && !last.IsKind(SyntaxKind.OpenParenToken) && !token.IsKind(SyntaxKind.CloseParenToken))
            {
                line.Append(' ');
            }

            line.Append(token.Text);
            before = token;
        }

        return line.ToString();
    }

    // A verbatim string in a default value may hold line breaks.
    private static string Cut(string line)
    {
        line = line.ReplaceLineEndings(" ");
        return line.Length <= MostCharacters ? line : string.Concat(line.AsSpan(0, MostCharacters), " …");
    }
}
