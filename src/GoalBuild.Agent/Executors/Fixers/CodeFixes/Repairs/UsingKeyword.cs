using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Adds or removes the <c>static</c> of a using directive.</summary>
internal sealed class UsingKeyword : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "static using directive",
        ["CS0138", "CS7007"],
        "Adds 'static' to a using directive that names a type, and removes it from one that names a namespace.",
        "A directive can import a type only with the word and a namespace only without it; what it names is known.");

    /// <inheritdoc/>
    public override bool IsFirst => true;

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        if (place.Node(cancellation).FirstAncestorOrSelf<UsingDirectiveSyntax>() is not { Alias: null, Name: { } name } directive)
        {
            return null;
        }

        if (place.Diagnostic.Id == "CS0138")
        {
            return directive.StaticKeyword.IsKind(SyntaxKind.None)
                ? ChangeText.Of(place.Tree, $"using static {name}", new TextSpan(name.SpanStart, 0), "static ")
                : null;
        }

        return directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) && LineText.Removal(directive.StaticKeyword) is { } span
            ? ChangeText.Of(place.Tree, $"using {name}", span, "")
            : null;
    }
}
