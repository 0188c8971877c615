using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Usings;

/// <summary>Where the first using directive of a file goes: below a header comment and <c>#define</c> or <c>#nullable</c>, above everything else.</summary>
/// <param name="root">The file.</param>
/// <param name="text">Its text.</param>
/// <param name="newLine">Its line end.</param>
internal sealed class UsingPlace(CompilationUnitSyntax root, SourceText text, string newLine)
{
    /// <summary>The change that adds a directive to a file that has none outside of <c>#if</c>.</summary>
    /// <param name="name">The namespace.</param>
    public TextChange AtTop(string name)
    {
        if (root.Externs.Count > 0)
        {
            return new TextChange(new TextSpan(root.Externs.FullSpan.End, 0), $"using {name};{newLine}");
        }

        var position = Position();
        var followedByBlank = position < text.Length && text[position] is '\r' or '\n';
        return new TextChange(new TextSpan(position, 0), $"using {name};{newLine}{(followedByBlank ? "" : newLine)}");
    }

    private int Position()
    {
        var first = root.GetFirstToken(includeZeroWidth: true);
        var position = 0;
        var pendingComment = false;
        var afterComment = false;
        foreach (var trivia in first.LeadingTrivia)
        {
            if (trivia.HasStructure && trivia.GetStructure() is DocumentationCommentTriviaSyntax)
            {
                return position;
            }

            if (trivia.IsDirective)
            {
                if (ConditionalDepth(root, trivia.FullSpan.End) > 0)
                {
                    return position;
                }

                position = trivia.FullSpan.End;
                pendingComment = false;
            }
            else if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            {
                pendingComment = true;
                afterComment = true;
                continue;
            }
            else if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                // A comment with an empty line behind it is a header; one without belongs to what follows.
                if (!afterComment && pendingComment)
                {
                    position = trivia.FullSpan.End;
                    pendingComment = false;
                }

                afterComment = false;
                continue;
            }

            if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                afterComment = false;
            }
        }

        // Above a namespace, a comment at the file's start is a header too, even without an empty line.
        return pendingComment && first.Parent is BaseNamespaceDeclarationSyntax ? first.SpanStart : position;
    }

    /// <summary>In how many <c>#if</c> a position stands.</summary>
    /// <param name="root">The file.</param>
    /// <param name="position">The position.</param>
    public static int ConditionalDepth(CompilationUnitSyntax root, int position)
    {
        var depth = 0;
        for (var directive = root.ContainsDirectives ? root.GetFirstDirective() : null;
            directive is not null && directive.SpanStart < position;
            directive = directive.GetNextDirective())
        {
            depth += directive.Kind() switch
            {
                SyntaxKind.IfDirectiveTrivia => 1,
                SyntaxKind.EndIfDirectiveTrivia => -1,
                _ => 0,
            };
        }

        return depth;
    }
}
