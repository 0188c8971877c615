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

        return TokenKind.Number;
    }
}
