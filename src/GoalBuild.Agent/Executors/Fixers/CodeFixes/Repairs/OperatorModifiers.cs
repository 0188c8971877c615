using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Makes a user-defined operator public and static.</summary>
internal sealed class OperatorModifiers : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "operator modifiers",
        ["CS0558"],
        "Adds 'public' and 'static' to a user-defined operator of a class or struct.",
        "The language has no other operators there. One that is declared private, protected or internal says something else: refused.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        var declaration = place.Node(cancellation).FirstAncestorOrSelf<BaseMethodDeclarationSyntax>();
        if (declaration is not (OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax)
            || declaration.Parent is not (ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax)
            || declaration.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword))
        {
            return null;
        }

        var isPublic = declaration.Modifiers.Any(SyntaxKind.PublicKeyword);
        var isStatic = declaration.Modifiers.Any(SyntaxKind.StaticKeyword);
        var position = isPublic
            ? declaration.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.PublicKeyword)).GetNextToken().SpanStart
            : isStatic ? declaration.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.StaticKeyword)).SpanStart
            : Modifiers.PlaceOfNew(declaration);
        var words = (isPublic ? "" : "public ") + (isStatic ? "" : "static ");
        return words.Length == 0 ? null : ChangeText.Of(place.Tree, $"'{words.Trim()}' on an operator", new TextSpan(position, 0), words);
    }
}
