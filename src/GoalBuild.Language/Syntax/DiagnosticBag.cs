using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Language.Syntax;

/// <summary>Collects what one pass over a text finds wrong, and stops taking more when it is full.</summary>
/// <param name="most">The most that are taken: by default one more than is reported, so that a reader can be told that there are more.</param>
internal sealed class DiagnosticBag(int most = DiagnosticBag.MostErrors + 1)
{
    /// <summary>The most errors that one parse reports (language.md, "Diagnostics"); as many warnings may stand beside them.</summary>
    public const int MostErrors = 20;

    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>What was reported, in the order of the reports.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Whether further reports are dropped.</summary>
    public bool IsFull => _diagnostics.Count >= most;

    /// <summary>Adds a diagnostic, unless the bag is full.</summary>
    /// <param name="descriptor">What kind it is.</param>
    /// <param name="span">Where.</param>
    /// <param name="message">What was found, what was expected, what to do; one line.</param>
    /// <param name="replacements">What may have been meant, as it would be written there; null where nobody can tell.</param>
    public void Report(DiagnosticDescriptor descriptor, SourceSpan span, string message, ValueList<string>? replacements = null)
    {
        if (!IsFull)
        {
            _diagnostics.Add(new Diagnostic(descriptor.Code, descriptor.Severity, message, span) { Replacements = replacements ?? [] });
        }
    }

    /// <summary>Joins the findings of several passes in the order of the text: at most <see cref="MostErrors"/> errors and as many warnings.</summary>
    /// <param name="isCutShort">Whether some were left out.</param>
    /// <param name="passes">The findings of each pass.</param>
    public static IReadOnlyList<Diagnostic> Merge(out bool isCutShort, params ReadOnlySpan<IReadOnlyList<Diagnostic>> passes)
    {
        isCutShort = false;
        var all = new List<Diagnostic>();
        foreach (var pass in passes)
        {
            all.AddRange(pass);
        }

        if (all.Count < 2)
        {
            return all;
        }

        var counts = new int[2];
        var merged = new List<Diagnostic>();
        foreach (var diagnostic in all.Distinct().OrderBy(diagnostic => diagnostic.Span.Start).ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal))
        {
            if (counts[(int)diagnostic.Severity]++ < MostErrors)
            {
                merged.Add(diagnostic);
            }
            else
            {
                isCutShort = true;
            }
        }

        return merged;
    }
}
