namespace GoalBuild.Language.Syntax;

/// <summary>A piece of a goal file: a word, a literal, a sign or a comment. White space is what lies between tokens.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="LineBreaksBefore">
/// Line breaks between the token before (or the start of the text) and this one, at most 255: 0 means that it follows on the
/// same line, 2 or more that blank lines lie between.
/// </param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="Length">Number of its characters.</param>
internal readonly record struct Token(TokenKind Kind, byte LineBreaksBefore, int Start, int Length)
{
    /// <summary>Offset just past its last character.</summary>
    public int End => Start + Length;

    /// <summary>Where it stands.</summary>
    public SourceSpan Span => new(Start, Length);

    /// <summary>Whether it is a comment, which the parser passes over and the formatter keeps.</summary>
    public bool IsComment => Kind is TokenKind.LineComment or TokenKind.BlockComment;

    /// <summary>Whether it is a string of either form.</summary>
    public bool IsString => Kind is TokenKind.String or TokenKind.RawString;
}
