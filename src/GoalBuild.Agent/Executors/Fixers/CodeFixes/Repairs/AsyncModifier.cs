using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Says <c>async</c> of a function that awaits and already returns a task.</summary>
internal sealed class AsyncModifier : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "async modifier",
        ["CS4032", "CS4033"],
        "Adds 'async' to a method or local function that uses 'await' and is declared to return a task.",
        "A body with 'await' can be nothing else, and the signature stays as it is. A function that returns no task would have to change its "
            + "signature, one that returns a task as it is could come to return a task of a task, and a lambda could become 'async void': refused.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        var function = place.Node(cancellation).AncestorsAndSelf()
            .FirstOrDefault(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax);
        var symbol = function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            ? place.Model.GetDeclaredSymbol(function, cancellation) as IMethodSymbol
            : null;
        return symbol is { IsAsync: false } && IsTask(symbol.ReturnType) && !symbol.Parameters.Any(parameter => parameter.RefKind != RefKind.None)
            && !Returned(function!).Any(value => place.Model.GetTypeInfo(value, cancellation).Type is { } type && IsTask(type))
            ? ChangeText.Of(place.Tree, $"'async' on {symbol.Name}", new TextSpan(Place(function!), 0), "async ")
            : null;
    }

    private static IEnumerable<ExpressionSyntax> Returned(SyntaxNode function) => function
        .DescendantNodes(node => node == function || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
        .Select(node => node switch
        {
            ReturnStatementSyntax statement => statement.Expression,
            ArrowExpressionClauseSyntax arrow when arrow.Parent == function => arrow.Expression,
            _ => null,
        })
        .OfType<ExpressionSyntax>();

    // 'partial' has to stay the last one.
    private static int Place(SyntaxNode function)
    {
        var partial = Modifiers.Of(function)!.Value.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.PartialKeyword));
        return partial.IsKind(SyntaxKind.None) ? Modifiers.PlaceOfLast(function) : partial.SpanStart;
    }

    private static bool IsTask(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 or 1 } && type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";
}
