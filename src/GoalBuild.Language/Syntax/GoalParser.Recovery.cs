using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax.Grammar;

namespace GoalBuild.Language.Syntax;

/// <summary>What happens where a statement does not start or end as it should. Each mistake is reported once, and reading goes on behind it.</summary>
internal sealed partial class GoalParser
{
    /// <summary>Whether the end of the file was reported as being inside a block; the blocks around it are no further mistake.</summary>
    private bool _endWasReported;

    // A raw string or comment without an end has taken the rest of the file, closing braces and all.
    private bool EndReported => _endWasReported || _scanner.Diagnostics.Any(diagnostic => diagnostic.Code == DiagnosticCatalogue.RawStringNotClosed.Code || diagnostic.Code == DiagnosticCatalogue.CommentNotClosed.Code);

    /// <summary>Opens a block; where its brace is missing, one statement of it is enough to see that it was meant.</summary>
    private bool Open(Place place, Token keyword)
    {
        _state.Expect(_position, new Expectation("{", true));
        if (Current.Kind == TokenKind.OpenBrace)
        {
            _position++;
            _open.Push(new OpenBlock(place, keyword, HasBraces: true));
            return true;
        }

        ReportExpected();
        if (Current.Kind == TokenKind.Word && Keywords.Starts(place, _state.TextOf(Current)))
        {
            // Where no closing brace is left for it, both are missing, and the brace that comes next is not the block's.
            _open.Push(new OpenBlock(place, keyword, HasBraces: ClosesAll(more: 1)));
            return true;
        }

        RecoverUnlessAtBoundary(_open.Count > 0 ? _open.Peek().Place : Place.File);
        return false;
    }

    /// <summary>Ends the innermost block at a closing brace or at the end of the file.</summary>
    private void Close()
    {
        if (!_open.Peek().HasBraces)
        {
            return;
        }

        if (Current.Kind == TokenKind.EndOfFile)
        {
            ReportNotClosed();
            return;
        }

        _position++;
    }

    /// <summary>Where no statement of the block starts. False where its closing brace is missing and it has to be taken as closed.</summary>
    private bool Unknown(Place place, StatementParser statement)
    {
        if (place == Place.Constraints && Current.IsString)
        {
            return statement("");
        }

        if (StartsAfterComma(place))
        {
            ReportComma();
            _position++;
            return true;
        }

        if (Current.Kind == TokenKind.Word && !IsBehindQuote(_position))
        {
            if (Enclosing(_state.TextOf(Current)) is { } enclosing)
            {
                return Misplaced(place, enclosing);
            }

            var options = _state.Furthest == _position ? _state.Expected.Where(expectation => expectation.IsLiteral).Select(expectation => expectation.Text).ToList() : [];
            var meant = PlacesOf(_state.TextOf(Current)).Count > 0 ? null : Meant(_state.TextOf(Current), [.. options, .. Keywords.Starting(place)]);
            if (meant is not null && Keywords.Starts(place, meant) && !options.Contains(meant))
            {
                return ReadAsMeant(place, meant, statement);
            }

            if (meant is null && (options.Count == 0 || Current.LineBreaksBefore > 0))
            {
                ReportUnknownStatement(place, null);
                Recover(place);
                return true;
            }
        }

        _state.Expect(_position, new Expectation(Another(place), false));
        if (_open.Count > 0)
        {
            _state.Expect(_position, new Expectation("}", true));
        }

        ReportExpected();
        Recover(place);
        return true;
    }

    /// <summary>A statement of a block around this one: either a brace is missing before it, or it stands in the wrong block.</summary>
    private bool Misplaced(Place place, Place enclosing)
    {
        var found = Shown(Current);
        var block = _open.Peek();
        if (!block.HasBraces)
        {
            return false;
        }

        if (ClosesAll())
        {
            _diagnostics.Report(DiagnosticCatalogue.UnknownStatement, Current.Span, $"Found {found}, which belongs in {Describe(enclosing)} and not in {Describe(place)}; move it out of this block");
            Recover(place);
            return true;
        }

        _diagnostics.Report(DiagnosticCatalogue.BlockNotClosed, Current.Span, $"Found {found}, expected '}}' before it to close '{_state.TextOf(block.Keyword)}' of line {LineOf(block.Keyword)}");
        return false;
    }

    /// <summary>Statements separated by commas are one habit, and one error for each block.</summary>
    private void ReportComma()
    {
        var block = _open.TryPeek(out var innermost) ? innermost : null;
        if (block is not { CommaReported: true })
        {
            _diagnostics.Report(DiagnosticCatalogue.Unexpected, Current.Span, $"Found ',' between two statements; only white space separates them{(block is null ? "" : " in this block")}, so take it out");
        }

        if (block is not null)
        {
            block.CommaReported = true;
        }
    }

    /// <summary>Reads a statement as if its first word were spelt right, so that what is wrong inside it is reported too.</summary>
    private bool ReadAsMeant(Place place, string meant, StatementParser statement)
    {
        ReportUnknownStatement(place, meant);
        var start = _position;
        _ = statement(meant);
        _position = Math.Max(_position, start + 1);
        return true;
    }

    /// <summary>Goes on to where the next statement most likely starts: behind at least one token, and over whole blocks.</summary>
    private void Recover(Place place)
    {
        do
        {
            if (Current.Kind is TokenKind.CloseBrace or TokenKind.EndOfFile || _diagnostics.IsFull)
            {
                return;
            }

            SkipTokenOrBlock();
        }
        while (!IsBoundary(place));
    }

    private void RecoverUnlessAtBoundary(Place place)
    {
        if (!IsBoundary(place))
        {
            Recover(place);
        }
    }

    private void SkipTokenOrBlock()
    {
        var depth = 0;
        do
        {
            depth += Current.Kind switch { TokenKind.OpenBrace => 1, TokenKind.CloseBrace => -1, _ => 0 };
            _position++;
        }
        while (depth > 0 && Current.Kind != TokenKind.EndOfFile);
    }
}
