using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Takes out a local variable that nothing reads.</summary>
internal sealed class UnusedLocal : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "unused local variable",
        ["CS0168", "CS0219"],
        "Removes a local variable, or the name of a caught exception, that nothing reads.",
        "Its value is a constant or there is none, so that no effect goes with it. One that is assigned again, that carries a comment, or whose "
            + "name also stands in text that an '#if' leaves out: refused.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        var token = place.Token(cancellation);
        if (LineText.IsInDisabledText(place.Tree, token.ValueText))
        {
            return null;
        }

        var span = token.Parent switch
        {
            CatchDeclarationSyntax caught when caught.Identifier == token && caught.Type.GetTrailingTrivia().All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)) =>
                TextSpan.FromBounds(caught.Type.Span.End, token.Span.End),
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable when IsConstant(place, variable.Initializer?.Value, cancellation) =>
                Variable(place.Tree, declaration, variable),
            _ => null,
        };
        return span is { } removal ? ChangeText.Of(place.Tree, $"without the unused variable {token.ValueText}", removal, "") : null;
    }

    private static TextSpan? Variable(SyntaxTree tree, VariableDeclarationSyntax declaration, VariableDeclaratorSyntax variable)
    {
        if (declaration.Parent is not LocalDeclarationStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax } statement
            || !statement.UsingKeyword.IsKind(SyntaxKind.None))
        {
            return null;
        }

        if (declaration.Variables.Count == 1)
        {
            return IsCommentedAbove(tree, statement) ? null : LineText.Removal(tree, statement);
        }

        var index = declaration.Variables.IndexOf(variable);
        var span = index == 0
            ? TextSpan.FromBounds(variable.SpanStart, declaration.Variables[1].SpanStart)
            : TextSpan.FromBounds(declaration.Variables[index - 1].Span.End, variable.Span.End);
        return declaration.DescendantTrivia().All(trivia => !span.Contains(trivia.Span)
            || trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)) ? span : null;
    }

    // A comment right above a variable is about it, and would be about the next line then.
    private static bool IsCommentedAbove(SyntaxTree tree, SyntaxNode statement)
    {
        var lines = tree.GetText().Lines;
        return statement.GetLeadingTrivia().Any(trivia => !trivia.IsDirective
            && !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)
            && lines.IndexOf(trivia.Span.End) >= lines.IndexOf(statement.SpanStart) - 1);
    }

    private static bool IsConstant(RepairPlace place, ExpressionSyntax? value, CancellationToken cancellation) =>
        value is null or DefaultExpressionSyntax or LiteralExpressionSyntax || place.Model.GetConstantValue(value, cancellation).HasValue;
}
