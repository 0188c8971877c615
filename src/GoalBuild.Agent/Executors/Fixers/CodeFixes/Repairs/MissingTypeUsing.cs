using GoalBuild.Agent.Executors.Fixers.CodeFixes.Usings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Imports the namespace of a type that is named and not found.</summary>
internal sealed class MissingTypeUsing : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "missing using for a type",
        ["CS0103", "CS0246", "CS0305", "CS0308"],
        "Adds the using directive for a type that is named and not found.",
        "Of everything that the project references, exactly one namespace has an accessible type of that name and arity that has the member "
            + "which is used of it. Two such namespaces, or a type that only an extern alias reaches: refused. So is a generic type without its "
            + "arguments (they may have been forgotten), but where only the type without parameters has the member, or where the interface that a "
            + "member implements explicitly is one.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        var node = place.Node(cancellation);
        var name = node as SimpleNameSyntax ?? node.DescendantNodes().OfType<SimpleNameSyntax>().FirstOrDefault();
        if (name is null || name.Identifier.IsMissing || name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null
            || name.Parent is QualifiedNameSyntax { Right: var right } && right == name
            || name.Parent is AliasQualifiedNameSyntax
            || place.Diagnostic.Id == "CS0103" && !IsTypePosition(name)
            || place.Diagnostic.Id == "CS0305" && !LeavesNothingOut(place, name, cancellation))
        {
            return null;
        }

        var imported = ImportedNamespaces.At(place.Model, name.SpanStart, cancellation);
        var namespaces = Candidates(place, name, cancellation)
            .Select(type => ImportedNamespaces.Name(type.ContainingNamespace))
            .Where(space => !imported.Contains(space))
            .Distinct(StringComparer.Ordinal)
            .Take(2)
            .ToList();
        return namespaces is [var single] ? new AddUsing(place.Tree.FilePath, single) : null;
    }

    // A name that is not found in an expression is a type only where a member of it is used, or where only its name counts.
    private static bool IsTypePosition(SimpleNameSyntax name) =>
        name is GenericNameSyntax
        || name.Parent is MemberAccessExpressionSyntax access && access.Expression == name
        || name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } }
        || name.Parent is ConstantPatternSyntax;

    // "IEnumerable" where IEnumerable<T> is imported is the type without parameters, or one whose arguments were forgotten.
    private static bool LeavesNothingOut(RepairPlace place, SimpleNameSyntax name, CancellationToken cancellation)
    {
        if (name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access && access.Expression == name)
        {
            return place.Model.GetSymbolInfo(name, cancellation).CandidateSymbols.OfType<INamedTypeSymbol>()
                .All(generic => Bases(generic).All(holder => holder.GetMembers(member).IsEmpty));
        }

        var declaration = name.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        var implemented = declaration switch
        {
            MethodDeclarationSyntax method when method.Body?.Span.Contains(name.Span) != true && method.ExpressionBody?.Span.Contains(name.Span) != true => method.ExplicitInterfaceSpecifier,
            PropertyDeclarationSyntax property when property.AccessorList?.Span.Contains(name.Span) != true && property.ExpressionBody?.Span.Contains(name.Span) != true => property.ExplicitInterfaceSpecifier,
            _ => null,
        };
        return implemented?.Name is IdentifierNameSyntax plain
            && declaration!.Parent is TypeDeclarationSyntax type
            && place.Model.GetDeclaredSymbol(type, cancellation) is INamedTypeSymbol owner
            && owner.AllInterfaces.Any(other => other.Arity == 0 && other.Name == plain.Identifier.ValueText);
    }

    private static IEnumerable<INamedTypeSymbol> Candidates(RepairPlace place, SimpleNameSyntax name, CancellationToken cancellation)
    {
        var text = name.Identifier.ValueText;
        if (name.Parent is AttributeSyntax)
        {
            return place.Names.Types(text + "Attribute", cancellation).Concat(place.Names.Types(text, cancellation))
                .Where(type => type.Arity == name.Arity && Bases(type).Any(type => type is { Name: "Attribute", ContainingNamespace.Name: "System" }));
        }

        var member = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == name => access.Name.Identifier.ValueText,
            QualifiedNameSyntax qualified when qualified.Left == name => qualified.Right.Identifier.ValueText,
            _ => null,
        };
        return place.Names.Types(text, cancellation)
            .Where(type => type.Arity == name.Arity)
            .Where(type => member is null || Bases(type).Any(holder => holder.GetMembers(member).Any(symbol => symbol.IsStatic || symbol is ITypeSymbol)))
            .Where(type => name.Parent is not ObjectCreationExpressionSyntax || type is { IsStatic: false, TypeKind: not TypeKind.Interface });
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? holder = type; holder is not null; holder = holder.BaseType)
        {
            yield return holder;
        }
    }
}
