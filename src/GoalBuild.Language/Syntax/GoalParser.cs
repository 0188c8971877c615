using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax.Grammar;
using Sprache;

namespace GoalBuild.Language.Syntax;

/// <summary>
/// Reads goals from tokens. Blocks are found by hand, which is what makes it possible to go on after an error; what stands between
/// two braces or keywords is read by Sprache's parsers in <see cref="Grammar"/>. Nothing recurses deeper than blocks may nest, so
/// no text can overflow the stack.
/// </summary>
internal sealed partial class GoalParser
{
    private readonly SourceText _source;
    private readonly Scanner _scanner;
    private readonly TokenWindow _tokens;
    private readonly DiagnosticBag _diagnostics = new();
    private readonly ParserState _state;
    private readonly Stack<OpenBlock> _open = new();
    private ISet<int>? _statementStarts;
    private int _position;

    /// <summary>The keyword of the statement that is being recovered from.</summary>
    private Token _failed;

    private GoalParser(SourceText source)
    {
        _source = source;
        _scanner = new Scanner(source.Text);
        _tokens = new TokenWindow(_scanner);
        _state = new ParserState(source, _tokens, _diagnostics);
    }

    /// <summary>A place between two statements of a block.</summary>
    /// <param name="keyword">The keyword of the statement that stands there, or the one it was taken for.</param>
    private delegate bool StatementParser(ReadOnlySpan<char> keyword);

    private Token Current => _tokens[_position];

    private Token Following => _tokens[_position + 1];

    /// <summary>Reads a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="statementStarts">Gets the offset of each statement, whichever block it stands in; or null.</param>
    public static ParseResult Parse(SourceText source, ISet<int>? statementStarts = null)
    {
        var parser = new GoalParser(source) { _statementStarts = statementStarts };
        var file = parser.ParseFile();
        var diagnostics = DiagnosticBag.Merge(out var isCutShort, parser._scanner.Diagnostics, parser._diagnostics.Diagnostics);
        return new ParseResult(source, file, diagnostics) { IsCutShort = isCutShort };
    }

    private GoalFile ParseFile()
    {
        var goals = new List<Goal>();
        while (Current.Kind != TokenKind.EndOfFile && !_diagnostics.IsFull)
        {
            if (Current.Kind == TokenKind.CloseBrace)
            {
                _diagnostics.Report(DiagnosticCatalogue.NothingToClose, Current.Span, "Found '}' where no block is open; take it out, or add the '{' that is missing before it");
                _position++;
            }
            else
            {
                ParseStatement(Place.File, keyword => keyword is "goal" && ParseGoal(goals));
            }
        }

        if (goals.Count == 0 && _diagnostics.Diagnostics.Count == 0 && _scanner.Diagnostics.Count == 0)
        {
            _diagnostics.Report(DiagnosticCatalogue.NoGoalInFile, Current.Span, "The file has no goal; write one, such as: goal \"name\" { objective \"…\" verify { build \"App.sln\" } }");
        }

        return new GoalFile(goals.ToValueList()) { Span = new SourceSpan(0, _source.Text.Length) };
    }

    /// <summary>Reads the statements of a block up to its closing brace, and that too.</summary>
    private void ParseBlock(Place place, Token keyword, StatementParser statement)
    {
        if (!Open(place, keyword))
        {
            return;
        }

        while (!_diagnostics.IsFull)
        {
            if (Current.Kind is TokenKind.CloseBrace or TokenKind.EndOfFile)
            {
                Close();
                break;
            }

            if (!ParseStatement(place, statement))
            {
                break;
            }
        }

        _open.Pop();
    }

    /// <summary>Reads one statement; false where the block has to be taken as closed.</summary>
    private bool ParseStatement(Place place, StatementParser statement)
    {
        var start = _position;

        // What follows may look at the token before it.
        _tokens.Forget(_position - 1);
        _statementStarts?.Add(Current.Start);
        if (Current.Kind != TokenKind.Word || !statement(_state.TextOf(Current)))
        {
            return Unknown(place, statement);
        }

        // A parser that gave up has moved to where reading can go on; every statement takes its keyword at least.
        _position = Math.Max(_position, start + 1);
        return true;
    }

    /// <summary>Reads what follows a keyword, and reports and recovers where that fails.</summary>
    private bool Read<T>(Place place, Parser<T> parser, out T value)
        where T : class
    {
        var result = parser(_state.StartAt(_position + 1));
        if (result.WasSuccessful)
        {
            value = result.Value;
            _position = result.Remainder.Position;
            return true;
        }

        value = null!;
        _failed = Current;
        _position++;
        ReportExpected();
        RecoverUnlessAtBoundary(place);
        _failed = default;
        return false;
    }

    /// <summary>Reads the head of a block. Where it fails, the block behind it is still read, under the stand-in.</summary>
    private bool ReadHead<T>(Place place, Parser<T> parser, T standIn, out T head)
        where T : class
    {
        var result = parser(_state.StartAt(_position + 1));
        if (result.WasSuccessful)
        {
            head = result.Value;
            _position = result.Remainder.Position;
            return true;
        }

        head = standIn;
        _position++;
        ReportExpected();
        while (Current.Kind != TokenKind.OpenBrace && !IsBoundary(place))
        {
            _position++;
        }

        return Current.Kind == TokenKind.OpenBrace;
    }

    private T Spanned<T>(T node, Token first)
        where T : Node => (T)((Node)node with { Span = SourceSpan.FromBounds(first.Start, Math.Max(first.End, _tokens[_position - 1].End)) });

    /// <summary>A block whose closing brace has not been found yet.</summary>
    /// <param name="Place">What may stand in it.</param>
    /// <param name="Keyword">The word that it belongs to.</param>
    /// <param name="HasBraces">False where neither brace is there, so that the block ends before what cannot be part of it.</param>
    private sealed record OpenBlock(Place Place, Token Keyword, bool HasBraces)
    {
        public bool CommaReported { get; set; }
    }
}
