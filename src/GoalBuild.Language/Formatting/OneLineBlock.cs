using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Formatting;

/// <summary>A block that its author wrote on one line, such as <c>budget { turns 60  cost $10 }</c>; it has no block inside.</summary>
internal static class OneLineBlock
{
    /// <summary>The index of the closing brace, or -1 where the block is not written on one line.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="open">Index of the opening brace.</param>
    public static int FindEnd(TokenList tokens, int open)
    {
        for (var i = open + 1; i < tokens.Tokens.Count; i++)
        {
            var token = tokens.Tokens[i];
            if (token.Kind == TokenKind.CloseBrace && (token.LineBreaksBefore == 0 || i == open + 1))
            {
                return i;
            }

            if (token.LineBreaksBefore > 0
                || token.Kind is TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.LineComment or TokenKind.EndOfFile
                || tokens.TextOf(token).Contains('\n'))
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>Columns from behind the opening brace to behind the closing one.</summary>
    public static int WidthOf(TokenList tokens, int open, int close, IReadOnlySet<int> statementStarts)
    {
        var width = 0;
        for (var i = open + 1; i <= close; i++)
        {
            width += SpacesBefore(tokens, open, i, statementStarts) + tokens.Tokens[i].Length;
        }

        return width;
    }

    /// <summary>Writes what follows the opening brace, up to and with the closing one.</summary>
    public static void Write(TokenList tokens, int open, int close, IReadOnlySet<int> statementStarts, LayoutWriter writer)
    {
        for (var i = open + 1; i <= close; i++)
        {
            writer.Space(SpacesBefore(tokens, open, i, statementStarts));
            writer.Write(tokens.TextOf(tokens.Tokens[i]));
        }
    }

    private static int SpacesBefore(TokenList tokens, int open, int index, IReadOnlySet<int> statementStarts)
    {
        var token = tokens.Tokens[index];
        if (token.Kind == TokenKind.Comma)
        {
            return 0;
        }

        // Two spaces tell statements apart where neither a line break nor a comma does.
        var tellsApart = index > open + 1 && tokens.Tokens[index - 1].Kind != TokenKind.Comma && statementStarts.Contains(token.Start);
        return tellsApart ? 2 : 1;
    }
}
