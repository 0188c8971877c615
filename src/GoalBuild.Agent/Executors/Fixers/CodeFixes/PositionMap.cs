using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>Where a span of a text is after the text was changed.</summary>
/// <param name="changes">The changes, in the order of the old text, not overlapping.</param>
internal sealed class PositionMap(IList<TextChange> changes)
{
    /// <summary>The span's place in the new text, or null where its border was rewritten.</summary>
    /// <param name="span">A span of the old text.</param>
    public TextSpan? Map(TextSpan span)
    {
        var start = span.Start;
        var end = span.End;
        foreach (var change in changes)
        {
            var growth = change.NewText!.Length - change.Span.Length;
            if (change.Span.End <= span.Start)
            {
                start += growth;
                end += growth;
            }
            else if (change.Span.Start >= span.Start && change.Span.End <= span.End && change.Span.Start < span.End)
            {
                end += growth;
            }
            else if (change.Span.Start < span.End)
            {
                return null;
            }
        }

        return TextSpan.FromBounds(start, end);
    }
}
