namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>
/// What all inputs of one parse share: the tokens, the diagnostics, and what was expected at the furthest place that a parser
/// failed. Options that were not taken and alternatives that did not match leave their expectations there, so that a message
/// names all that could have stood at the place, and not only what was tried last.
/// </summary>
internal sealed class ParserState(SourceText source, TokenWindow tokens, DiagnosticBag diagnostics)
{
    private readonly List<Expectation> _expected = [];
    private readonly List<TokenInput> _places = [];

    /// <summary>The tokens without comments.</summary>
    public TokenWindow Tokens { get; } = tokens;

    /// <summary>What is wrong so far.</summary>
    public DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <summary>Index of the token that no parser got past.</summary>
    public int Furthest { get; private set; }

    /// <summary>What could have stood at <see cref="Furthest"/>.</summary>
    public IReadOnlyList<Expectation> Expected => _expected;

    /// <summary>Number of the token that the statement under way starts with, behind its keyword.</summary>
    public int Start { get; private set; }

    /// <summary>The place before the first token behind a statement's keyword; places of the statement before are no longer valid.</summary>
    /// <param name="index">The token's number.</param>
    public TokenInput StartAt(int index)
    {
        Start = index;
        return PlaceAt(index);
    }

    /// <summary>The place before a token of the statement under way. Statements take turns in using the same places.</summary>
    /// <param name="index">The token's number.</param>
    public TokenInput PlaceAt(int index)
    {
        while (_places.Count <= index - Start)
        {
            _places.Add(new TokenInput(this, _places.Count));
        }

        return _places[index - Start];
    }

    /// <summary>The token as it was written.</summary>
    public ReadOnlySpan<char> TextOf(Token token) => TextOf(token.Span);

    /// <summary>What stands at a place.</summary>
    public ReadOnlySpan<char> TextOf(SourceSpan span) => source.Text.AsSpan(span.Start, span.Length);

    /// <summary>Records what a parser wanted at a place.</summary>
    public void Expect(int index, Expectation expectation)
    {
        if (index < Furthest)
        {
            return;
        }

        if (index > Furthest)
        {
            Furthest = index;
            _expected.Clear();
        }

        if (!_expected.Contains(expectation))
        {
            _expected.Add(expectation);
        }
    }
}

/// <summary>Something that may stand at a place.</summary>
/// <param name="Text">A keyword or sign as it is written, or a description such as <c>a string</c>.</param>
/// <param name="IsLiteral">Whether <paramref name="Text"/> is to be written as it stands.</param>
internal readonly record struct Expectation(string Text, bool IsLiteral)
{
    /// <summary>As a message shows it.</summary>
    public override string ToString() => IsLiteral ? $"'{Text}'" : Text;
}
