using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

/// <summary>
/// Cuts a text into tokens, one after another as they are asked for, never going back: its cost is linear in the text, whatever
/// the text holds. What it cannot read it reports once, and goes on behind it.
/// </summary>
internal sealed partial class Scanner
{
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics = new();
    private int _position;
    private int _lineBreaks;
    private TokenKind _previous = TokenKind.EndOfFile;

    /// <summary>Starts at the beginning of a text.</summary>
    /// <param name="text">The text.</param>
    public Scanner(string text) => _text = CheckLineBreaks(text);

    /// <summary>What could not be read so far, in order.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics.Diagnostics;

    private char Current => Peek(0);

    /// <summary>All tokens of a text, comments among them.</summary>
    /// <param name="source">The text.</param>
    public static TokenList Scan(SourceText source)
    {
        var scanner = new Scanner(source.Text);
        var tokens = new List<Token>();
        do
        {
            tokens.Add(scanner.Next());
        }
        while (tokens[^1].Kind != TokenKind.EndOfFile);
        return new TokenList(source, tokens, scanner.Diagnostics);
    }

    /// <summary>The next token, which may be a comment; at the end <see cref="TokenKind.EndOfFile"/>, as often as it is asked for.</summary>
    public Token Next()
    {
        _lineBreaks = 0;
        var found = SkipWhiteSpace();
        var start = _position;
        var kind = found ? ScanToken() : TokenKind.EndOfFile;
        if (kind is not (TokenKind.LineComment or TokenKind.BlockComment))
        {
            _previous = kind;
        }

        return new Token(kind, (byte)Math.Min(_lineBreaks, byte.MaxValue), start, _position - start);
    }

    private bool SkipWhiteSpace()
    {
        for (; _position < _text.Length; _position++)
        {
            var c = _text[_position];
            if (c == '\n')
            {
                _lineBreaks++;
            }
            else if (c is not (' ' or '\t' or '\r') && (c < '\x80' ? c is not ('\f' or '\v') : !char.IsWhiteSpace(c)))
            {
                return true;
            }
        }

        return false;
    }

    private TokenKind ScanToken()
    {
        var c = Current;
        if (Characters.StartsWord(c))
        {
            var start = _position;
            SkipWord();
            return IsInsidePath() ? ScanBarePath(start) : TokenKind.Word;
        }

        switch (c)
        {
            case '"':
                return ScanString();
            case '/':
                return ScanSlash();
            case '{':
                return Sign(TokenKind.OpenBrace, 1);
            case '}':
                return Sign(TokenKind.CloseBrace, 1);
            case ',':
                return Sign(TokenKind.Comma, 1);
            case '=':
                return Peek(1) == '=' ? Sign(TokenKind.EqualTo, 2) : Sign(TokenKind.Assign, 1);
            case '>':
                return Peek(1) == '=' ? Sign(TokenKind.AtLeast, 2) : Sign(TokenKind.MoreThan, 1);
            case '<':
                return Peek(1) == '=' ? Sign(TokenKind.AtMost, 2) : Sign(TokenKind.LessThan, 1);
            case '$' or '-' or '.' when char.IsAsciiDigit(Peek(1)):
            case >= '0' and <= '9':
                return ScanNumber();
            default:
                return ScanStray();
        }
    }

    private TokenKind Sign(TokenKind kind, int length)
    {
        _position += length;
        return kind;
    }

    private TokenKind ScanSlash()
    {
        var start = _position;
        switch (Peek(1))
        {
            case '/':
                _position = EndOfLine(start);
                return TokenKind.LineComment;
            case '*':
                var close = _text.AsSpan(start + 2).IndexOf("*/");
                _position = close < 0 ? _text.Length : start + 2 + close + 2;
                if (close < 0)
                {
                    Report(DiagnosticCatalogue.CommentNotClosed, start, 2, "This comment is not closed before the end of the file; write '*/' where it ends");
                }

                return TokenKind.BlockComment;
            default:
                // Only 'price $IN / $OUT' divides; everywhere else a slash opens a pattern, and none may follow a number.
                return _previous == TokenKind.Number ? Sign(TokenKind.Slash, 1) : ScanPattern();
        }
    }

    /// <summary>The character so many places on, or NUL behind the end.</summary>
    private char Peek(int distance) => _position + distance < _text.Length ? _text[_position + distance] : '\0';

    private void SkipWord()
    {
        while (_position < _text.Length && Characters.ContinuesWord(_text[_position]))
        {
            _position++;
        }
    }

    /// <summary>The end of the line that an offset stands on, before its line break.</summary>
    private int EndOfLine(int offset)
    {
        var length = _text.AsSpan(offset).IndexOfAny('\n', '\r');
        return length < 0 ? _text.Length : offset + length;
    }

    private void Report(DiagnosticDescriptor descriptor, int start, int length, string message) =>
        _diagnostics.Report(descriptor, new SourceSpan(start, length), message);
}
