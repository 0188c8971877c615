using System.Globalization;
using Microsoft.CodeAnalysis;

namespace GoalBuild.Agent.Code.References;

/// <summary>Tells symbols of different compilations apart, or that they are the same, by text.</summary>
internal static class SymbolKey
{
    /// <summary>The key of what a symbol is at heart: without type arguments, of an extension method as it is declared, of a constructor its type.</summary>
    /// <param name="symbol">The symbol.</param>
    public static string Of(ISymbol symbol)
    {
        var heart = Heart(symbol);
        if (heart.GetDocumentationCommentId() is { Length: > 0 } id && heart is not (ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ITypeParameterSymbol) && heart is not IMethodSymbol { MethodKind: MethodKind.LocalFunction })
        {
            return heart is INamespaceSymbol ? id : $"{id} in {heart.ContainingAssembly?.Name}";
        }

        // What only a body sees is known by where it is declared.
        var place = heart.DeclaringSyntaxReferences.FirstOrDefault();
        return string.Create(CultureInfo.InvariantCulture, $"{heart.Name} at {place?.SyntaxTree.FilePath}:{place?.Span.Start}");
    }

    /// <summary>The keys of a symbol and of all that it overrides or implements.</summary>
    /// <param name="symbol">The symbol.</param>
    public static IEnumerable<string> WithBases(ISymbol symbol)
    {
        for (var current = symbol; current is not null; current = Overridden(current))
        {
            yield return Of(current);
            foreach (var member in Implemented(current))
            {
                yield return Of(member);
            }
        }
    }

    private static IEnumerable<ISymbol> Implemented(ISymbol symbol) => symbol is IMethodSymbol or IPropertySymbol or IEventSymbol && symbol.ContainingType is { } type
        ? type.AllInterfaces.SelectMany(contract => contract.GetMembers())
            .Where(member => member.Name == symbol.Name || symbol.Name.EndsWith("." + member.Name, StringComparison.Ordinal))
            .Where(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), symbol))
        : [];

    private static ISymbol? Overridden(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        IEventSymbol happening => happening.OverriddenEvent,
        _ => null,
    };

    private static ISymbol Heart(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } constructor => constructor.ContainingType.OriginalDefinition,
        IAliasSymbol alias => Heart(alias.Target),
        _ => symbol.OriginalDefinition,
    };
}
