using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Takes out a using directive that changes nothing.</summary>
internal sealed class RedundantUsing : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "redundant using",
        ["CS0105", "CS8019", "CS8933"],
        "Removes a using directive that repeats another one or that nothing needs, where that is reported as a warning or error.",
        "The compiler itself finds that the directive has no effect. In a file with text that an '#if' leaves out, one that is unused here may be "
            + "used there: refused.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation) =>
        place.Node(cancellation).FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive
        && (place.Diagnostic.Id != "CS8019" || !LineText.IsInDisabledText(place.Tree, ""))
        && LineText.Removal(place.Tree, directive) is { } span
            ? ChangeText.Of(place.Tree, $"without the redundant '{directive.NormalizeWhitespace()}'", span, "")
            : null;
}
