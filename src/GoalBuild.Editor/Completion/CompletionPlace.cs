using GoalBuild.Editor.Documents;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Completion;

/// <summary>What may stand at a place of a text that is being typed.</summary>
internal sealed record CompletionPlace
{
    /// <summary>The block; null where nothing is known of it.</summary>
    public Place? Block { get; init; }

    /// <summary>Whether a new statement may start here.</summary>
    public bool StartsStatement { get; init; }

    /// <summary>What may go on the statement before the place.</summary>
    public IReadOnlyList<Expected> Expected { get; init; } = [];

    /// <summary>The keyword of that statement, or empty.</summary>
    public string Keyword { get; init; } = "";

    /// <summary>The first string of that statement as it is written, such as a clause's project; or null.</summary>
    public string? Subject { get; init; }

    /// <summary>The word that is being typed; empty between two.</summary>
    public SourceSpan Word { get; init; }

    /// <summary>The inside of the string that is being typed, up to the place; null outside of one.</summary>
    public SourceSpan? Inside { get; init; }

    /// <summary>Finds out what may stand at an offset; null where nothing may, as in a comment or a number.</summary>
    /// <param name="source">The text.</param>
    /// <param name="offset">The offset.</param>
    public static CompletionPlace? At(SourceText source, int offset)
    {
        var before = Outline.Of(new SourceText(source.Path, source.Text[..offset]));
        if (before.IsInComment)
        {
            return null;
        }

        Token? typed = before.Tokens is [.., var last] && last.End == offset ? last : null;
        var (word, inside) = (new SourceSpan(offset, 0), (SourceSpan?)null);
        switch (typed?.Kind)
        {
            case null or TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.Comma or TokenKind.Assign or TokenKind.Slash:
                typed = null;
                break;
            case TokenKind.Word:
                word = typed.Value.Span;
                break;
            case TokenKind.String when !IsClosed(source.Text.AsSpan(typed.Value.Start, typed.Value.Length)):
                inside = SourceSpan.FromBounds(typed.Value.Start + 1, offset);
                break;
            default:
                return null;
        }

        return Find(before, typed) with { Word = word, Inside = inside };
    }

    private static CompletionPlace Find(Outline before, Token? typed)
    {
        var block = before.Open is { } open ? BlockPlaces.Of(before.TextOf(open.Keyword)) : Place.File;
        var statement = before.Statements.LastOrDefault(candidate => candidate.Parent == before.Open && candidate.Keyword != typed);
        var place = new CompletionPlace { Block = block, StartsStatement = true };
        if (statement is null || statement.BodyStart is not null || block is null)
        {
            return place;
        }

        var keyword = before.TextOf(statement.Keyword);
        var tokens = statement.Tokens.Skip(1).Where(token => token != typed).Select(token => (token, before.TextOf(token))).ToList();
        var cursors = Keywords.Statements.Where(usage => usage.Place == block && usage.Keyword == keyword)
            .Select(usage => StatementCursor.Read(usage, tokens))
            .OfType<StatementCursor>()
            .ToList();
        return place with
        {
            // What cannot be understood is left alone: there a new statement may start.
            StartsStatement = cursors.Count == 0 || cursors.Exists(cursor => cursor.IsComplete),
            Expected = [.. cursors.SelectMany(cursor => cursor.Next).Distinct()],
            Keyword = keyword,
            Subject = tokens.Where(token => token.token.IsString).Select(token => StringLiteral.Read(token.token.Kind, token.Item2)).FirstOrDefault(),
        };
    }

    private static bool IsClosed(ReadOnlySpan<char> text)
    {
        var body = text[1..].TrimEnd('"');
        var backslashes = body.Length - body.TrimEnd('\\').Length;
        return text.Length > 1 && text[^1] == '"' && (text.Length - 1 - body.Length > 1 || backslashes % 2 == 0);
    }
}
