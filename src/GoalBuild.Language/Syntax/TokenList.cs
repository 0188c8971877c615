using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

/// <summary>The tokens of a text, comments among them, in order; the last one is <see cref="TokenKind.EndOfFile"/>.</summary>
/// <param name="Source">The text.</param>
/// <param name="Tokens">The tokens.</param>
/// <param name="Diagnostics">What the scanner could not read, in order.</param>
internal sealed record TokenList(SourceText Source, IReadOnlyList<Token> Tokens, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>A token as it was written.</summary>
    /// <param name="token">One of <see cref="Tokens"/>.</param>
    public ReadOnlySpan<char> TextOf(Token token) => Source.Text.AsSpan(token.Start, token.Length);
}
