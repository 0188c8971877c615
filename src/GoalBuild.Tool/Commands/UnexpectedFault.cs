using System.Globalization;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Tool.Commands;

/// <summary>Turns an exception that nobody expected into one line, and keeps its details in a file.</summary>
internal static class UnexpectedFault
{
    /// <summary>The fault to tell.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="host">Gives the time.</param>
    public static GoalFaultException Of(Exception error, ToolHost host)
    {
        // A disk that fills up can fail anything; that is no mistake of ours.
        if (error is IOException or UnauthorizedAccessException)
        {
            return new GoalFaultException(DiagnosticCatalogue.NotWritable, $"{Terminal.Phrasing.Line(error.Message)} Free some space or correct the permissions, then try again.", error);
        }

        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"goalbuild-fault-{host.Clock.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt"));
        var kept = "its details could not be kept";
        try
        {
            File.WriteAllText(file, $"GoalBuild {ToolVersion.Value}\n{Environment.CommandLine}\n{error}\n");
            kept = $"its details are in {file}";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The line below still says what happened.
        }

        return new GoalFaultException(DiagnosticCatalogue.UnexpectedFault, $"GoalBuild made a mistake ({error.GetType().Name}: {Terminal.Phrasing.Line(error.Message)}); {kept}. Please report it with them.", error);
    }
}
