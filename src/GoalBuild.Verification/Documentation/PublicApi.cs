using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Verification.Documentation;

/// <summary>
/// What code outside of an assembly sees of it: public and protected types and their members, as C# declares them. Only the sources are read, so that
/// neither a pragma, a project's NoWarn nor a severity can hide a member, as they hide the compiler's CS1591.
/// </summary>
internal static class PublicApi
{
    private static readonly string[] GeneratedEndings = [".g.cs", ".g.i.cs", ".designer.cs", ".generated.cs"];

    /// <summary>The symbols that are declared in files which people write, types before their members; and how many files were left out because tools write them.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="cancellation">Gives up.</param>
    public static (IReadOnlyList<DeclaredMember> Members, int GeneratedFiles) Of(SourceSet sources, CancellationToken cancellation)
    {
        var version = LanguageVersionFacts.TryParse(sources.LanguageVersion, out var known) ? known : LanguageVersion.Default;
        var options = new CSharpParseOptions(version, DocumentationMode.Diagnose, preprocessorSymbols: sources.Symbols);
        var trees = sources.Files.Where(File.Exists).Select(file => Parse(file, options, cancellation)).ToList();
        var generated = trees.Where(tree => IsGenerated(tree, sources, cancellation)).ToHashSet();

        // Types of other assemblies say nothing of what is declared here; the runtime's own gives the compiler its base types.
        var compilation = CSharpCompilation.Create("Documented", trees, [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
        var members = new List<DeclaredMember>();
        Visit(compilation.Assembly.GlobalNamespace);
        return (members, generated.Count(tree => !FindingPath.IsBelow(sources.OutputFolder, tree.FilePath)));

        void Visit(INamespaceOrTypeSymbol container)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var symbol in container.GetMembers())
            {
                if (symbol is INamespaceSymbol space)
                {
                    Visit(space);
                    continue;
                }

                if (!IsVisible(symbol))
                {
                    continue;
                }

                // The block of extension members has no name of its own; what is in it has.
                if (symbol is not INamedTypeSymbol { IsExtension: true } && IsMember(symbol) && Declarations(symbol, cancellation) is { Count: > 0 } all
                    && all.Where(node => !generated.Contains(node.SyntaxTree)).ToList() is { Count: > 0 } own)
                {
                    members.Add(new DeclaredMember(symbol, own[0], all));
                }

                if (symbol is INamedTypeSymbol type)
                {
                    Visit(type);
                }
            }
        }
    }

    private static SyntaxTree Parse(string file, CSharpParseOptions options, CancellationToken cancellation)
    {
        using var stream = File.OpenRead(file);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream, Encoding.UTF8), options, file, cancellation);
    }

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Protected or Accessibility.ProtectedOrInternal => symbol.ContainingType is not { IsSealed: true },
        _ => false,
    };

    /// <summary>Whether it is something that a comment can stand before: not an accessor, nor what the compiler adds.</summary>
    private static bool IsMember(ISymbol symbol) => !symbol.IsImplicitlyDeclared && symbol is not IMethodSymbol
    {
        MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove or MethodKind.EventRaise
            or MethodKind.Destructor or MethodKind.StaticConstructor or MethodKind.ExplicitInterfaceImplementation or MethodKind.DelegateInvoke,
    };

    /// <summary>The declarations, each with the node that a comment stands before; both halves of partial members count.</summary>
    private static List<SyntaxNode> Declarations(ISymbol symbol, CancellationToken cancellation)
    {
        ISymbol? other = symbol switch
        {
            IMethodSymbol method => method.PartialImplementationPart ?? method.PartialDefinitionPart,
            IPropertySymbol property => property.PartialImplementationPart ?? property.PartialDefinitionPart,
            IEventSymbol @event => @event.PartialImplementationPart ?? @event.PartialDefinitionPart,
            _ => null,
        };
        return
        [
            .. symbol.DeclaringSyntaxReferences.Concat(other?.DeclaringSyntaxReferences ?? [])
                .Select(reference => reference.GetSyntax(cancellation))
                .Select(node => node is VariableDeclaratorSyntax { Parent.Parent: { } field } ? field : node)
                .Where(node => symbol is not IMethodSymbol || node is not TypeDeclarationSyntax)
                .Distinct(),
        ];
    }

    private static bool IsGenerated(SyntaxTree tree, SourceSet sources, CancellationToken cancellation) =>
        FindingPath.IsBelow(sources.OutputFolder, tree.FilePath)
        || Array.Exists(GeneratedEndings, ending => tree.FilePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        || tree.GetRoot(cancellation).GetLeadingTrivia().Any(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            && (trivia.ToString().Contains("<auto-generated", StringComparison.Ordinal) || trivia.ToString().Contains("<autogenerated", StringComparison.Ordinal)));
}

/// <summary>A public or protected type or member.</summary>
/// <param name="Symbol">What the compiler makes of it.</param>
/// <param name="Declaration">Its first declaration in a file that people write.</param>
/// <param name="Declarations">All of its declarations, those that tools wrote included.</param>
internal sealed record DeclaredMember(ISymbol Symbol, SyntaxNode Declaration, IReadOnlyList<SyntaxNode> Declarations)
{
    // Namespaces and types that it stands in, and its parameters, as the source writes them.
    private static readonly SymbolDisplayFormat Format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Its name for people, with namespace, containing types and the types of its parameters.</summary>
    public string Name => Symbol.ToDisplayString(Format);

    /// <summary>Where its name stands; from 1.</summary>
    public (string File, int Line, int Column) Place
    {
        get
        {
            var location = Symbol.Locations.FirstOrDefault(location => location.SourceTree == Declaration.SyntaxTree && Declaration.Span.Contains(location.SourceSpan)) ?? Declaration.GetLocation();
            var start = location.GetLineSpan().StartLinePosition;
            return (Declaration.SyntaxTree.FilePath, start.Line + 1, start.Character + 1);
        }
    }
}
