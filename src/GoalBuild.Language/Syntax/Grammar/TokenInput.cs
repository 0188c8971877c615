using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>
/// Sprache's view of the token list: a place between two tokens, where one token counts as one character. Sprache's parsers thus
/// never see white space or comments, positions come from the tokens, and each place is one object, made once, which keeps
/// parsing linear.
/// </summary>
internal sealed class TokenInput(ParserState state, int index) : IInput
{
    private TokenInput? _next;

    /// <summary>What all places of one parse share.</summary>
    public ParserState State => state;

    /// <summary>The token that follows this place.</summary>
    public Token Token => state.Tokens[index];

    /// <summary>The token as it was written.</summary>
    public ReadOnlySpan<char> Text => state.TextOf(Token);

    /// <inheritdoc/>
    public int Position => index;

    /// <inheritdoc/>
    public bool AtEnd => Token.Kind == TokenKind.EndOfFile;

    /// <inheritdoc/>
    public char Current => AtEnd ? '\0' : Text[0];

    string IInput.Source => "";

    int IInput.Line => 1;

    int IInput.Column => index + 1;

    // Only Parse.Ref uses memos, against left recursion; this grammar has none.
    IDictionary<object, object> IInput.Memos => throw new NotSupportedException();

    /// <summary>The place behind the token.</summary>
    public TokenInput Next => _next ??= new TokenInput(state, index + 1);

    /// <inheritdoc/>
    public IInput Advance() => Next;

    /// <inheritdoc/>
    public bool Equals(IInput? other) => other is TokenInput place && place.Position == index && ReferenceEquals(place.State, state);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IInput);

    /// <inheritdoc/>
    public override int GetHashCode() => index;
}
