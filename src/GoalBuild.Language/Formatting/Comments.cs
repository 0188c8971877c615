using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Formatting;

/// <summary>Writes comments in their new place; their words stay.</summary>
internal static class Comments
{
    /// <summary>Writes a comment at the writer's column; the further lines of a block comment move by as much as its first one.</summary>
    public static void Write(TokenList tokens, Token comment, LayoutWriter writer)
    {
        var text = tokens.TextOf(comment);
        var firstEnd = text.IndexOf('\n');
        if (firstEnd < 0)
        {
            writer.Write(text.TrimEnd());
            return;
        }

        var shift = ShiftOf(tokens, comment, writer.Column);
        writer.Write(text[..firstEnd].TrimEnd());
        foreach (var line in text[(firstEnd + 1)..].EnumerateLinesAtLineFeeds())
        {
            writer.BreakLine();
            WriteShifted(line.TrimEnd(), shift, writer);
        }
    }

    private static int ShiftOf(TokenList tokens, Token comment, int newColumn)
    {
        var before = tokens.Source.Text.AsSpan(0, comment.Start);
        var oldColumn = before.Length - (before.LastIndexOf('\n') + 1);

        // How wide a tab is depends on the editor, so what stands behind one is left where it is.
        return before[^oldColumn..].Contains('\t') ? 0 : newColumn - oldColumn;
    }

    private static void WriteShifted(ReadOnlySpan<char> line, int shift, LayoutWriter writer)
    {
        var spaces = line.Length - line.TrimStart(' ').Length;
        if (shift == 0 || line.IsEmpty || line[Math.Min(spaces, line.Length - 1)] == '\t')
        {
            writer.Write(line);
            return;
        }

        writer.Space(Math.Max(0, spaces + shift));
        writer.Write(line[spaces..]);
    }
}
