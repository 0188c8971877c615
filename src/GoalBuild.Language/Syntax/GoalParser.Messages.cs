using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

/// <summary>The words of messages about syntax.</summary>
internal sealed partial class GoalParser
{
    private static string Describe(Place place) => place switch
    {
        Place.File => "the file itself",
        Place.Goal => "'goal'",
        Place.Phase => "'phase'",
        Place.Clauses => "'require' or 'verify'",
        Place.Constraints => "'constrain'",
        Place.Environment => "'environment'",
        Place.Budget => "'budget'",
        Place.Agent => "'agent'",
        _ => "'evidence'",
    };

    private static string One(Place place) => place switch
    {
        Place.File => "a goal",
        Place.Goal => "a member of a goal",
        Place.Phase => "a member of a phase",
        Place.Clauses => "a clause",
        Place.Constraints => "a constraint",
        Place.Environment => "a setting of an environment",
        Place.Budget => "a cap of a budget",
        Place.Agent => "a step of the ladder",
        _ => "a part of the evidence",
    };

    private static string Another(Place place) => place == Place.File ? "'goal'" : "another" + One(place)[1..];

    /// <summary>Reports what stands at the furthest place that a parser reached, and all that could have stood there.</summary>
    private void ReportExpected()
    {
        var index = Math.Max(_state.Furthest, _position);
        _position = index;
        var token = _tokens[index];
        if (token.Kind == TokenKind.Bad || IsBroken(token))
        {
            // The scanner has said what is wrong here.
            return;
        }

        var expected = _state.Expected;
        var message = $"Found {Shown(token)}, expected {Join(expected.Select(expectation => expectation.ToString()))}{Hint(index, expected)}";
        if (token.Kind == TokenKind.EndOfFile)
        {
            if (EndReported)
            {
                return;
            }

            _endWasReported = true;
        }

        var meant = token.Kind == TokenKind.Word ? MeantBy(token, expected) : null;
        _diagnostics.Report(DiagnosticCatalogue.Unexpected, token.Span, message, meant is null ? null : [meant]);
    }

    /// <summary>Whether the scanner has reported something inside the token.</summary>
    private bool IsBroken(Token token)
    {
        foreach (var diagnostic in _scanner.Diagnostics)
        {
            if (diagnostic.Span.Start >= token.Start && diagnostic.Span.Start < token.End)
            {
                return true;
            }
        }

        return false;
    }

    private void ReportUnknownStatement(Place place, string? meant)
    {
        var found = Shown(Current);
        var elsewhere = PlacesOf(_state.TextOf(Current));
        var message = meant is not null ? $"Found {found}, which starts no statement here; did you mean '{meant}'?"
            : elsewhere.Count > 0 ? $"Found {found}, which belongs in {string.Join(" or ", elsewhere.Select(Describe))} and not in {Describe(place)}; move it there"
            : place == Place.File ? $"Found {found}, expected 'goal'"
            : $"Found {found}, expected {One(place)}: {Join(Keywords.Starting(place).Select(word => $"'{word}'"))}";
        _diagnostics.Report(DiagnosticCatalogue.UnknownStatement, Current.Span, message, meant is null ? null : [meant]);
    }

    private void ReportNotClosed()
    {
        if (!EndReported)
        {
            _endWasReported = true;
            var block = _open.Peek();
            _diagnostics.Report(DiagnosticCatalogue.BlockNotClosed, Current.Span, $"Found the end of the file, expected '}}' to close '{_state.TextOf(block.Keyword)}' of line {LineOf(block.Keyword)}");
        }
    }

    private int LineOf(Token token) => _source.PositionOf(token.Start).Line;

    private string Shown(Token token) => token.Kind switch
    {
        TokenKind.EndOfFile => "the end of the file",
        TokenKind.String or TokenKind.RawString => $"the string {Characters.Show(_state.TextOf(token))}",
        TokenKind.Number => $"the number {Characters.Show(_state.TextOf(token))}",
        TokenKind.Pattern => $"the pattern {Characters.Show(_state.TextOf(token))}",
        _ => $"'{Characters.Show(_state.TextOf(token))}'",
    };

    private static string Join(IEnumerable<string> expected)
    {
        var all = expected.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} or {all[^1]}";
    }
}
