using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Language.Formatting;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Features;

/// <summary>Formats as <c>dotnet goal fmt</c> does.</summary>
internal static class Formatting
{
    /// <summary>The edit that formats a document: from the first line that differs to the last one, so that an editor keeps its place. None where nothing would change, or the text has syntax errors.</summary>
    /// <param name="document">The document.</param>
    public static IReadOnlyList<TextEdit> Of(GoalDocument document)
    {
        var before = document.Source.Text;
        var result = GoalFormatter.Format(document.Source);
        if (result.HasErrors || !result.Changed)
        {
            return [];
        }

        var after = result.Text;
        var start = Whole(before, before.AsSpan().CommonPrefixLength(after));
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        // Up to a line's start, so that no line is cut within, nor CR from LF.
        while (end > 0 && !(end == before.Length || before[^(end + 1)] == '\n') && before.Length - end > start)
        {
            end--;
        }

        return [new TextEdit(document.RangeOf(SourceSpan.FromBounds(start, before.Length - end)), after[start..^end])];
    }

    private static int Whole(string text, int length) => length == 0 ? 0 : text.LastIndexOf('\n', length - 1) + 1;
}
