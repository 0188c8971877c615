using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    private TokenKind ScanNumber()
    {
        var start = _position;
        if (Current is '$' or '-')
        {
            _position++;
        }

        // What touches the number belongs to it: '80percent' is a number with a wrong unit and not two tokens, and so are '10$' and '3,000'.
        while (_position < _text.Length && (Characters.ContinuesWord(Current) || Current is '%' or '$' || (Current == ',' && char.IsAsciiDigit(Peek(1)))))
        {
            _position++;
        }

        var text = _text.AsSpan(start, _position - start);
        switch (NumberLiteral.Read(text, out _, out _))
        {
            case NumberProblem.None:
                break;
            case NumberProblem.TooLarge:
                Report(DiagnosticCatalogue.NumberTooLarge, start, text.Length, $"The number {Characters.Show(text)} is too large; the largest is {NumberLiteral.Largest:0}");
                break;
            case NumberProblem.Malformed when text.IndexOfAny(',', '_') >= 0:
                Report(DiagnosticCatalogue.NumberMalformed, start, text.Length, $"Found {Characters.Show(text)}, but the digits of a number stand together; write it as 3000000, or 3M");
                break;
            case NumberProblem.Malformed when text.EndsWith("$"):
                Report(DiagnosticCatalogue.NumberMalformed, start, text.Length, $"Found {Characters.Show(text)}, but '$' stands before the number, such as $12.50");
                break;
            default:
                Report(DiagnosticCatalogue.NumberMalformed, start, text.Length, $"Found {Characters.Show(text)}; expected a number with no unit, a unit right behind it (%, ms, s, m, h, d, k, M, KB, MB), or '$' before it");
                break;
        }

        return TokenKind.Number;
    }
}
