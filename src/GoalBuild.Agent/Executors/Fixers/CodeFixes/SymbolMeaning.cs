using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>What a piece of code refers to, as text that two compilations can be compared by.</summary>
internal static class SymbolMeaning
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeModifiers)
        .WithLocalOptions(SymbolDisplayLocalOptions.IncludeType);

    /// <summary>The meaning, or null where it has none, or an unresolved type plays a part in it.</summary>
    /// <param name="model">The file's meaning.</param>
    /// <param name="node">The piece of code.</param>
    /// <param name="cancellation">Gives up.</param>
    public static string? Of(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        var symbols = Symbols(model, node, cancellation).Where(symbol => symbol is not null).ToList();
        if (symbols.Count == 0 || symbols.Any(symbol => IsUnresolved(symbol!)) || TakesUnresolved(model, node, cancellation))
        {
            return null;
        }

        return string.Join(" & ", symbols.Select(symbol => $"{symbol!.Kind} {symbol.ToDisplayString(Format)} in {symbol.ContainingAssembly?.Name}"));
    }

    private static IEnumerable<ISymbol?> Symbols(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        switch (node)
        {
            case CommonForEachStatementSyntax loop:
                var iteration = model.GetForEachStatementInfo(loop);
                yield return iteration.GetEnumeratorMethod;
                yield return iteration.CurrentProperty;
                foreach (var method in loop is ForEachVariableStatementSyntax parts ? Deconstructions(model.GetDeconstructionInfo(parts)) : [])
                {
                    yield return method;
                }

                break;
            case QueryClauseSyntax clause:
                var query = model.GetQueryClauseInfo(clause, cancellation);
                yield return query.OperationInfo.Symbol;
                yield return query.CastInfo.Symbol;
                break;
            case AwaitExpressionSyntax await:
                yield return model.GetAwaitExpressionInfo(await).GetAwaiterMethod;
                break;
            case AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax } deconstruction:
                foreach (var method in Deconstructions(model.GetDeconstructionInfo(deconstruction)))
                {
                    yield return method;
                }

                break;
            case CollectionExpressionSyntax when model.GetTypeInfo(node, cancellation).ConvertedType is { } collection:
                // Which Add takes an element cannot be asked for; as long as the choice is the same, so is the answer.
                foreach (var method in model.LookupSymbols(node.SpanStart, collection, "Add", includeReducedExtensionMethods: true).OrderBy(method => method.ToDisplayString(Format), StringComparer.Ordinal))
                {
                    yield return method;
                }

                break;
            default:
                yield return model.GetSymbolInfo(node, cancellation).Symbol;
                break;
        }

        if (node is ExpressionSyntax { Parent: InitializerExpressionSyntax initializer } element && initializer.IsKind(SyntaxKind.CollectionInitializerExpression))
        {
            yield return model.GetCollectionInitializerSymbolInfo(element, cancellation).Symbol;
        }
    }

    private static IEnumerable<ISymbol?> Deconstructions(DeconstructionInfo info) =>
        info.Nested.SelectMany(Deconstructions).Prepend(info.Method);

    // Overload resolution over an argument whose type is not known says nothing about what is meant.
    private static bool TakesUnresolved(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        var call = node.AncestorsAndSelf().Take(3).FirstOrDefault(ancestor => ancestor is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
            or ElementAccessExpressionSyntax or BinaryExpressionSyntax);
        return call switch
        {
            InvocationExpressionSyntax invocation => Any(invocation.ArgumentList.Arguments.Select(argument => argument.Expression)),
            BaseObjectCreationExpressionSyntax { ArgumentList: { } list } => Any(list.Arguments.Select(argument => argument.Expression)),
            ElementAccessExpressionSyntax access => Any(access.ArgumentList.Arguments.Select(argument => argument.Expression)),
            BinaryExpressionSyntax binary => Any([binary.Left, binary.Right]),
            _ => false,
        };

        bool Any(IEnumerable<ExpressionSyntax> operands) =>
            operands.Any(operand => model.GetTypeInfo(operand, cancellation).Type is { } type && IsUnresolved(type));
    }

    private static bool IsUnresolved(ISymbol symbol) => symbol switch
    {
        IErrorTypeSymbol => true,
        IArrayTypeSymbol array => IsUnresolved(array.ElementType),
        IPointerTypeSymbol pointer => IsUnresolved(pointer.PointedAtType),
        INamedTypeSymbol type => type.TypeArguments.Any(IsUnresolved) || type.ContainingType is { } outer && IsUnresolved(outer),
        IMethodSymbol method => IsUnresolved(method.ReturnType) || method.Parameters.Any(parameter => IsUnresolved(parameter.Type))
            || method.TypeArguments.Any(IsUnresolved) || method.ContainingType is { } outer && IsUnresolved(outer),
        IPropertySymbol property => IsUnresolved(property.Type) || property.Parameters.Any(parameter => IsUnresolved(parameter.Type)),
        IFieldSymbol field => IsUnresolved(field.Type),
        ILocalSymbol local => IsUnresolved(local.Type),
        IParameterSymbol parameter => IsUnresolved(parameter.Type),
        IEventSymbol happening => IsUnresolved(happening.Type),
        _ => false,
    };
}
