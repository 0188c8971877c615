using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Qualifies a static member with its type instead of an instance.</summary>
internal sealed class StaticReceiver : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "static member through an instance",
        ["CS0176"],
        "Replaces the instance that a static member is accessed through by the member's type.",
        "The member has no instance, so its type is the only thing that can stand there. An instance that takes a call to get at could have "
            + "side effects that are wanted: refused.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        var access = place.Node(cancellation).AncestorsAndSelf().OfType<MemberAccessExpressionSyntax>()
            .FirstOrDefault(access => access.Span == place.Diagnostic.Location.SourceSpan || access.Name.Span == place.Diagnostic.Location.SourceSpan);
        if (access is null || !IsFreeOfEffects(place, access.Expression, cancellation))
        {
            return null;
        }

        var found = place.Model.GetSymbolInfo(access, cancellation);
        var types = (found.Symbol is { } symbol ? [symbol] : found.CandidateSymbols)
            .Select(candidate => candidate.ContainingType)
            .Distinct(SymbolEqualityComparer.Default)
            .ToList();
        return types is [INamedTypeSymbol type]
            ? ChangeText.Of(place.Tree, $"{type.Name}.{access.Name}", access.Expression.Span, type.ToMinimalDisplayString(place.Model, access.SpanStart))
            : null;
    }

    private static bool IsFreeOfEffects(RepairPlace place, ExpressionSyntax receiver, CancellationToken cancellation) =>
        receiver is ThisExpressionSyntax or BaseExpressionSyntax
        || receiver is IdentifierNameSyntax && place.Model.GetSymbolInfo(receiver, cancellation).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IRangeVariableSymbol;
}
