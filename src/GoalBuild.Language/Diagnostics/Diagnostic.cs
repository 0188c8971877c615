using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Diagnostics;

/// <summary>How much a diagnostic weighs: an error stops the goal from running, a warning does not.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Told, and nothing more.</summary>
    Warning,

    /// <summary>The goal cannot run.</summary>
    Error,
}

/// <summary>One thing that is wrong with a goal file.</summary>
/// <param name="Code">A code of the catalogue, such as <c>GOAL1001</c>.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Message">What was found, what was expected, what to do; one line.</param>
/// <param name="Span">Where.</param>
public sealed record Diagnostic(string Code, DiagnosticSeverity Severity, string Message, SourceSpan Span)
{
    /// <summary>What may have been meant by the text at <see cref="Span"/>, as it would be written there, the likeliest first; empty where nobody can tell.</summary>
    public ValueList<string> Replacements { get; init; } = [];

    /// <summary>The canonical form <c>file(line,column): error GOAL1001: message</c>, which terminals and CI make links of.</summary>
    /// <param name="source">The text that <see cref="Span"/> points into.</param>
    public string Render(SourceText source)
    {
        var (line, column) = source.PositionOf(Math.Min(Span.Start, source.Text.Length));
        return $"{source.Path}({line},{column}): {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Code}: {Message}";
    }
}
