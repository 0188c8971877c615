using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language;

/// <summary>What reading a goal file gave.</summary>
/// <param name="Source">The text that was read.</param>
/// <param name="File">The goals, as far as they could be read; use them only when <see cref="HasErrors"/> is false.</param>
/// <param name="Diagnostics">What is wrong, in the order of the text.</param>
public sealed record ParseResult(SourceText Source, GoalFile File, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether more was found than <see cref="Diagnostics"/> lists: it holds at most 20 errors and 20 warnings.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>What to say behind the diagnostics where they are not all, in one line; or null.</summary>
    public string? ClosingNote => IsCutShort
        ? $"{Path.GetFileName(Source.Path)} has more errors or warnings than the first {DiagnosticBag.MostErrors} of each that are listed; correct these to see the others."
        : null;

    /// <summary>Whether an error keeps the goals from running.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
