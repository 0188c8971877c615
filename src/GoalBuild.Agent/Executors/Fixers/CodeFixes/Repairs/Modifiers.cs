using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Finds the modifiers of declarations, and where another one goes.</summary>
internal static class Modifiers
{
    private static readonly SyntaxKind[] Before =
    [
        SyntaxKind.PublicKeyword, SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.InternalKeyword, SyntaxKind.FileKeyword,
        SyntaxKind.StaticKeyword, SyntaxKind.ExternKeyword,
    ];

    /// <summary>The modifiers of a member, type or local function; null of anything else.</summary>
    /// <param name="node">The declaration.</param>
    public static SyntaxTokenList? Of(SyntaxNode? node) => node switch
    {
        MemberDeclarationSyntax member => member.Modifiers,
        LocalFunctionStatementSyntax function => function.Modifiers,
        AnonymousFunctionExpressionSyntax function => function.Modifiers,
        LocalDeclarationStatementSyntax local => local.Modifiers,
        AccessorDeclarationSyntax accessor => accessor.Modifiers,
        _ => null,
    };

    /// <summary>The nearest declaration around a node that can have modifiers.</summary>
    /// <param name="node">The node.</param>
    public static SyntaxNode? Owner(SyntaxNode node) => node.AncestorsAndSelf().FirstOrDefault(ancestor => Of(ancestor) is not null);

    /// <summary>Where <c>new</c> goes, in the order that <c>csharp_preferred_modifier_order</c> has by default: behind accessibility, <c>static</c> and <c>extern</c>.</summary>
    /// <param name="declaration">The declaration.</param>
    public static int PlaceOfNew(SyntaxNode declaration)
    {
        var modifiers = Of(declaration)!.Value;
        var next = modifiers.FirstOrDefault(modifier => !Before.Contains(modifier.Kind()));
        return next.IsKind(SyntaxKind.None) ? PlaceOfLast(declaration) : next.SpanStart;
    }

    /// <summary>Where the last modifier goes: before the type or keyword that follows modifiers and attributes.</summary>
    /// <param name="declaration">The declaration.</param>
    public static int PlaceOfLast(SyntaxNode declaration)
    {
        var modifiers = Of(declaration)!.Value;
        return modifiers.Count > 0
            ? modifiers[^1].GetNextToken().SpanStart
            : declaration.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList)).SpanStart;
    }
}
