using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>Finds, over everything that a compilation can see, the namespaces that hold a type or an extension member of some name.</summary>
/// <param name="compilation">The compilation.</param>
internal sealed class NameIndex(CSharpCompilation compilation)
{
    private readonly Dictionary<string, List<INamedTypeSymbol>> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ISymbol>> _extensions = new(StringComparer.Ordinal);
    private List<INamedTypeSymbol>? _extensionHolders;

    /// <summary>The accessible types of a name that stand in a namespace, whatever their arity.</summary>
    /// <param name="name">The name, without arity.</param>
    /// <param name="cancellation">Gives up.</param>
    public IReadOnlyList<INamedTypeSymbol> Types(string name, CancellationToken cancellation)
    {
        if (!_types.TryGetValue(name, out var found))
        {
            found = [];
            foreach (var assembly in Assemblies().Where(assembly => assembly.TypeNames.Contains(name)))
            {
                foreach (var space in Namespaces(assembly.GlobalNamespace, cancellation))
                {
                    found.AddRange(space.GetTypeMembers(name).Where(IsUsable));
                }
            }

            _types[name] = found;
        }

        return found;
    }

    /// <summary>The accessible extension methods and extension properties of a name.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="cancellation">Gives up.</param>
    public IReadOnlyList<ISymbol> Extensions(string name, CancellationToken cancellation)
    {
        if (!_extensions.TryGetValue(name, out var found))
        {
            _extensionHolders ??= [.. Assemblies()
                .Where(assembly => assembly.MightContainExtensionMethods)
                .SelectMany(assembly => Namespaces(assembly.GlobalNamespace, cancellation))
                .SelectMany(space => space.GetTypeMembers())
                .Where(type => type.IsStatic && type.MightContainExtensionMethods && IsUsable(type))];
            found = [];
            foreach (var holder in _extensionHolders)
            {
                cancellation.ThrowIfCancellationRequested();
                found.AddRange(holder.GetMembers(name).Where(member => member is IMethodSymbol { IsExtensionMethod: true } && IsAccessible(member)));
                found.AddRange(holder.GetTypeMembers().Where(block => block.IsExtension)
                    .SelectMany(block => block.GetMembers(name)).Where(member => member is IPropertySymbol or IMethodSymbol && IsAccessible(member)));
            }

            _extensions[name] = found;
        }

        return found;
    }

    private IEnumerable<IAssemblySymbol> Assemblies()
    {
        yield return compilation.Assembly;
        foreach (var reference in compilation.References)
        {
            // What is only reachable through an extern alias cannot be imported by a plain using directive.
            var aliases = reference.Properties.Aliases;
            if ((aliases.IsDefaultOrEmpty || aliases.Contains(MetadataReferenceProperties.GlobalAlias))
                && compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
            {
                yield return assembly;
            }
        }
    }

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol root, CancellationToken cancellation)
    {
        var pending = new Stack<INamespaceSymbol>(root.GetNamespaceMembers());
        while (pending.TryPop(out var space))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return space;
            foreach (var inner in space.GetNamespaceMembers())
            {
                pending.Push(inner);
            }
        }
    }

    private bool IsUsable(INamedTypeSymbol type) => type.CanBeReferencedByName && !type.IsFileLocal && IsAccessible(type);

    private bool IsAccessible(ISymbol symbol) => compilation.IsSymbolAccessibleWithin(symbol, compilation.Assembly);
}
