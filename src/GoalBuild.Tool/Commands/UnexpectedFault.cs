using System.Globalization;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Tool.Commands;

/// <summary>Turns an exception that nobody expected into one line, and keeps its details in a file.</summary>
internal static class UnexpectedFault
{
    // ENOSPC, EDQUOT of Linux and of macOS; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
    private static readonly int[] DiskFull = [28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    // EROFS; ERROR_WRITE_PROTECT and ERROR_SHARING_VIOLATION.
    private const int ReadOnly = 30, WriteProtected = unchecked((int)0x80070013), Held = unchecked((int)0x80070020);

    /// <summary>The fault to tell.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="host">Gives the time.</param>
    public static GoalFaultException Of(Exception error, ToolHost host)
    {
        // A disk that fills up, or a tree that may not be written, can fail anything; that is no mistake of ours.
        if (Remedy(error) is { } remedy)
        {
            return new GoalFaultException(DiagnosticCatalogue.NotWritable, $"{Terminal.Phrasing.Line(error.Message)} {remedy}, then try again.", error);
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

    private static string? Remedy(Exception error) => error switch
    {
        UnauthorizedAccessException => "Give yourself permission",
        IOException { HResult: ReadOnly or WriteProtected } => "Make the folder writable",
        IOException { HResult: Held } => "Close the program that holds the file",
        IOException when DiskFull.Contains(error.HResult) => "Free some space",
        _ => null,
    };
}
