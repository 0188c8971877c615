using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Formatting;

/// <summary>
/// Lays out the tokens of a file without syntax errors. Between two tokens it decides on one of: nothing, a space, a line break,
/// a line break and a blank line. It looks at nothing but the tokens, where their author broke lines, and where statements start,
/// so laying out its own result changes nothing.
/// </summary>
internal sealed class GoalLayout
{
    /// <summary>The widest line that a block is kept on one line for.</summary>
    public const int MostColumns = 120;

    private readonly TokenList _tokens;
    private readonly IReadOnlySet<int> _statementStarts;
    private readonly int[] _nextSolid;
    private readonly LayoutWriter _writer;
    private int _level;

    // The line so far holds comments alone, so a statement behind them stays with them.
    private bool _onlyComments = true;

    // A line break stood before a comma; it moves behind it.
    private bool _breakOwed;

    private GoalLayout(TokenList tokens, IReadOnlySet<int> statementStarts)
    {
        _tokens = tokens;
        _statementStarts = statementStarts;
        _nextSolid = FindNextSolid(tokens.Tokens);
        _writer = new LayoutWriter(Lines.BreakOf(tokens.Source.Text), tokens.Source.Text.Length + 256);
    }

    /// <summary>The formatted text.</summary>
    /// <param name="tokens">The tokens of the file, comments among them.</param>
    /// <param name="statementStarts">Offsets of the first characters of all statements, in blocks and outside.</param>
    public static string Write(TokenList tokens, IReadOnlySet<int> statementStarts) => new GoalLayout(tokens, statementStarts).Run();

    private string Run()
    {
        for (var i = 0; i < _tokens.Tokens.Count; i++)
        {
            var token = _tokens.Tokens[i];
            if (token.Kind == TokenKind.EndOfFile)
            {
                break;
            }

            if (token.IsComment)
            {
                WriteComment(i, token);
            }
            else if (token.Kind == TokenKind.CloseBrace)
            {
                WriteCloseBrace(i, token);
            }
            else
            {
                WriteToken(i, token);
                if (token.Kind == TokenKind.OpenBrace)
                {
                    i = OpenBlock(i);
                }
            }
        }

        if (!_writer.IsEmpty)
        {
            _writer.BreakLine();
        }

        return _writer.ToString();
    }

    private void WriteComment(int index, Token comment)
    {
        var betweenStatements = IsBoundary(_nextSolid[index]);
        if (!_writer.IsEmpty)
        {
            if (comment.LineBreaksBefore == 0 && Previous(index).Kind != TokenKind.LineComment)
            {
                _writer.Space();
            }
            else
            {
                var blankLine = betweenStatements && comment.LineBreaksBefore > 1 && Previous(index).Kind != TokenKind.OpenBrace;
                StartLine(blankLine, betweenStatements ? _level : _level + 1);
            }
        }

        Comments.Write(_tokens, comment, _writer);
    }

    private void WriteToken(int index, Token token)
    {
        var afterLineComment = index > 0 && Previous(index).Kind == TokenKind.LineComment;
        if (_statementStarts.Contains(token.Start))
        {
            StartStatement(index, token);
        }
        else if (token.Kind == TokenKind.Comma)
        {
            _breakOwed = token.LineBreaksBefore > 0 && !afterLineComment;
            if (afterLineComment)
            {
                StartLine(false, _level + 1);
            }
        }
        else if (token.Kind == TokenKind.OpenBrace)
        {
            SpaceOrLine(afterLineComment, _level);
        }
        else
        {
            SpaceOrLine(afterLineComment || token.LineBreaksBefore > 0 || _breakOwed, _level + 1);
        }

        _breakOwed &= token.Kind == TokenKind.Comma;
        _onlyComments = false;
        if (token.Kind == TokenKind.RawString)
        {
            // Text hangs below the statement that it belongs to; advice is a statement of nothing but its text.
            RawStrings.Write(_tokens.TextOf(token), _statementStarts.Contains(token.Start) ? _level : _level + 1, _writer);
        }
        else
        {
            _writer.Write(_tokens.TextOf(token));
        }
    }

    private void StartStatement(int index, Token token)
    {
        if (_writer.IsEmpty)
        {
            return;
        }

        if (_onlyComments && token.LineBreaksBefore == 0 && Previous(index).Kind == TokenKind.BlockComment)
        {
            _writer.Space();
            return;
        }

        StartLine(token.LineBreaksBefore > 1 && Previous(index).Kind != TokenKind.OpenBrace, _level);
    }

    private void WriteCloseBrace(int index, Token token)
    {
        _level--;
        StartLine(false, _level);
        _onlyComments = false;
        _writer.Write(_tokens.TextOf(token));
    }

    /// <summary>Behind an opening brace: writes the whole block where it stays on this line, and goes in where it does not.</summary>
    /// <returns>The index of the last token written.</returns>
    private int OpenBlock(int open)
    {
        var close = OneLineBlock.FindEnd(_tokens, open);
        if (close > 0 && _writer.Column + OneLineBlock.WidthOf(_tokens, open, close, _statementStarts) <= MostColumns)
        {
            OneLineBlock.Write(_tokens, open, close, _statementStarts, _writer);
            return close;
        }

        _level++;
        return open;
    }

    private void SpaceOrLine(bool line, int level)
    {
        if (line)
        {
            StartLine(false, level);
        }
        else
        {
            _writer.Space();
        }
    }

    private void StartLine(bool blankLine, int level)
    {
        _writer.BreakLine(blankLine);
        _writer.Indent(level);
        _onlyComments = true;
    }

    private Token Previous(int index) => _tokens.Tokens[index - 1];

    private bool IsBoundary(int index) =>
        _tokens.Tokens[index].Kind is TokenKind.CloseBrace or TokenKind.EndOfFile || _statementStarts.Contains(_tokens.Tokens[index].Start);

    private static int[] FindNextSolid(IReadOnlyList<Token> tokens)
    {
        var next = new int[tokens.Count];
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            next[i] = tokens[i].IsComment ? next[i + 1] : i;
        }

        return next;
    }
}
