using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>
/// Finds out whether an edit changed what other code of the file means. Adding a using directive, for one, can bring in an extension
/// method that fits better than the one that was called, and no error says so. What had no meaning before, or stands in a statement
/// that has an error, is not compared.
/// </summary>
/// <param name="before">The compilation before the edit.</param>
/// <param name="diagnostics">What the compiler reported of it. To ask for one file at a time costs as much as for all.</param>
/// <param name="after">The compilation after it.</param>
internal sealed class MeaningGuard(CSharpCompilation before, IEnumerable<Diagnostic> diagnostics, CSharpCompilation after)
{
    private readonly ILookup<SyntaxTree?, Diagnostic> _errors = diagnostics
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .ToLookup(diagnostic => diagnostic.Location.SourceTree);

    /// <summary>The first expression that means something else now, or null.</summary>
    /// <param name="oldTree">The file before.</param>
    /// <param name="newTree">The file after.</param>
    /// <param name="cancellation">Gives up.</param>
    public SyntaxNode? Changed(SyntaxTree oldTree, SyntaxTree newTree, CancellationToken cancellation)
    {
        var map = new PositionMap(newTree.GetChanges(oldTree));
        var oldModel = before.GetSemanticModel(oldTree);
        var newModel = after.GetSemanticModel(newTree);
        var newRoot = newTree.GetRoot(cancellation);
        var broken = _errors[oldTree]
            .Select(diagnostic => Region(oldTree.GetRoot(cancellation).FindNode(diagnostic.Location.SourceSpan)))
            .ToHashSet();
        foreach (var node in oldTree.GetRoot(cancellation).DescendantNodes(node => !broken.Contains(node)).Where(IsCompared))
        {
            cancellation.ThrowIfCancellationRequested();
            if (broken.Contains(node) || SymbolMeaning.Of(oldModel, node, cancellation) is not { } meaning || map.Map(node.Span) is not { } span
                || !newRoot.FullSpan.Contains(span))
            {
                continue;
            }

            var counterpart = newRoot.FindNode(span, getInnermostNodeForTie: true).AncestorsAndSelf()
                .TakeWhile(other => other.Span == span)
                .FirstOrDefault(other => other.RawKind == node.RawKind);
            if (counterpart is not null && SymbolMeaning.Of(newModel, counterpart, cancellation) is var now && now != meaning)
            {
                return node;
            }
        }

        return null;
    }

    private static bool IsCompared(SyntaxNode node) =>
        node is ExpressionSyntax or CommonForEachStatementSyntax or QueryClauseSyntax or SelectOrGroupClauseSyntax or OrderingSyntax or PositionalPatternClauseSyntax
            or ConstructorInitializerSyntax or AttributeSyntax;

    private static SyntaxNode Region(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(ancestor => ancestor is StatementSyntax and not BlockSyntax or BaseFieldDeclarationSyntax or AttributeSyntax
            or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ParameterSyntax or BaseTypeSyntax or TypeSyntax) ?? node;
}
