using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    /// <summary>
    /// Whether a word goes on with a slash, as in <c>src/App</c> or <c>src/**</c>: someone forgot the quotes around a path or glob. Taken for
    /// a pattern or comment it would swallow what follows. A comment right behind a word stays one, unless it starts as a glob ends.
    /// </summary>
    private bool IsInsidePath() => Current == '/' && Peek(1) is not '/' && (Peek(1) is not '*' || Peek(2) is '*');

    /// <summary>Reads what goes on a path, up to white space or a sign that ends it, and reports it.</summary>
    private TokenKind ScanBarePath(int start)
    {
        while (_position < _text.Length && !char.IsWhiteSpace(Current) && Current is not (',' or '{' or '}' or '"' or ';'))
        {
            _position++;
        }

        var shown = Shown(start);
        Report(DiagnosticCatalogue.StrayCharacter, start, _position - start, $"Found {shown}, but paths and globs stand in double quotes; write \"{shown}\"");
        return TokenKind.Bad;
    }
}
