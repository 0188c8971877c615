namespace GoalBuild.Language.Syntax;

/// <summary>
/// The tokens of a text without its comments, by their number. They are cut when the parser gets to them and forgotten behind it, so
/// that only those of the statement under way are kept: memory, and with it the time to collect it, stays small for a long text.
/// </summary>
/// <param name="scanner">Cuts them.</param>
internal sealed class TokenWindow(Scanner scanner)
{
    private const int Least = 256;

    private Token[] _tokens = new Token[Least];
    private int _first;
    private int _count;

    /// <summary>Number of tokens that are kept.</summary>
    public int Kept => _count;

    /// <summary>A token; behind the last one always the end of the file.</summary>
    /// <param name="index">Its number, from 0; not one that was forgotten.</param>
    public Token this[int index]
    {
        get
        {
            while (index >= _first + _count)
            {
                Add();
            }

            return _tokens[index - _first];
        }
    }

    /// <summary>Forgets the tokens before one.</summary>
    /// <param name="index">Its number.</param>
    public void Forget(int index)
    {
        // To move few tokens seldom: each is moved once on average.
        var gone = index - _first;
        if (gone > _tokens.Length / 2)
        {
            Array.Copy(_tokens, gone, _tokens, 0, _count - gone);
            _first += gone;
            _count -= gone;
        }
    }

    private void Add()
    {
        var token = scanner.Next();
        while (token.IsComment)
        {
            token = scanner.Next();
        }

        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _count * 2);
        }

        _tokens[_count++] = token;
    }
}
