using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Formatting;

/// <summary>What formatting a goal file gave.</summary>
/// <param name="Text">The formatted text; the text as it was where it has syntax errors.</param>
/// <param name="Changed">Whether <paramref name="Text"/> differs from what was given.</param>
/// <param name="Diagnostics">The errors that kept the text from being formatted; empty where it was.</param>
public sealed record FormatResult(string Text, bool Changed, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether syntax errors kept the text from being formatted.</summary>
    public bool HasErrors => Diagnostics.Count > 0;
}
