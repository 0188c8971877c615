using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Adds a <c>partial</c> that is missing, or puts it where it belongs.</summary>
internal sealed class PartialModifier : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "partial modifier",
        ["CS0260", "CS0267"],
        "Adds 'partial' to the one declaration of a type that lacks it, or moves it to the end of the modifiers.",
        "All other declarations of the type are partial, so it is one type or the code is wrong altogether. Two declarations without the word "
            + "could be two types: refused. Its place among the modifiers has no meaning.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        var token = place.Token(cancellation);
        if (place.Diagnostic.Id == "CS0267")
        {
            return Modifiers.Owner(token.Parent!) is { } member ? Move(place, member) : null;
        }

        if (token.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || place.Model.GetDeclaredSymbol(declaration, cancellation) is not { } type)
        {
            return null;
        }

        var others = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).Where(other => other != declaration).ToList();
        return others.Count > 0 && others.All(other => Modifiers.Of(other)?.Any(SyntaxKind.PartialKeyword) == true)
            ? ChangeText.Of(place.Tree, $"'partial' on {type.Name}", new TextSpan(Modifiers.PlaceOfLast(declaration), 0), "partial ")
            : null;
    }

    private static ChangeText? Move(RepairPlace place, SyntaxNode declaration)
    {
        var modifiers = Modifiers.Of(declaration)!.Value;
        var partials = modifiers.Where(modifier => modifier.IsKind(SyntaxKind.PartialKeyword)).ToList();
        return partials is [var partial] && partial != modifiers[^1] && LineText.Removal(partial) is { } removal
            ? new ChangeText(place.Tree.FilePath, "'partial' at the end of the modifiers", [new TextChange(removal, ""), new TextChange(new TextSpan(Modifiers.PlaceOfLast(declaration), 0), "partial ")])
            : null;
    }
}
