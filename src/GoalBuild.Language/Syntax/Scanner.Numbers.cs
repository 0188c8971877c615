using System.Text;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    /// <summary>
    /// What touches a number belongs to it: '80percent' is a number with a wrong unit and not two tokens, and so are '10$' and '3,000'.
    /// Which units it may have depends on its place, so that the parser reports what is wrong with it.
    /// </summary>
    private TokenKind ScanNumber()
    {
        _position++;
        while (_position < _text.Length && (Characters.ContinuesWord(Current) || Current is '%' or '$' || (Current == ',' && char.IsAsciiDigit(Peek(1)))))
        {
            _position++;
        }

        TakePercentSign();
        return TokenKind.Number;
    }

    /// <summary>Takes a percent sign that stands apart from its number: the two are one mistake, so that the parser need not miss the unit.</summary>
    private void TakePercentSign()
    {
        var sign = _position;
        while (sign < _text.Length && _text[sign] is ' ' or '\t')
        {
            sign++;
        }

        if (sign > _position && sign < _text.Length && _text[sign] == '%')
        {
            _position = sign + 1;
            Stray(sign, Describe('%', new Rune('%')));
        }
    }
}
