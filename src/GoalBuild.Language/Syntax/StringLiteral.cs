using System.Globalization;
using System.Text;

namespace GoalBuild.Language.Syntax;

/// <summary>Reads the text that a string token stands for. A token that the scanner reported as broken gives what can be had of it.</summary>
internal static class StringLiteral
{
    /// <summary>The text of a string or raw string.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="token">The token as written, quotes and all.</param>
    public static string Read(TokenKind kind, ReadOnlySpan<char> token) => kind == TokenKind.RawString ? ReadRaw(token) : ReadEscaped(token);

    /// <summary>The length of the C# escape that a text starts with, or 0 if it is none.</summary>
    /// <param name="text">Text that starts with a backslash.</param>
    public static int EscapeLength(ReadOnlySpan<char> text) => ReadEscape(text, out _);

    /// <summary>The next character, whether an escape or not; what is no valid escape stands for itself.</summary>
    private static int Next(ReadOnlySpan<char> text, out int character)
    {
        if (text[0] == '\\' && ReadEscape(text, out character) is > 0 and var length)
        {
            return length;
        }

        character = text[0];
        return 1;
    }

    private static int ReadEscape(ReadOnlySpan<char> text, out int character)
    {
        character = 0;
        if (text.Length < 2)
        {
            return 0;
        }

        switch (text[1])
        {
            case 'u':
                return Hex(text[2..], 4, 4, out character);
            case 'U':
                return Hex(text[2..], 8, 8, out character);
            case 'x':
                return Hex(text[2..], 1, 4, out character);
            default:
                character = text[1] switch
                {
                    '"' => '"',
                    '\'' => '\'',
                    '\\' => '\\',
                    '0' => '\0',
                    'a' => '\a',
                    'b' => '\b',
                    'e' => '\x1b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\v',
                    _ => -1,
                };
                return character < 0 ? 0 : 2;
        }
    }

    private static int Hex(ReadOnlySpan<char> text, int least, int most, out int character)
    {
        var length = 0;
        while (length < most && length < text.Length && char.IsAsciiHexDigit(text[length]))
        {
            length++;
        }

        character = 0;
        return length >= least
            && int.TryParse(text[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out character)
            && character is >= 0 and <= 0x10FFFF
            ? length + 2
            : 0;
    }

    private static string ReadEscaped(ReadOnlySpan<char> token)
    {
        var text = token[1..];
        var backslash = text.IndexOf('\\');
        if (backslash < 0)
        {
            return (text.EndsWith("\"") ? text[..^1] : text).ToString();
        }

        var result = new StringBuilder(text.Length);
        while (!text.IsEmpty && text[0] != '"')
        {
            var length = Next(text, out var character);
            _ = character > char.MaxValue ? result.Append(char.ConvertFromUtf32(character)) : result.Append((char)character);
            text = text[length..];
        }

        return result.ToString();
    }

    private static string ReadRaw(ReadOnlySpan<char> token)
    {
        var other = token.IndexOfAnyExcept('"');
        var quotes = other < 0 ? token.Length : other;
        var body = token[quotes..];
        body = body.EndsWith(new string('"', quotes)) ? body[..^quotes] : body;
        var firstBreak = body.IndexOf('\n');
        if (firstBreak < 0)
        {
            return body.ToString();
        }

        var lastBreak = body.LastIndexOf('\n');
        var lastLine = body[(lastBreak + 1)..];
        var lines = new RawLines(body.Length, lastLine[..(lastLine.Length - lastLine.TrimStart().Length)]);

        // Only a broken string has text on its first or last line; it is kept, so that nothing the author wrote gets lost.
        lines.AddUnlessBlank(body[..firstBreak]);
        if (firstBreak < lastBreak)
        {
            var between = body[(firstBreak + 1)..lastBreak];
            foreach (var line in between.Split('\n'))
            {
                lines.Add(between[line]);
            }
        }

        lines.AddUnlessBlank(lastLine);
        return lines.ToString();
    }

    /// <summary>The lines of a raw string, joined by line feeds: a goal says the same on every platform.</summary>
    private readonly ref struct RawLines(int capacity, ReadOnlySpan<char> indentation)
    {
        private readonly List<string> _lines = new(capacity / 40);
        private readonly ReadOnlySpan<char> _indentation = indentation;

        public void Add(ReadOnlySpan<char> line)
        {
            line = line.EndsWith("\r") ? line[..^1] : line;
            _lines.Add((line.StartsWith(_indentation) ? line[_indentation.Length..] : line.TrimStart()).ToString());
        }

        public void AddUnlessBlank(ReadOnlySpan<char> line)
        {
            if (!line.IsWhiteSpace())
            {
                _lines.Add(line.Trim().ToString());
            }
        }

        public override string ToString() => string.Join('\n', _lines);
    }
}
