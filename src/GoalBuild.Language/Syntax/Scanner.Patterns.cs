using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    /// <summary>A pattern: up to the first slash that is neither escaped nor inside a character class, then flags.</summary>
    private TokenKind ScanPattern()
    {
        var start = _position++;
        var depth = 0;
        for (; ; _position++)
        {
            var c = Current;
            if (_position >= _text.Length || c is '\n' or '\r')
            {
                Report(DiagnosticCatalogue.PatternNotClosed, start, _position - start, "This pattern is not closed before the end of its line; write '/' where it ends, '\\/' for a slash inside, and '\\[' for a bracket that opens no character class");
                return TokenKind.Pattern;
            }

            if (c == '/' && depth == 0)
            {
                break;
            }

            switch (c)
            {
                case '\\' when _position + 1 < _text.Length && Peek(1) is not ('\n' or '\r'):
                    _position++;
                    break;
                case '[' when depth == 0 || _text[_position - 1] == '-':
                    // Inside a class only a subtraction, '[a-z-[aeiou]]', opens another; a ']' that comes first is a character.
                    depth++;
                    if (Peek(1) == '^')
                    {
                        _position++;
                    }

                    if (Peek(1) == ']')
                    {
                        _position++;
                    }

                    break;
                case ']' when depth > 0:
                    depth--;
                    break;
                default:
                    break;
            }
        }

        _position++;
        ScanFlags();
        return TokenKind.Pattern;
    }

    private void ScanFlags()
    {
        var start = _position;
        SkipWord();
        for (var i = start; i < _position; i++)
        {
            if (_text[i] is not ('i' or 'm' or 's') || _text.AsSpan(start, i - start).Contains(_text[i]))
            {
                Report(DiagnosticCatalogue.UnknownFlag, i, 1, $"Found '{Characters.Show(_text.AsSpan(i, 1))}' behind a pattern; expected the flags 'i', 'm' and 's', each at most once, or white space; a path is written in double quotes");
                return;
            }
        }
    }
}
