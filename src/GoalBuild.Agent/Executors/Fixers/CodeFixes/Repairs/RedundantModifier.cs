using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Takes out a modifier that says nothing where it stands.</summary>
internal sealed class RedundantModifier : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "redundant modifier",
        ["CS0109", "CS0504", "CS1004", "CS1994"],
        "Removes 'new' from what hides nothing, 'static' from a constant, a modifier that stands there twice, and 'async' from what has no body.",
        "The word has no effect there, or the declaration has the same effect without it: a constant is static, and only a body can be asynchronous.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        if (place.Diagnostic.Id == "CS1004")
        {
            var repeated = place.Token(cancellation);
            return Modifiers.Of(repeated.Parent) is { } all && all.Contains(repeated) ? Remove(place, repeated) : null;
        }

        var kind = place.Diagnostic.Id switch
        {
            "CS0109" => SyntaxKind.NewKeyword,
            "CS0504" => SyntaxKind.StaticKeyword,
            _ => SyntaxKind.AsyncKeyword,
        };
        var tokens = Modifiers.Of(Modifiers.Owner(place.Node(cancellation)))?.Where(modifier => modifier.IsKind(kind)).ToList();
        return tokens is [var token] ? Remove(place, token) : null;
    }

    private static ChangeText? Remove(RepairPlace place, SyntaxToken token) =>
        LineText.Removal(token) is { } span ? ChangeText.Of(place.Tree, $"without the redundant '{token.Text}'", span, "") : null;
}
