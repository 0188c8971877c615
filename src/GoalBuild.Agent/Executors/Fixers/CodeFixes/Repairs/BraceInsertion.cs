using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>
/// Lays out a missing closing brace: on a line of its own, as far in as the line that its opening brace belongs to. Within a row of closing
/// braces every place is the same to the compiler; the one is taken where all of them stand below their opening ones.
/// </summary>
/// <param name="text">The file.</param>
/// <param name="tokens">Its tokens.</param>
internal sealed class BraceInsertion(SourceText text, List<SyntaxToken> tokens)
{
    /// <summary>Where the brace goes and what is written there; null where a directive stands in the way.</summary>
    /// <param name="last">The index of the token that it follows, the last one of its row.</param>
    public (int Position, string Text)? Place(int last)
    {
        var first = last;
        while (first > 0 && tokens[first].IsKind(SyntaxKind.CloseBraceToken))
        {
            first--;
        }

        var openings = Open(first);
        var needed = last - first + 1;
        if (openings.Count < needed)
        {
            return null;
        }

        var best = Enumerable.Range(0, needed).OrderBy(missing => Misplaced(first, openings, needed, missing)).ThenByDescending(missing => missing).First();
        var after = tokens[first + best];
        var next = first + best + 1 < tokens.Count ? tokens[first + best + 1] : default;
        if (after.TrailingTrivia.Concat(next.LeadingTrivia).Any(trivia => trivia.IsDirective))
        {
            return null;
        }

        var line = text.Lines.GetLineFromPosition(after.Span.End);
        return next.IsKind(SyntaxKind.None) || next.SpanStart >= line.End
            ? (line.End, $"{LineText.NewLine(text)}{IndentOf(openings[best])}}}")
            : (after.Span.End, " }");
    }

    // How many braces of the row would not stand below their opening ones, if the missing one were the row's place 'missing'.
    private int Misplaced(int first, List<int> openings, int needed, int missing)
    {
        var wrong = 0;
        for (int place = 0, token = first + 1; place < needed; place++)
        {
            if (place != missing)
            {
                wrong += IndentOf(openings[place]) == IndentOf(token) ? 0 : 1;
                token++;
            }
        }

        return wrong;
    }

    // The opening braces that are not closed behind a token, innermost first.
    private List<int> Open(int through)
    {
        var open = new Stack<int>();
        for (var index = 0; index <= through; index++)
        {
            if (tokens[index].IsKind(SyntaxKind.OpenBraceToken))
            {
                open.Push(index);
            }
            else if (tokens[index].IsKind(SyntaxKind.CloseBraceToken))
            {
                open.TryPop(out _);
            }
        }

        return [.. open];
    }

    private string IndentOf(int token)
    {
        var line = text.Lines.GetLineFromPosition(tokens[token].SpanStart);
        var start = line.ToString();
        return start[..(start.Length - start.TrimStart().Length)];
    }
}
