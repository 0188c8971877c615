using System.Globalization;

namespace GoalBuild.Verification.Tests.Support;

public static class RunningProcess
{
    /// <summary>Whether a process runs. One that was killed and that nobody has asked about yet does not.</summary>
    public static bool IsRunning(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{int.Parse(pid, CultureInfo.InvariantCulture)}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
