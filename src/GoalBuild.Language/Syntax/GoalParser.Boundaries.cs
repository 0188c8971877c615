namespace GoalBuild.Language.Syntax;

/// <summary>Where, behind a mistake, the next statement most likely starts.</summary>
internal sealed partial class GoalParser
{
    /// <summary>Whether a statement may start here: by its keyword first on its line or with what a keyword is followed by, or the end of the block.</summary>
    private bool IsBoundary(Place place)
    {
        switch (Current.Kind)
        {
            case TokenKind.CloseBrace or TokenKind.EndOfFile:
                return true;
            case TokenKind.String or TokenKind.RawString:
                return place == Place.Constraints && Current.LineBreaksBefore > 0 && _tokens[_position - 1].Kind != TokenKind.Comma;
            case TokenKind.Word:
                var word = _state.TextOf(Current);
                var before = _tokens[_position - 1].Kind;
                var hasValue = Following.Kind is TokenKind.String or TokenKind.RawString or TokenKind.Number or TokenKind.OpenBrace;

                // Behind a comma a word may go on a list, unless what follows it is what only a keyword takes.
                var isFirst = Current.LineBreaksBefore > 0 && before != TokenKind.Comma;
                return before != TokenKind.Assign
                    && ((isFirst && StartsUnknown(place, word))
                        || ((isFirst || hasValue)
                            && (Keywords.Starts(place, word) || Enclosing(word) is not null)
                            && (Current.LineBreaksBefore > 0 || !IsPartOfFailed(place, word))));
            default:
                return false;
        }
    }

    /// <summary>Whether the token behind the current one starts a statement of the block.</summary>
    private bool StartsAfterComma(Place place) =>
        Current.Kind == TokenKind.Comma && (Following.Kind == TokenKind.Word ? Keywords.Starts(place, _state.TextOf(Following)) : place == Place.Constraints && Following.IsString);

    /// <summary>Whether a word, if it is first on its line, most likely starts a statement that the block does not know: a mistake of its own.</summary>
    private static bool StartsUnknown(Place place, ReadOnlySpan<char> word) => place != Place.File && !Keywords.StandsIn(place, word);

    /// <summary>Whether the word may stand inside the statement that is being recovered from, as <c>run</c> does in <c>measure</c>.</summary>
    private bool IsPartOfFailed(Place place, ReadOnlySpan<char> word)
    {
        if (_failed.Length == 0)
        {
            return false;
        }

        var keyword = _state.TextOf(_failed);
        foreach (var statement in Keywords.Statements)
        {
            if (statement.Place == place && keyword.SequenceEqual(statement.Keyword) && statement.Words.Contains(word.ToString()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The innermost block around the current one in which a statement may start with the word.</summary>
    private Place? Enclosing(ReadOnlySpan<char> word)
    {
        var current = true;
        foreach (var block in _open)
        {
            if (!current && Keywords.Starts(block.Place, word))
            {
                return block.Place;
            }

            current = false;
        }

        return !current && Keywords.Starts(Place.File, word) ? Place.File : null;
    }

    /// <summary>Whether the rest of the file has a closing brace for each open block that has a brace, and for so many more.</summary>
    private bool ClosesAll(int more = 0) => ClosingBraces() >= _open.Count(block => block.HasBraces) + more;

    private int ClosingBraces()
    {
        var (depth, closing) = (0, 0);
        for (var i = _position; _tokens[i].Kind != TokenKind.EndOfFile; i++)
        {
            if (_tokens[i].Kind == TokenKind.OpenBrace)
            {
                depth++;
            }
            else if (_tokens[i].Kind == TokenKind.CloseBrace && --depth < 0)
            {
                (depth, closing) = (0, closing + 1);
            }
        }

        return closing;
    }
}
