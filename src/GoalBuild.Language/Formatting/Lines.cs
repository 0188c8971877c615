namespace GoalBuild.Language.Formatting;

/// <summary>The lines of a text as the language counts them.</summary>
internal static class Lines
{
    /// <summary>The lines between line feeds, without a carriage return at their end. (The framework's own enumerator also ends lines at U+2028, U+0085 and others.)</summary>
    public static LineFeedEnumerator EnumerateLinesAtLineFeeds(this ReadOnlySpan<char> text) => new(text);

    /// <summary>What most of the lines of a text end with: CR LF or LF.</summary>
    public static string BreakOf(string text)
    {
        var all = 0;
        var withReturn = 0;
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            all++;
            withReturn += i > 0 && text[i - 1] == '\r' ? 1 : 0;
        }

        return withReturn * 2 > all ? "\r\n" : "\n";
    }
}

/// <summary>Goes through the lines of a text; see <see cref="Lines.EnumerateLinesAtLineFeeds"/>.</summary>
internal ref struct LineFeedEnumerator(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;
    private bool _ended;

    /// <summary>The line.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>The enumerator itself, for <c>foreach</c>.</summary>
    public readonly LineFeedEnumerator GetEnumerator() => this;

    /// <summary>Goes to the next line; a text has at least one.</summary>
    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        var end = _rest.IndexOf('\n');
        _ended = end < 0;
        var line = _ended ? _rest : _rest[..end];
        _rest = _ended ? [] : _rest[(end + 1)..];
        Current = line is [.. var start, '\r'] ? start : line;
        return true;
    }
}
