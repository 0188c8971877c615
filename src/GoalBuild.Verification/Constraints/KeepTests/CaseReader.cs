using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>A case: its arguments, and for NUnit what the test has to return.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="Result">What the test has to return; null where nothing.</param>
internal sealed record TestCaseRow(IReadOnlyList<ExpressionSyntax> Arguments, ExpressionSyntax? Result);

/// <summary>Reads the cases of parameterised tests, from their attributes and from the members that these name, as far as those list them.</summary>
internal static class CaseReader
{
    private static readonly HashSet<string> Thinning = ["Where", "Take", "Skip", "TakeWhile", "SkipWhile", "TakeLast", "SkipLast", "First", "Last", "Distinct", "DistinctBy", "Except", "ExceptBy", "OfType", "Chunk"];

    /// <summary>The cases of a test.</summary>
    /// <param name="method">The test.</param>
    /// <param name="types">The types of a name.</param>
    /// <returns>The rows, and what gives cases that are not listed.</returns>
    public static (IReadOnlyList<TestCaseRow> Rows, IReadOnlyList<string> Open) Read(MethodDeclarationSyntax method, Func<string, TypeDeclarationSyntax?> types)
    {
        var rows = new List<TestCaseRow>();
        var open = new List<string>();
        foreach (var attribute in TestAttributes.Of(method.AttributeLists))
        {
            var name = CSharpFile.NameOf(attribute);
            if (TestAttributes.Cases.Contains(name) && attribute.ArgumentList is not null && !TestAttributes.IsStopped(attribute))
            {
                rows.Add(new TestCaseRow(
                    [.. attribute.ArgumentList.Arguments.Where(argument => argument.NameEquals is null).Select(argument => argument.Expression)],
                    attribute.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText is "ExpectedResult")?.Expression));
            }
            else if (TestAttributes.Sources.Contains(name))
            {
                Source(attribute, method, types, rows, open);
            }
            else if (name is "Sequential" or "Pairwise" or "Combinatorial")
            {
                open.Add($"[{name}]");
            }
        }

        foreach (var parameter in method.ParameterList.Parameters)
        {
            open.AddRange(TestAttributes.Of(parameter.AttributeLists)
                .Where(attribute => TestAttributes.Values.Contains(CSharpFile.NameOf(attribute)))
                .SelectMany(attribute => attribute.ArgumentList is not { Arguments.Count: > 0 } list ? [$"{parameter.Identifier.ValueText}: {CSharpFile.TextOf(attribute)}"]
                    : CSharpFile.NameOf(attribute) == "Values" ? list.Arguments.Select(argument => $"{parameter.Identifier.ValueText}: {CSharpFile.TextOf(argument)}")
                    : [$"{parameter.Identifier.ValueText}: {CSharpFile.TextOf(attribute)}"]));
        }

