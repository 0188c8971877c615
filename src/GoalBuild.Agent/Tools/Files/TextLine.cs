namespace GoalBuild.Agent.Tools.Files;

/// <summary>One line of a text.</summary>
/// <param name="Text">Without what ends it.</param>
/// <param name="Ending"><c>\n</c>, <c>\r\n</c>, <c>\r</c>, or empty for a last line that nothing ends.</param>
internal readonly record struct TextLine(string Text, string Ending)
{
    /// <summary>The lines of a text, counted as compilers count them; an empty text has none. Put together again they are the text.</summary>
    /// <param name="text">The text.</param>
    public static List<TextLine> Of(string text)
    {
        var lines = new List<TextLine>();
        var start = 0;
        while (start < text.Length)
        {
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (length < 0)
            {
                lines.Add(new TextLine(text[start..], ""));
                break;
            }

            var end = start + length;
            var ending = text[end] == '\n' ? "\n" : end + 1 < text.Length && text[end + 1] == '\n' ? "\r\n" : "\r";
            lines.Add(new TextLine(text[start..end], ending));
            start = end + ending.Length;
        }

        return lines;
    }

    /// <summary>What most lines end with; <c>\n</c> where none ends.</summary>
    /// <param name="lines">The lines.</param>
    public static string EndingOf(IEnumerable<TextLine> lines) =>
        lines.Where(line => line.Ending.Length > 0).CountBy(line => line.Ending).OrderByDescending(pair => pair.Value).Select(pair => pair.Key).FirstOrDefault() ?? "\n";

    /// <summary>A text with all its lines ended alike.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ending">The ending.</param>
    public static string WithEnding(string text, string ending) => string.Concat(Of(text).Select(line => line.Ending.Length == 0 ? line.Text : line.Text + ending));

    /// <summary>A line for an answer: as it is, or its start and how much more there is.</summary>
    /// <param name="text">The line.</param>
    /// <param name="most">The most characters shown.</param>
    public static string Cut(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most), $"… ({text.Length - most} characters more)");
}
