using System.Text;

namespace GoalBuild.Language.Formatting;

/// <summary>Collects the formatted text and knows the column it stands at.</summary>
/// <param name="lineBreak">What ends a line in this file.</param>
/// <param name="capacity">About how long the text will be.</param>
internal sealed class LayoutWriter(string lineBreak, int capacity)
{
    /// <summary>Columns that one level is indented by.</summary>
    public const int IndentWidth = 4;

    private readonly StringBuilder _text = new(capacity);
    private int _lineStart;

    /// <summary>Characters since the last line break.</summary>
    public int Column => _text.Length - _lineStart;

    /// <summary>Whether nothing was written yet.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Adds text that has no line break in it.</summary>
    public void Write(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>Adds spaces.</summary>
    public void Space(int count = 1) => _text.Append(' ', count);

    /// <summary>Ends the line, and leaves one blank line where asked.</summary>
    public void BreakLine(bool blankLine = false)
    {
        _text.Append(lineBreak);
        if (blankLine)
        {
            _text.Append(lineBreak);
        }

        _lineStart = _text.Length;
    }

    /// <summary>Goes to the indentation of a level; only at the start of a line.</summary>
    public void Indent(int level) => _text.Append(' ', level * IndentWidth);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
