using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace GoalBuild.Tasks;

/// <summary>Reads a goal file and logs what is wrong with it, in the process of the build.</summary>
public sealed class CheckGoal : Task
{
    /// <summary>The goal file; errors name it by its path relative to the current folder, where it lies below it.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var result = GoalReader.Read(File);
            foreach (var diagnostic in result.Diagnostics)
            {
                LogDiagnostic(result, diagnostic);
            }
        }
        catch (GoalFaultException fault)
        {
            Log.LogError(null, fault.Descriptor.Code, null, fault.File ?? File, 0, 0, 0, 0, "{0}", fault.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private void LogDiagnostic(ParseResult result, Diagnostic diagnostic)
    {
        var (line, column) = result.Source.PositionOf(Math.Min(diagnostic.Span.Start, result.Source.Text.Length));

        // No end of the place, and no subcategory: either would break the canonical form that terminals and CI read.
        if (diagnostic.Severity == DiagnosticSeverity.Error)
        {
            Log.LogError(null, diagnostic.Code, null, File, line, column, 0, 0, "{0}", diagnostic.Message);
        }
        else
        {
            Log.LogWarning(null, diagnostic.Code, null, File, line, column, 0, 0, "{0}", diagnostic.Message);
        }
    }
}
