using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Documents;

/// <summary>
/// The statements of a text with the blocks that they stand in, by the tokens and by where the parser saw statements start. It is there for
/// texts with errors too, and so for one that is being typed.
/// </summary>
internal sealed class Outline
{
    private Outline(SourceText source, IReadOnlyList<Token> tokens, IReadOnlyList<Statement> statements, Statement? open, bool isInComment)
    {
        (Source, Tokens, Statements, Open, IsInComment) = (source, tokens, statements, open, isInComment);
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The tokens without comments and without the end of the file.</summary>
    public IReadOnlyList<Token> Tokens { get; }

    /// <summary>The statements in the order of the text, those with a block before those in it.</summary>
    public IReadOnlyList<Statement> Statements { get; }

    /// <summary>The innermost statement whose block is not closed at the end of the text, or null.</summary>
    public Statement? Open { get; }

    /// <summary>Whether the text ends within a comment.</summary>
    public bool IsInComment { get; }

    /// <summary>Reads a text.</summary>
    /// <param name="source">The text.</param>
    public static Outline Of(SourceText source)
    {
        var starts = new HashSet<int>();
        _ = GoalParser.Parse(source, starts);
        var all = Scanner.Scan(source).Tokens;
        var tokens = all.Where(token => !token.IsComment && token.Kind != TokenKind.EndOfFile).ToList();
        var isInComment = all.Count > 1 && all[^2] is { IsComment: true } last && last.End == source.Text.Length
            && !(last.Kind == TokenKind.BlockComment && source.Text.AsSpan(last.Start, last.Length) is { Length: >= 4 } comment && comment.EndsWith("*/"));
        var builder = new Builder(source, tokens, starts);
        builder.Run();
        return new Outline(source, tokens, builder.Statements, builder.Open, isInComment);
    }

    /// <summary>A token as it is written.</summary>
    /// <param name="token">One of <see cref="Tokens"/>.</param>
    public string TextOf(Token token) => Source.Text.Substring(token.Start, token.Length);

    /// <summary>The token that an offset stands in or right behind, words before signs; or null.</summary>
    /// <param name="offset">The offset.</param>
    public Token? TokenAt(int offset)
    {
        Token? found = null;
        foreach (var token in Tokens.Where(token => token.Start <= offset && offset <= token.End))
        {
            found = found is { Kind: TokenKind.Word } && token.Kind != TokenKind.Word ? found : token;
        }

        return found;
    }

    /// <summary>The innermost statement that an offset stands in, or null.</summary>
    /// <param name="offset">The offset.</param>
    public Statement? StatementAt(int offset) => Statements.LastOrDefault(statement => statement.Span.Start <= offset && offset <= statement.Span.End);

    private sealed class Builder(SourceText source, List<Token> tokens, HashSet<int> starts)
    {
        private readonly Stack<Statement> _open = new();
        private Statement? _current;

        public List<Statement> Statements { get; } = [];

        public Statement? Open => _open.TryPeek(out var open) ? open : null;

        public void Run()
        {
            for (var i = 0; i < tokens.Count; i++)
            {
                var token = tokens[i];
                switch (token.Kind)
                {
                    case TokenKind.OpenBrace when _current is not null:
                        _current.BodyStart = token.Start;
                        _open.Push(_current);
                        _current = null;
                        break;
                    case TokenKind.CloseBrace when _open.TryPop(out var closed):
                        closed.BodyEnd = token.End;
                        Grow(closed, token.End);
                        _current = null;
                        break;
                    default:
                        Add(token, i);
                        break;
                }
            }
        }

        private void Add(Token token, int index)
        {
            if (starts.Contains(token.Start))
            {
                var place = Open is { } open ? BlockPlaces.Of(source.Text.AsSpan(open.Keyword.Start, open.Keyword.Length)) : Place.File;
                _current = new Statement(place, token, Open, index);
                Statements.Add(_current);
            }

            if (_current is not null)
            {
                _current.Tokens.Add(token);
                Grow(_current, token.End);
            }
        }

        private static void Grow(Statement? statement, int end)
        {
            for (; statement is not null; statement = statement.Parent)
            {
                statement.End = Math.Max(statement.End, end);
            }
        }
    }
}

/// <summary>One statement of an <see cref="Outline"/>.</summary>
/// <param name="place">The block that it stands in; null for a block that the language does not know.</param>
/// <param name="keyword">Its first token.</param>
/// <param name="parent">The statement whose block it stands in, or null.</param>
/// <param name="index">The index of its first token.</param>
internal sealed class Statement(Place? place, Token keyword, Statement? parent, int index)
{
    /// <summary>The block that it stands in; null for one that the language does not know.</summary>
    public Place? Place { get; } = place;

    /// <summary>Its first token: the keyword, a string that is advice, or whatever was written there.</summary>
    public Token Keyword { get; } = keyword;

    /// <summary>The statement whose block it stands in, or null.</summary>
    public Statement? Parent { get; } = parent;

    /// <summary>The index of its first token.</summary>
    public int Index { get; } = index;

    /// <summary>Its tokens up to its block, braces left out.</summary>
    public List<Token> Tokens { get; } = [];

    /// <summary>Offset just past its last token, its block included.</summary>
    public int End { get; set; } = keyword.End;

    /// <summary>Offset of the <c>{</c> of its block; null without one.</summary>
    public int? BodyStart { get; set; }

    /// <summary>Offset just past the <c>}</c> of its block; null where it is not closed.</summary>
    public int? BodyEnd { get; set; }

    /// <summary>Where it stands, its block included.</summary>
    public SourceSpan Span => SourceSpan.FromBounds(Keyword.Start, End);
}
