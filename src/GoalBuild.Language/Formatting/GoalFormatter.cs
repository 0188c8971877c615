using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Formatting;

/// <summary>Gives goal files one layout. What a file says stays, and so does every comment; grammar/README.md describes the layout.</summary>
public static class GoalFormatter
{
    // The bytes behind the place that could not be read are not in the text, and would be lost.
    private static readonly string[] NotReadToTheEnd = [DiagnosticCatalogue.NotUtf8.Code, DiagnosticCatalogue.NulInFile.Code, DiagnosticCatalogue.FileTooLarge.Code];

    /// <summary>Formats a file that was read from its bytes. One that could not be read to its end is given back as far as it was, with the error.</summary>
    /// <param name="read">What reading it gave.</param>
    public static FormatResult Format(ParseResult read)
    {
        var unread = read.Diagnostics.Where(diagnostic => NotReadToTheEnd.Contains(diagnostic.Code)).ToList();
        return unread.Count > 0 ? new FormatResult(read.Source.Text, false, unread) : Format(read.Source);
    }

    /// <summary>Formats a text. One with syntax errors is given back as it is; what is wrong with its meaning does not matter here.</summary>
    /// <param name="source">The text; a byte order mark is not part of it, and whoever writes the file keeps it.</param>
    public static FormatResult Format(SourceText source)
    {
        var statementStarts = new HashSet<int>();
        var result = GoalParser.Parse(source, statementStarts);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();

        // With that many errors the parser stops before the end, and where statements start behind that place nobody knows.
        if (errors.Any(IsSyntax) || errors.Count >= DiagnosticBag.MostErrors)
        {
            return new FormatResult(source.Text, false, errors);
        }

        var text = GoalLayout.Write(Scanner.Scan(source), statementStarts);
        return new FormatResult(text, text != source.Text, []);
    }

    private static bool IsSyntax(Diagnostic diagnostic) => diagnostic.Code.StartsWith("GOAL1", StringComparison.Ordinal);
}
