using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Terminal;

/// <summary>Diagnostics with the path as it is shown.</summary>
internal static class DiagnosticText
{
    /// <summary>The source under the name that was given on the command line, instead of its absolute path.</summary>
    /// <param name="source">The file.</param>
    public static SourceText Shown(GoalSource source) => new(source.Shown, source.Parsed.Source.Text);
}
