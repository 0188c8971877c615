using Microsoft.CodeAnalysis;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Usings;

/// <summary>The namespaces whose members are in scope at a place.</summary>
internal static class ImportedNamespaces
{
    private static readonly SymbolDisplayFormat Format = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>The names of the namespaces that are imported there, or that the place lies in.</summary>
    /// <param name="model">The file's meaning.</param>
    /// <param name="position">The place.</param>
    /// <param name="cancellation">Gives up.</param>
    public static HashSet<string> At(SemanticModel model, int position, CancellationToken cancellation)
    {
        var names = model.GetImportScopes(position, cancellation)
            .SelectMany(scope => scope.Imports)
            .Select(import => import.NamespaceOrType)
            .OfType<INamespaceSymbol>()
            .Select(Name)
            .ToHashSet(StringComparer.Ordinal);
        var enclosing = model.GetEnclosingSymbol(position, cancellation);
        for (var space = enclosing as INamespaceSymbol ?? enclosing?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            names.Add(Name(space));
        }

        return names;
    }

    /// <summary>A namespace's name as source writes it.</summary>
    /// <param name="space">The namespace.</param>
    public static string Name(INamespaceSymbol space) => space.ToDisplayString(Format);
}
