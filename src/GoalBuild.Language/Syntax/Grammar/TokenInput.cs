using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>
/// Sprache's view of the token list: a place between two tokens, where one token counts as one character. Sprache's parsers thus
/// never see white space or comments, and positions come from the tokens.
/// </summary>
/// <param name="state">What all places of one parse share.</param>
/// <param name="distance">Number of tokens between the statement's keyword and this place.</param>
internal sealed class TokenInput(ParserState state, int distance) : IInput
{
    /// <summary>What all places of one parse share.</summary>
    public ParserState State => state;

    /// <summary>The token that follows this place.</summary>
    public Token Token => state.Tokens[Position];

    /// <summary>The token as it was written.</summary>
    public ReadOnlySpan<char> Text => state.TextOf(Token);

    /// <inheritdoc/>
    public int Position => state.Start + distance;

    /// <inheritdoc/>
    public bool AtEnd => Token.Kind == TokenKind.EndOfFile;

    /// <inheritdoc/>
    public char Current => AtEnd ? '\0' : Text[0];

    string IInput.Source => "";

    int IInput.Line => 1;

    int IInput.Column => Position + 1;

    // Only Parse.Ref uses memos, against left recursion; this grammar has none.
    IDictionary<object, object> IInput.Memos => throw new NotSupportedException();

    /// <summary>The place behind the token.</summary>
    public TokenInput Next => state.PlaceAt(Position + 1);

    /// <inheritdoc/>
    public IInput Advance() => Next;

    /// <inheritdoc/>
    public bool Equals(IInput? other) => other is TokenInput place && place.Position == Position && ReferenceEquals(place.State, state);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IInput);

    /// <inheritdoc/>
    public override int GetHashCode() => Position;
}
