using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    /// <summary>
    /// Reports what editors show as a line break and the language does not take for one, wherever it stands: behind it, what a reader
    /// sees as a statement may be part of a comment. Most likely all have one cause, so that they are one error.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The text to scan, of the same length, with LF for each CR that no LF follows.</returns>
    private string CheckLineBreaks(string text)
    {
        var (first, more, returns) = (-1, 0, 0);
        for (var at = NextLineBreak(text, 0); at >= 0; at = NextLineBreak(text, at + 1))
        {
            (first, more) = first < 0 ? (at, 0) : (first, more + 1);
            returns += text[at] == '\r' ? 1 : 0;
        }

        if (first >= 0)
        {
            var name = text[first] == '\r' ? "a carriage return (CR) that no line feed (LF) follows" : $"the line break {Characters.CodePoint(text[first])}";
            var others = more == 0 ? "" : $", and {more} more such behind it";
            Report(DiagnosticCatalogue.BadLineBreak, first, 1, $"Found {name}{others}; editors may show a new line where there is none, so end lines with LF or CRLF");
        }

        return returns == 0 ? text : string.Create(text.Length, text, static (lines, text) =>
        {
            text.CopyTo(lines);
            for (var at = NextLineBreak(text, 0); at >= 0; at = NextLineBreak(text, at + 1))
            {
                lines[at] = text[at] == '\r' ? '\n' : text[at];
            }
        });
    }

    private static int NextLineBreak(string text, int from)
    {
        while (true)
        {
            var distance = text.AsSpan(from).IndexOfAny(Characters.LineBreaks);
            if (distance < 0 || text[from + distance] != '\r' || from + distance + 1 == text.Length || text[from + distance + 1] != '\n')
            {
                return distance < 0 ? -1 : from + distance;
            }

            from += distance + 2;
        }
    }
}
