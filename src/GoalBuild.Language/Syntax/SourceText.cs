namespace GoalBuild.Language.Syntax;

/// <summary>The text of one <c>.goal</c> file, with the lines it has.</summary>
public sealed class SourceText
{
    private readonly Lazy<int[]> _lineStarts;

    /// <summary>Wraps a text that was read already.</summary>
    /// <param name="path">The path to show in diagnostics, as the user gave it or absolute; it is not opened.</param>
    /// <param name="text">The whole text, without a byte order mark.</param>
    public SourceText(string path, string text)
    {
        Path = path;
        Text = text;
        _lineStarts = new Lazy<int[]>(FindLineStarts);
    }

    /// <summary>The path shown in diagnostics.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>Number of lines; a text without a line break has one.</summary>
    public int LineCount => _lineStarts.Value.Length;

    /// <summary>The line and column of an offset, both counted from 1, columns in UTF-16 code units (as compilers count them).</summary>
    /// <param name="offset">From 0 to the length of the text.</param>
    public LinePosition PositionOf(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Text.Length);
        var index = Array.BinarySearch(_lineStarts.Value, offset);
        var line = index >= 0 ? index : ~index - 1;
        return new LinePosition(line + 1, offset - _lineStarts.Value[line] + 1);
    }

    /// <summary>The offset of a line and column, both counted from 1. What lies beyond a line's end means its end, and what lies beyond the text the text's end.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="column">From 1, in UTF-16 code units.</param>
    public int OffsetOf(int line, int column)
    {
        var starts = _lineStarts.Value;
        if (line < 1 || line > starts.Length)
        {
            return line < 1 ? 0 : Text.Length;
        }

        var start = starts[line - 1];
        var end = line < starts.Length ? starts[line] : Text.Length;
        while (line < starts.Length && end > start && Text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        // Not start + column: an editor may send the largest number there is for a line's end.
        return column < 1 ? start : column - 1 >= end - start ? end : start + column - 1;
    }

    private int[] FindLineStarts()
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < Text.Length; i++)
        {
            // As compilers and editors count: a CR that no LF follows ends a line too.
            if (Text[i] == '\n' || (Text[i] == '\r' && (i + 1 == Text.Length || Text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}

/// <summary>A place in a text as people name it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
public readonly record struct LinePosition(int Line, int Column);
