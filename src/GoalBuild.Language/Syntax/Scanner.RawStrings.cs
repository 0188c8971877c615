using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

internal sealed partial class Scanner
{
    /// <summary>A raw string by the rules of C# 11: as many quotes close it as opened it; over several lines, the closing line's indentation goes from each.</summary>
    private void ScanRawString(int quotes)
    {
        var start = _position;
        var content = start + quotes;
        var endOfLine = EndOfLine(content);
        var severalLines = _text.AsSpan(content, endOfLine - content).IsWhiteSpace();
        var close = FindQuotes(quotes, content);
        if (close < 0)
        {
            _position = _text.Length;
            Report(DiagnosticCatalogue.RawStringNotClosed, start, quotes, $"This raw string is not closed before the end of the file; write {(quotes == 3 ? "\"\"\"" : $"{quotes} double quotes")} on a line of its own where it ends");
            return;
        }

        var run = QuotesAt(close);
        if (run > quotes && severalLines && !IsFirstOnLine(close) && FindClosing(quotes, close + run) is >= 0 and var alone)
        {
            _position = alone + QuotesAt(alone);
            ReportTooMany(close, run, quotes);
            return;
        }

        _position = close + run;
        if (run > quotes)
        {
            ReportTooMany(close, run, quotes);
        }
        else if (severalLines)
        {
            CheckLines(endOfLine, close);
        }
        else if (close > endOfLine)
        {
            Report(DiagnosticCatalogue.RawStringMalformed, content, endOfLine - content, "The text of a raw string of several lines starts on the line after its opening quotes; break the line here");
        }
    }

    private void ReportTooMany(int at, int run, int quotes) =>
        Report(DiagnosticCatalogue.RawStringMalformed, at, run, $"Found {run} double quotes in a raw string that {quotes} opened; open and close it with more double quotes than its text has in a row");

    /// <summary>The next run of at least so many quotes with a line to itself, or -1.</summary>
    private int FindClosing(int quotes, int from)
    {
        while ((from = FindQuotes(quotes, from)) >= 0 && !IsFirstOnLine(from))
        {
            from += QuotesAt(from);
        }

        return from;
    }

    private bool IsFirstOnLine(int offset)
    {
        while (offset > 0 && (_text[offset - 1] is ' ' or '\t'))
        {
            offset--;
        }

        return offset > 0 && _text[offset - 1] == '\n';
    }

    /// <summary>Where the next run of at least so many quotes starts, or -1.</summary>
    private int FindQuotes(int quotes, int from)
    {
        while (true)
        {
            var distance = _text.AsSpan(from).IndexOf('"');
            if (distance < 0)
            {
                return -1;
            }

            from += distance;
            var run = QuotesAt(from);
            if (run >= quotes)
            {
                return from;
            }

            from += run;
        }
    }

    private void CheckLines(int firstBreak, int close)
    {
        var closingLine = _text.LastIndexOf('\n', close - 1) + 1;
        var indentation = _text.AsSpan(closingLine, close - closingLine);
        if (!indentation.IsWhiteSpace())
        {
            Report(DiagnosticCatalogue.RawStringMalformed, close, _position - close, "The closing quotes of a raw string of several lines stand on a line of their own; break the line before them");
            return;
        }

        for (var line = _text.IndexOf('\n', firstBreak) + 1; line < closingLine; line = _text.IndexOf('\n', line) + 1)
        {
            var text = _text.AsSpan(line, EndOfLine(line) - line);
            if (!text.IsWhiteSpace() && !text.StartsWith(indentation))
            {
                // The other lines have most likely the same mistake.
                Report(DiagnosticCatalogue.RawStringMalformed, line, Math.Max(1, text.Length - text.TrimStart().Length), "This line is indented less than the closing quotes of its raw string, or with other white space; indent it alike, or move the closing quotes to the left");
                return;
            }
        }
    }
}
