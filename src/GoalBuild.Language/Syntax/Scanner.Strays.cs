using System.Text;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    /// <summary>What cannot start a token. The message guesses at the habit behind it; what belongs together is one error.</summary>
    private TokenKind ScanStray()
    {
        var start = _position;
        Rune.DecodeFromUtf16(_text.AsSpan(start), out var rune, out var length);
        _position += length;
        var c = _text[start];
        if (c == '_')
        {
            SkipWord();
            Stray(start, $"Found '{Shown(start)}', but a name starts with a letter; rename it, or write it as a string in double quotes");
        }
        else if (c is '\'' or '`' or '“' or '”' or '„' or '«' or '‘' or '’')
        {
            SkipQuoted(c);
            Stray(start, $"Found {Shown(start)}, but strings stand in straight double quotes: \"…\"");
        }
        else if (c == '*' && Current == '/')
        {
            _position++;
            Stray(start, "Found '*/' where no comment is open; take it out, or write '/*' where the comment starts (comments do not nest)");
        }
        else if (c == '!' && Current == '=')
        {
            _position++;
            Stray(start, "Found '!=', which is no comparison here; the comparisons are '>=', '>', '<=', '<' and '=='");
        }
        else if (c is '.' or '*' && !char.IsWhiteSpace(Current) && _position < _text.Length)
        {
            return ScanBarePath(start);
        }
        else if (c == '#')
        {
            _position = EndOfLine(start);
            Stray(start, "Found '#', but a comment starts with '//'");
        }
        else
        {
            // A run of the same character is one mistake, however long.
            while (length == 1 && Current == c && c != '\0' && _position < _text.Length)
            {
                _position++;
            }

            Stray(start, Describe(c, rune));
        }

        return TokenKind.Bad;
    }

    private static string Describe(char c, Rune rune) => c switch
    {
        ';' => "Found ';', but statements need no terminator; take it out",
        ':' => "Found ':', which has no meaning here; a name and its value are only separated by white space, so take it out",
        '%' => "Found '%', but a percentage is one word with its number; write it without white space, such as 80%",
        '@' => "Found '@', but verbatim strings do not exist here; write a raw string in three double quotes: \"\"\"…\"\"\"",
        '$' => "Found '$', but an amount is one word with its number, such as $12.50",
        '≥' => "Found '≥'; write it as '>='",
        '≤' => "Found '≤'; write it as '<='",
        '!' => "Found '!', which has no meaning here; to exclude files, put it inside a glob: \"!bin/**\"",
        '(' or ')' or '[' or ']' => $"Found '{c}', which has no meaning here; blocks stand between '{{' and '}}', lists are separated by ','",
        _ when c > ' ' && c < '\x7f' => $"Found '{c}', which has no meaning here; take it out, or put the text it belongs to in double quotes",
        _ => $"Found the character {Characters.CodePoint(rune.Value)}, which has no meaning here; take it out, or put the text it belongs to in double quotes",
    };

    private void SkipQuoted(char open)
    {
        var close = open switch { '“' or '„' => '”', '«' => '»', '‘' => '’', _ => open };
        var line = _text.AsSpan(_position, EndOfLine(_position) - _position);
        var length = line.IndexOf(close);
        if (length >= 0)
        {
            _position += length + 1;
        }
    }

    private string Shown(int start) => Characters.Show(_text.AsSpan(start, _position - start));

    private void Stray(int start, string message) => Report(DiagnosticCatalogue.StrayCharacter, start, _position - start, message);
}
