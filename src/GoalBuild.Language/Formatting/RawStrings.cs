namespace GoalBuild.Language.Formatting;

/// <summary>Moves raw strings of several lines to a new indentation; what they say stays, as the closing quotation marks move along.</summary>
internal static class RawStrings
{
    /// <summary>Writes the string from the writer's column on, its further lines at an indentation.</summary>
    /// <param name="text">The token, quotation marks and all.</param>
    /// <param name="level">The level of its content and of its closing quotation marks.</param>
    /// <param name="writer">What to write to.</param>
    public static void Write(ReadOnlySpan<char> text, int level, LayoutWriter writer)
    {
        var firstEnd = text.IndexOf('\n');
        if (firstEnd < 0)
        {
            writer.Write(text);
            return;
        }

        var closingLine = text[(text.LastIndexOf('\n') + 1)..];
        var margin = closingLine[..closingLine.IndexOf('"')];
        writer.Write(text[..firstEnd].TrimEnd());
        foreach (var line in text[(firstEnd + 1)..].EnumerateLinesAtLineFeeds())
        {
            writer.BreakLine();

            // As in C#, a line of white space alone may be shorter than the margin, and is empty then.
            var content = line.StartsWith(margin) ? line[margin.Length..] : [];
            if (!content.IsEmpty)
            {
                writer.Indent(level);
                writer.Write(content);
            }
        }
    }
}
