using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    /// <summary>
    /// Whether a slash goes on a word, as in <c>src/App</c> or <c>src/**</c>: someone forgot the quotes around a path or glob. Taken for
    /// a pattern or comment it would swallow what follows. A comment right behind a word stays one, unless it starts as a glob ends.
    /// </summary>
    private bool IsInsidePath()
    {
        var touchesWord = _tokens.Count > 0 && _tokens[^1].Kind == TokenKind.Word && _tokens[^1].End == _position;
        return touchesWord && Peek(1) is not '/' && (Peek(1) is not '*' || Peek(2) is '*');
    }

    /// <summary>Joins the path to the word that it starts with: the two are one mistake.</summary>
    private TokenKind ScanBarePath()
    {
        var word = _tokens[^1];
        _tokens.RemoveAt(_tokens.Count - 1);
        _lineBreaks = word.LineBreaksBefore;
        _tokenStart = word.Start;
        return ScanBarePath(word.Start);
    }

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
