using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Takes out a label that nothing jumps to.</summary>
internal sealed class UnreferencedLabel : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "unreferenced label",
        ["CS0164"],
        "Removes a label that no 'goto' names.",
        "A label does nothing of its own; its statement stays. Where its name also stands in text that an '#if' leaves out: refused.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        if (place.Token(cancellation).Parent is not LabeledStatementSyntax labeled || LineText.IsInDisabledText(place.Tree, labeled.Identifier.ValueText)
            || labeled.ColonToken.TrailingTrivia.Concat(labeled.Statement.GetLeadingTrivia())
                .Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            return null;
        }

        // With the label's own line goes the indentation of the label, so that the statement keeps its own.
        var text = place.Tree.GetText(cancellation);
        var line = text.Lines.GetLineFromPosition(labeled.SpanStart);
        var isAlone = string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(line.Start, labeled.SpanStart)))
            && labeled.ColonToken.Span.End <= line.End
            && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(labeled.ColonToken.Span.End, line.End)));
        var span = isAlone ? line.SpanIncludingLineBreak : TextSpan.FromBounds(labeled.SpanStart, labeled.Statement.SpanStart);
        return ChangeText.Of(place.Tree, $"without the label {labeled.Identifier.ValueText}", span, "");
    }
}
