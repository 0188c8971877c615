using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace GoalBuild.Tasks;

/// <summary>Reads goal files and logs what is wrong with each of them, in the process of the build.</summary>
public sealed class CheckGoal : Task
{
    /// <summary>The metadata that names where to keep that a file was read without error.</summary>
    private const string Checked = "Checked";

    /// <summary>
    /// The goal files, which errors name as they are given here. For each that has no error, a file is written that its metadata <c>Checked</c> names: in it,
    /// one a line, are the absolute paths that had to be there, so that the goal is read again when one of them is gone.
    /// </summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        foreach (var file in Files)
        {
            var needed = new SortedSet<string>(StringComparer.Ordinal);
            if (Check(file.ItemSpec, needed) && file.GetMetadata(Checked) is { Length: > 0 } path)
            {
                File.WriteAllLines(path, needed);
            }
        }

        return !Log.HasLoggedErrors;
    }

    private bool Check(string path, SortedSet<string> needed)
    {
        try
        {
            var result = GoalReader.Read(path, Exists);
            foreach (var diagnostic in result.Diagnostics)
            {
                LogDiagnostic(path, result, diagnostic);
            }

            if (result.ClosingNote is { } note)
            {
                Log.LogMessage(MessageImportance.High, "{0}", note);
            }

            return !result.HasErrors;
        }
        catch (GoalFaultException fault)
        {
            Log.LogError(null, fault.Descriptor.Code, null, fault.File ?? path, 0, 0, 0, 0, "{0}", fault.Message);
            return false;
        }

        bool Exists(string candidate)
        {
            var exists = Path.Exists(candidate);
            if (exists)
            {
                needed.Add(candidate);
            }

            return exists;
        }
    }

    private void LogDiagnostic(string path, ParseResult result, Diagnostic diagnostic)
    {
        var (line, column) = result.Source.PositionOf(Math.Min(diagnostic.Span.Start, result.Source.Text.Length));

        // No end of the place, and no subcategory: either would break the canonical form that terminals and CI read.
        if (diagnostic.Severity == DiagnosticSeverity.Error)
        {
            Log.LogError(null, diagnostic.Code, null, path, line, column, 0, 0, "{0}", diagnostic.Message);
        }
        else
        {
            Log.LogWarning(null, diagnostic.Code, null, path, line, column, 0, 0, "{0}", diagnostic.Message);
        }
    }
}
