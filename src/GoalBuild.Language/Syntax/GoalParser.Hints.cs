using GoalBuild.Language.Syntax.Grammar;

namespace GoalBuild.Language.Syntax;

/// <summary>Guesses at what was meant, for the end of a message.</summary>
internal sealed partial class GoalParser
{
    /// <summary>What was most likely meant by the token at an index, or nothing.</summary>
    private string Hint(int index, IReadOnlyList<Expectation> expected)
    {
        var token = _tokens[index];
        if (IsBehindQuote(index))
        {
            return "; a quotation mark inside a string is written \\\"";
        }

        if (token.Kind == TokenKind.Word)
        {
            var word = _state.TextOf(token);
            if (MeantBy(token, expected) is { } meant)
            {
                return $"; did you mean '{meant}'?";
            }

            if (expected.Any(expectation => expectation.Text.EndsWith("in double quotes", StringComparison.Ordinal)) && !Keywords.All.Contains(word.ToString()))
            {
                return $"; did you mean \"{Characters.Show(word)}\"?";
            }
        }

        if (index > 0 && _tokens[index - 1].Kind == TokenKind.Comma && token.Kind is TokenKind.Word or TokenKind.CloseBrace)
        {
            return "; go on with the list, or take out the ',' before it";
        }

        if (token.Kind == TokenKind.Assign && expected.Any(expectation => expectation.Text.StartsWith("a comparison", StringComparison.Ordinal)))
        {
            var next = _tokens[index + 1];
            return next.Start != token.End ? "; did you mean '=='?" : next.Kind switch
            {
                TokenKind.MoreThan => "; did you mean '>='?",
                TokenKind.LessThan => "; did you mean '<='?",
                _ => "; did you mean '=='?",
            };
        }

        return "";
    }

    /// <summary>Of the words that could have stood there the one that was most likely meant by another, or null.</summary>
    private string? MeantBy(Token word, IReadOnlyList<Expectation> expected) =>
        Meant(_state.TextOf(word), expected.Where(expectation => expectation.IsLiteral).Select(expectation => expectation.Text));

    /// <summary>Whether a token touches the closing quote of a string, as <c>hi</c> does in <c>"say "hi""</c>.</summary>
    private bool IsBehindQuote(int index) =>
        index > 0 && _tokens[index - 1].Kind == TokenKind.String && _tokens[index - 1].End == _tokens[index].Start && _tokens[index].Kind is TokenKind.Word or TokenKind.Number or TokenKind.String or TokenKind.Bad;

    /// <summary>The candidate that a word is nearest to: to its first word, or to all of it run together, as in 'atleast'.</summary>
    private static string? Meant(ReadOnlySpan<char> word, IEnumerable<string> candidates)
    {
        var all = candidates.ToList();
        var nearest = Suggestion.For(word, all.SelectMany(candidate => new[] { candidate.Split(' ')[0], candidate }));
        return nearest is null ? null : all.First(candidate => candidate == nearest || candidate.StartsWith(nearest + " ", StringComparison.Ordinal));
    }

    /// <summary>Where a statement may start with the word.</summary>
    private static List<Place> PlacesOf(ReadOnlySpan<char> word)
    {
        var places = new List<Place>();
        foreach (var statement in Keywords.Statements)
        {
            if (word.SequenceEqual(statement.Keyword) && !places.Contains(statement.Place))
            {
                places.Add(statement.Place);
            }
        }

        return places;
    }
}
