using System.Runtime.CompilerServices;
using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Finds out what names stand for.</summary>
internal static class ScopeReader
{
    private static readonly ConditionalWeakTable<TypeDeclarationSyntax, Scope> Classes = [];

    /// <summary>The constants, fields and properties of a class that are set once.</summary>
    /// <param name="type">The class.</param>
    public static Scope OfClass(TypeDeclarationSyntax type) => Classes.GetValue(type, ReadClass);

    private static Scope ReadClass(TypeDeclarationSyntax type)
    {
        var scope = new Scope(type.Parent is TypeDeclarationSyntax outer ? OfClass(outer) : null);
        var set = Assignments(type);
        foreach (var field in type.Members.OfType<FieldDeclarationSyntax>())
        {
            foreach (var variable in field.Declaration.Variables)
            {
                SetOnce(scope, set, variable.Identifier.ValueText, variable.Initializer?.Value, field.Declaration.Type);
            }
        }

        foreach (var property in type.Members.OfType<PropertyDeclarationSyntax>())
        {
            SetOnce(scope, set, property.Identifier.ValueText, property.Initializer?.Value ?? property.ExpressionBody?.Expression, property.Type);
        }

        return scope;
    }

    /// <summary>The locals of a method that are set once.</summary>
    /// <param name="body">The body.</param>
    /// <param name="outer">The scope around it.</param>
    public static Scope OfBody(SyntaxNode body, Scope outer)
    {
        var scope = new Scope(outer);
        var set = Assignments(body);
        foreach (var variable in body.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            SetOnce(scope, set, variable.Identifier.ValueText, variable.Initializer?.Value, (variable.Parent as VariableDeclarationSyntax)?.Type);
        }

        return scope;
    }

    private static void SetOnce(Scope scope, ILookup<string, ExpressionSyntax?> set, string name, ExpressionSyntax? initial, TypeSyntax? type)
    {
        List<ExpressionSyntax?> values = [.. set[name]];
        if (initial is not null)
        {
            values.Add(initial);
        }

        if (values is [{ } only] && !only.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(used => used.Identifier.ValueText == name && used.Parent is not MemberAccessExpressionSyntax))
        {
            scope.Set(name, only, scope, type is { IsVar: true } ? null : type);
        }
        else
        {
            scope.Hide(name);
        }
    }

    /// <summary>What is assigned to names; null for what changes them in another way.</summary>
    private static ILookup<string, ExpressionSyntax?> Assignments(SyntaxNode node)
    {
        var found = new List<(string Name, ExpressionSyntax? Value)>();
        foreach (var inner in node.DescendantNodes())
        {
            switch (inner)
            {
                case AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment when CSharpFile.SimpleName(assignment.Left) is { Length: > 0 } name && assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                    found.Add((name, assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? assignment.Right : null));
                    break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression, Operand: IdentifierNameSyntax operand }:
                    found.Add((operand.Identifier.ValueText, null));
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Operand: IdentifierNameSyntax operand }:
                    found.Add((operand.Identifier.ValueText, null));
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None, Expression: IdentifierNameSyntax passed }:
                    found.Add((passed.Identifier.ValueText, null));
                    break;
            }
        }

        return found.ToLookup(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
    }
}
