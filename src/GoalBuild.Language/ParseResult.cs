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
    /// <summary>Whether an error keeps the goals from running.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
