using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>
/// Searches for the single insertion of a token after which the first error of a file is gone and no other has come. A parser that reads from left
/// to right meets its first error whatever stands behind it, so only the places up to that error count.
/// </summary>
/// <param name="tree">The file.</param>
/// <param name="errors">Its syntax errors, in the order of the file; at least one.</param>
/// <param name="allowsStatements">Whether statements may stand outside of types.</param>
internal sealed class TokenInsertion(SyntaxTree tree, IReadOnlyList<Diagnostic> errors, bool allowsStatements)
{
    // Every place costs up to four incremental parses; beyond this many the search would take seconds.
    private const int MostPlaces = 1500;

    private static readonly ImmutableArray<(SyntaxKind Kind, string Text)> Tokens =
    [
        (SyntaxKind.SemicolonToken, ";"), (SyntaxKind.CloseParenToken, ")"), (SyntaxKind.CloseBracketToken, "]"), (SyntaxKind.CloseBraceToken, "}"),
    ];

    private readonly SourceText _text = tree.GetText();

    /// <summary>The syntax errors of a file, in its order.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="cancellation">Gives up.</param>
    public static List<Diagnostic> Errors(SyntaxTree tree, CancellationToken cancellation) =>
        [.. tree.GetDiagnostics(cancellation)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];

    /// <summary>The insertion, or null where there is none or more than one.</summary>
    /// <param name="cancellation">Gives up.</param>
    public (int Position, string Token, string Text)? Find(CancellationToken cancellation)
    {
        var end = errors[0].Location.SourceSpan.End;
        var tokens = SyntaxFactory.ParseTokens(_text.ToString(), options: (CSharpParseOptions)tree.Options)
            .Take(MostPlaces + 1)
            .ToList();
        var places = tokens.TakeWhile(token => token.Span.End <= end).Count();
        if (places > MostPlaces - 1)
        {
            return null;
        }

        var found = new List<(int Index, string Token)>();
        for (var index = 0; index < places && found.Count < 2; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (kind, text) in Tokens)
            {
                // Before or behind an equal token is the same sequence of tokens; the last such place stands for all of them.
                var isSameAsNext = index + 1 < tokens.Count && tokens[index + 1].IsKind(kind);
                if (!tokens[index].IsKind(SyntaxKind.EndOfFileToken) && !isSameAsNext && Mends(tokens[index].Span.End, text, cancellation))
                {
                    found.Add((index, text));
                }
            }
        }

        return found is not [var (place, token)] ? null
            : token == "}" ? new BraceInsertion(_text, tokens).Place(place) is { } brace ? (brace.Position, token, brace.Text) : null
            : IsPlain(tokens, place) ? (tokens[place].Span.End, token, token) : null;
    }

    private bool Mends(int position, string token, CancellationToken cancellation)
    {
        var changed = tree.WithChangedText(_text.WithChanges(new TextChange(new TextSpan(position, 0), $"{token} ")));
        var left = Errors(changed, cancellation);
        if (left.Count >= errors.Count)
        {
            return false;
        }

        // What is left are errors that were there before, further on. An incremental parse may put them at the next token instead of behind
        // the one before, so places are not compared one by one.
        var known = errors.Skip(1).CountBy(error => error.Id).ToDictionary();
        if (left.Any(error => error.Location.SourceSpan.Start <= position)
            || left.CountBy(error => error.Id).Any(count => count.Value > known.GetValueOrDefault(count.Key)))
        {
            return false;
        }

        return changed.GetRoot(cancellation).DescendantNodesAndSelf(node => node is not ExpressionSyntax).All(IsInItsPlace);
    }

    // The parser takes more than the language does: it leaves members outside of types and statements without effect to the binder.
    private bool IsInItsPlace(SyntaxNode node) => node switch
    {
        CompilationUnitSyntax unit => unit.Members.All(IsTopLevel),
        BaseNamespaceDeclarationSyntax space => space.Members.All(member => IsTopLevel(member) && member is not GlobalStatementSyntax),
        ExpressionStatementSyntax statement => statement.Expression is AssignmentExpressionSyntax or InvocationExpressionSyntax or PostfixUnaryExpressionSyntax
            or PrefixUnaryExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or ConditionalAccessExpressionSyntax,
        _ => true,
    };

    private bool IsTopLevel(MemberDeclarationSyntax member) =>
        member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or BaseNamespaceDeclarationSyntax || allowsStatements && member is GlobalStatementSyntax;

    // Across a directive, the place would be inside or outside of it: two answers.
    private static bool IsPlain(List<SyntaxToken> tokens, int index) =>
        index + 1 >= tokens.Count || !tokens[index].TrailingTrivia.Concat(tokens[index + 1].LeadingTrivia).Any(trivia => trivia.IsDirective);
}