        return (rows, open);
    }

    private static void Source(AttributeSyntax attribute, MethodDeclarationSyntax method, Func<string, TypeDeclarationSyntax?> types, List<TestCaseRow> rows, List<string> open)
    {
        var arguments = attribute.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).ToList() ?? [];
        var typeName = arguments.Select(argument => (argument.Expression as TypeOfExpressionSyntax)?.Type).OfType<TypeSyntax>().Select(CSharpFile.SimpleName).FirstOrDefault()
            ?? (attribute.Name is GenericNameSyntax generic ? CSharpFile.SimpleName(generic.TypeArgumentList.Arguments[0]) : null);
        var memberName = arguments.Select(argument => NameIn(argument.Expression)).OfType<string>().FirstOrDefault();
        var type = typeName is null ? method.FirstAncestorOrSelf<TypeDeclarationSyntax>() : types(typeName);
        SyntaxNode? source = memberName is null ? (typeName is null ? null : type) : type?.Members.FirstOrDefault(member => NamesOf(member).Contains(memberName));
        if (source is null)
        {
            open.Add(CSharpFile.TextOf(attribute));
            return;
        }

        var listed = Rows(source, method.ParameterList.Parameters.Count).ToList();
        rows.AddRange(listed);
        if (listed.Count == 0)
        {
            // What a source computes is compared as it is written: each of its literals has to stay.
            open.AddRange(source.DescendantTokens().Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.NumericLiteralToken).Select(token => $"{memberName ?? typeName}: {CSharpFile.TextOf(token)}"));
        }

        // What thins the rows out afterwards; it may not come in.
        open.AddRange(source.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => CSharpFile.SimpleName(call.Expression))
            .Where(name => Thinning.Contains(name) || name is "Ignore" or "Explicit")
            .Select(name => $"-{memberName ?? typeName}: .{name}(…)"));
        open.AddRange(source.DescendantNodes().OfType<YieldStatementSyntax>().Where(statement => statement.IsKind(SyntaxKind.YieldBreakStatement)).Select(_ => $"-{memberName ?? typeName}: yield break"));
        open.AddRange(source.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(assignment => assignment.Left is IdentifierNameSyntax { Identifier.ValueText: "Skip" or "Explicit" }).Select(_ => $"-{memberName ?? typeName}: Skip"));
    }

    private static string? NameIn(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => text,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: [{ Expression: { } named }] } => CSharpFile.SimpleName(named),
        _ => null,
    };

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        _ => [],
    };

    // new TestCaseData(1, 2), new object[] { 1, 2 }, { 1, 2 } of a collection, (1, 2), data.Add(1, 2); for one parameter the plain elements of a list.
    private static IEnumerable<TestCaseRow> Rows(SyntaxNode source, int parameters)
    {
        foreach (var node in source.DescendantNodes())
        {
            switch (node)
            {
                case ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } creation when CSharpFile.SimpleName(creation.Type) is "TestCaseData" or "TheoryDataRow":
                    yield return new TestCaseRow([.. creation.ArgumentList!.Arguments.Select(argument => argument.Expression)], Returned(creation));
                    break;
                case ImplicitObjectCreationExpressionSyntax { Initializer: null } creation when creation.ArgumentList.Arguments.Count == parameters && parameters > 0:
                    yield return new TestCaseRow([.. creation.ArgumentList.Arguments.Select(argument => argument.Expression)], Returned(creation));
                    break;
                case InitializerExpressionSyntax initializer when initializer.Expressions.Count == parameters && parameters > 1 && initializer.Expressions.All(inner => inner is not (InitializerExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax or TupleExpressionSyntax)):
                    yield return new TestCaseRow([.. initializer.Expressions], null);
                    break;
                case InitializerExpressionSyntax initializer when parameters == 1 && initializer.Expressions.Count > 0 && initializer.Expressions.All(IsPlain) && !IsCaseData(initializer.Parent):
                    foreach (var plain in initializer.Expressions)
                    {
                        yield return new TestCaseRow([plain], null);
                    }

                    break;
                case CollectionExpressionSyntax collection when collection.Elements.Count > 0 && collection.Elements.All(element => element is ExpressionElementSyntax { Expression: LiteralExpressionSyntax or PrefixUnaryExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax }):
                    var elements = collection.Elements.Cast<ExpressionElementSyntax>().Select(element => element.Expression).ToList();
                    if (parameters == 1)
                    {
                        foreach (var element in elements)
                        {
                            yield return new TestCaseRow([element], null);
                        }
                    }
                    else if (elements.Count == parameters)
                    {
                        yield return new TestCaseRow(elements, null);
                    }

                    break;
                case TupleExpressionSyntax tuple when tuple.Arguments.Count == parameters:
                    yield return new TestCaseRow([.. tuple.Arguments.Select(argument => argument.Expression)], null);
                    break;
                case InvocationExpressionSyntax call when CSharpFile.SimpleName(call.Expression) == "Add" && call.ArgumentList.Arguments.Count == parameters && parameters > 0:
                    yield return new TestCaseRow([.. call.ArgumentList.Arguments.Select(argument => argument.Expression)], null);
                    break;
                case YieldStatementSyntax { Expression: { } yielded } when parameters == 1 && IsPlain(yielded):
                    yield return new TestCaseRow([yielded], null);
                    break;
            }
        }
    }

    private static bool IsPlain(ExpressionSyntax expression) => expression is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax or MemberAccessExpressionSyntax;

    private static bool IsCaseData(SyntaxNode? node) => node is ObjectCreationExpressionSyntax creation && CSharpFile.SimpleName(creation.Type) is "TestCaseData";

    private static ExpressionSyntax? Returned(ExpressionSyntax creation) =>
        creation.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Returns", Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: { } result }] } } ? result : null;
}
