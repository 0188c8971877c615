using System.Globalization;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary>Gives the warnings of a compilation once more when it was skipped because it is up to date (GoalBuild.Warnings.targets).</summary>
public sealed class ReplayWarnings : Microsoft.Build.Utilities.Task
{
    /// <summary>Absolute path of the compiler's log.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>When the compilation would have begun, in ticks of UTC.</summary>
    public string Began { get; set; } = "0";

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (System.IO.File.GetLastWriteTimeUtc(File).Ticks >= long.Parse(Began, CultureInfo.InvariantCulture))
        {
            // It was not skipped, and has spoken for itself.
            return true;
        }

        foreach (var warning in CompilerLog.Warnings(File))
        {
            Log.LogWarning(null, warning.Code, null, warning.File, warning.Line ?? 0, warning.Column ?? 0, 0, 0, "{0}", warning.Message);
        }

        return true;
    }
}
