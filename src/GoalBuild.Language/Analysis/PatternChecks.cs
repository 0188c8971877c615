using System.Text.RegularExpressions;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Whether patterns are regular expressions, and have the group that a measure reads.</summary>
internal static class PatternChecks
{
    /// <summary>Longer than any pattern that a reader could review; compiling an endless one would take endless memory.</summary>
    private const int MostCharacters = 2_000;

    public static void Check(Clause clause, DiagnosticBag diagnostics)
    {
        switch (clause)
        {
            case RunClause run:
                foreach (var pattern in run.Prints.Select(print => print.Pattern).OfType<Pattern>())
                {
                    _ = Compile(pattern, diagnostics);
                }

                break;
            case FileClause { Matches: { } pattern }:
                _ = Compile(pattern, diagnostics);
                break;
            case MeasureClause { Matching: var matching }:
                if (Compile(matching, diagnostics) is { } regex && regex.GroupNumberFromName("value") < 0)
                {
                    diagnostics.Report(DiagnosticCatalogue.NoValueGroup, matching.Span, "This pattern has no group 'value' to read the number from; put the part that matches the number into (?<value>…)");
                }

                break;
            default:
                break;
        }
    }

    public static void Check(Constraint constraint, DiagnosticBag diagnostics)
    {
        if (constraint is ForbidTextConstraint forbid)
        {
            _ = Compile(forbid.Pattern, diagnostics);
        }
    }

    private static Regex? Compile(Pattern pattern, DiagnosticBag diagnostics)
    {
        if (pattern.Regex.Length > MostCharacters)
        {
            diagnostics.Report(DiagnosticCatalogue.BadPattern, pattern.Span, $"This pattern has {pattern.Regex.Length} characters; at most {MostCharacters} are taken");
            return null;
        }

        try
        {
            return new Regex(pattern.Regex, RegexOptions.CultureInvariant);
        }
        catch (RegexParseException exception)
        {
            // "Invalid pattern '…' at offset 3. Not enough )'s.": the offset becomes the column.
            var marker = $"at offset {exception.Offset}. ";
            var index = exception.Message.LastIndexOf(marker, StringComparison.Ordinal);
            var reason = index < 0 ? exception.Error.ToString() : exception.Message[(index + marker.Length)..].TrimEnd('.');
            var at = Math.Min(exception.Offset, pattern.Regex.Length);
            diagnostics.Report(DiagnosticCatalogue.BadPattern, new SourceSpan(pattern.Span.Start + 1 + at, 0), $"The pattern {Characters.Show(pattern.ToString())} is no regular expression of .NET here: {reason}");
            return null;
        }
    }
}
