using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Gives a number the suffix that its type asks for.</summary>
internal sealed class LiteralSuffix : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "literal suffix",
        ["CS0078", "CS0664"],
        "Adds 'F' or 'M' to a number that is assigned to a float or decimal, and writes the suffix 'l' as 'L'.",
        "The number is written out in the source, and the compiler itself names the suffix that makes it fit. A number that has another suffix "
            + "says something else: refused.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        var token = place.Token(cancellation);
        if (!token.IsKind(SyntaxKind.NumericLiteralToken))
        {
            return null;
        }

        if (place.Diagnostic.Id == "CS0078")
        {
            return token.Text.Contains('l', StringComparison.Ordinal)
                ? ChangeText.Of(place.Tree, "the suffix 'L'", token.Span, token.Text.Replace('l', 'L'))
                : null;
        }

        var suffix = place.Message.Contains("'M'", StringComparison.Ordinal) ? "M" : place.Message.Contains("'F'", StringComparison.Ordinal) ? "F" : null;
        return suffix is not null && !char.IsLetter(token.Text[^1])
            ? ChangeText.Of(place.Tree, $"the suffix '{suffix}'", token.Span, token.Text + suffix)
            : null;
    }
}
