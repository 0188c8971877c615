using System.Text.RegularExpressions;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Usings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Imports the namespace of an extension member that is used and not found.</summary>
internal sealed partial class MissingExtensionUsing : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "missing using for an extension",
        ["CS1061", "CS1579", "CS1929", "CS1935", "CS1936", "CS8129", "CS8411"],
        "Adds the using directive for an extension method or property (a query operator, 'GetAwaiter', 'GetEnumerator', 'Add' and 'Deconstruct' included).",
        "Of everything that the project references, exactly one namespace that is not imported has an accessible extension member of that name "
            + "that the receiver's type can take. Two such namespaces, or a receiver whose own type is not known: refused.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        if (Use(place, place.Node(cancellation)) is not var (name, receiver) || name.Length == 0)
        {
            return null;
        }

        var type = receiver is null ? null : place.Model.GetTypeInfo(receiver, cancellation).Type;
        if (type is null or IErrorTypeSymbol or { TypeKind: TypeKind.Dynamic })
        {
            return null;
        }

        var imported = ImportedNamespaces.At(place.Model, receiver!.SpanStart, cancellation);
        var namespaces = place.Names.Extensions(name, cancellation)
            .Where(member => !imported.Contains(ImportedNamespaces.Name(member.ContainingNamespace)))
            .Where(member => Takes(place.Compilation, member, type))
            .Select(member => ImportedNamespaces.Name(member.ContainingNamespace))
            .Distinct(StringComparer.Ordinal)
            .Take(2)
            .ToList();
        return namespaces is [var single] ? new AddUsing(place.Tree.FilePath, single) : null;
    }

    private static bool Takes(CSharpCompilation compilation, ISymbol member, ITypeSymbol receiver)
    {
        if (member is IMethodSymbol { IsExtensionMethod: true } method)
        {
            var underlying = receiver is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : receiver;
            return method.ReduceExtensionMethod(receiver) is not null || method.ReduceExtensionMethod(underlying) is not null;
        }

        // A generic extension block is taken as applicable; compiling the result decides.
        return member.ContainingType is { IsExtension: true, ExtensionParameter: { } parameter } block
            && (block.Arity > 0 || compilation.ClassifyConversion(receiver, parameter.Type) is { IsImplicit: true, IsUserDefined: false });
    }

    // The extension's name and the expression that it is used on.
    private static (string Name, ExpressionSyntax? Receiver)? Use(RepairPlace place, SyntaxNode node)
    {
        switch (place.Diagnostic.Id)
        {
            case "CS1579":
                return ("GetEnumerator", node.FirstAncestorOrSelf<CommonForEachStatementSyntax>()?.Expression);
            case "CS8411":
                return ("GetAsyncEnumerator", node.FirstAncestorOrSelf<CommonForEachStatementSyntax>()?.Expression);
            case "CS8129":
                return ("Deconstruct", node as ExpressionSyntax ?? node.FirstAncestorOrSelf<AssignmentExpressionSyntax>()?.Right);
            case "CS1935" or "CS1936":
                return (Quoted().Matches(place.Message).Select(match => match.Groups[1].Value).LastOrDefault() ?? "",
                    node.FirstAncestorOrSelf<QueryExpressionSyntax>()?.FromClause.Expression);
            case "CS1929":
                var access = node.AncestorsAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(access => access.Expression.Span == node.Span);
                return access is null ? null : (access.Name.Identifier.ValueText, access.Expression);
            default:
                return Member(node) ?? Operator(place, node);
        }
    }

    private static (string Name, ExpressionSyntax? Receiver)? Member(SyntaxNode node) => node switch
    {
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Name == name => (name.Identifier.ValueText, access.Expression),
        SimpleNameSyntax { Parent: MemberBindingExpressionSyntax binding } => Member(binding),
        MemberBindingExpressionSyntax { Name: var name } binding =>
            (name.Identifier.ValueText, binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>()
                .FirstOrDefault(access => access.WhenNotNull.Span.Contains(binding.Span))?.Expression),
        _ when node.FirstAncestorOrSelf<AwaitExpressionSyntax>() is { } await && await.Span == node.Span => ("GetAwaiter", await.Expression),
        ExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } => ("Add", creation),
        _ => null,
    };

    // A query operator has no name in the source; the message has it.
    private static (string Name, ExpressionSyntax? Receiver)? Operator(RepairPlace place, SyntaxNode node) =>
        node.FirstAncestorOrSelf<QueryExpressionSyntax>() is { } query && Definition().Match(place.Message) is { Success: true } match
            ? (match.Groups[1].Value, query.FromClause.Expression)
            : null;

    [GeneratedRegex("definition for '(\\w+)'")]
    private static partial Regex Definition();

    [GeneratedRegex("'(\\w+)'")]
    private static partial Regex Quoted();
}
