using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    private TokenKind ScanString()
    {
        var quotes = QuotesAt(_position);
        if (quotes >= 3)
        {
            ScanRawString(quotes);
            return TokenKind.RawString;
        }

        var start = _position++;
        while (true)
        {
            var length = _text.AsSpan(_position).IndexOfAny('"', '\\', '\n');
            _position = length < 0 ? _text.Length : _position + length;
            if (length < 0 || Current == '\n')
            {
                EndUnclosedString(start);
                return TokenKind.String;
            }

            if (Current == '"')
            {
                _position++;
                return TokenKind.String;
            }

            ScanEscape();
        }
    }

    /// <summary>
    /// Ends a string that its line ends. Guesses where its author meant it to end, so that one mistake stays one error: at a lone quote
    /// that ends one of the next lines, or before the braces that most likely belong to the block around it.
    /// </summary>
    private void EndUnclosedString(int start)
    {
        var end = EndOfLine(start);
        var text = _text.AsSpan(start, end - start);
        var trimmed = text.TrimEnd(" \t{}").Length;
        var beforeBraces = trimmed > 1 && text[trimmed..].IndexOfAny('{', '}') >= 0;
        Report(DiagnosticCatalogue.StringNotClosed, start, beforeBraces ? trimmed : text.Length, "This string is not closed before the end of its line; write '\"' where it ends, or three double quotes around text of several lines");
        var closing = beforeBraces ? -1 : FindClosingLine(end);
        _position = beforeBraces ? start + trimmed : closing >= 0 ? closing + 1 : end;
    }

    /// <summary>Offset of a quote that ends one of the next few lines and is the first one on them, or -1.</summary>
    private int FindClosingLine(int endOfLine)
    {
        const int MostLines = 10;
        for (var line = 0; line < MostLines; line++)
        {
            var start = _text.AsSpan(endOfLine).IndexOf('\n') + 1 + endOfLine;
            if (start == endOfLine)
            {
                return -1;
            }

            endOfLine = EndOfLine(start);
            var text = _text.AsSpan(start, endOfLine - start);
            var quote = text.IndexOf('"');
            if (quote >= 0)
            {
                return text[(quote + 1)..].Trim(" \t{}").IsEmpty ? start + quote : -1;
            }
        }

        return -1;
    }

    private void ScanEscape()
    {
        var length = StringLiteral.EscapeLength(_text.AsSpan(_position));
        if (length > 0)
        {
            _position += length;
            return;
        }

        var next = Peek(1);
        if (next is '\0' or '\n' or '\r')
        {
            // The string ends here unclosed, and that is the error.
            _position++;
            return;
        }

        var found = next is 'u' or 'U' or 'x' ? $"\\{next} without the hexadecimal digits of a character" : $"the escape \\{Characters.Show(_text.AsSpan(_position + 1, 1))}";
        Report(DiagnosticCatalogue.UnknownEscape, _position, 2, $"Found {found}; expected one of \\\" \\\\ \\n \\r \\t \\0 \\a \\b \\e \\f \\v \\' \\uHHHH \\UHHHHHHHH \\xH; write a backslash itself as \\\\");
        _position += 2;
    }

    private int QuotesAt(int offset)
    {
        var end = offset;
        while (end < _text.Length && _text[end] == '"')
        {
            end++;
        }

        return end - offset;
    }
}
