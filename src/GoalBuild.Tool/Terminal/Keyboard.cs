using System.Runtime.InteropServices;

namespace GoalBuild.Tool.Terminal;

/// <summary>The keys of the terminal that this process was started in.</summary>
internal static class Keyboard
{
    private static bool _isGone;

    /// <summary>A key that was pressed meanwhile, or null; never waits. Ctrl+C stays a signal.</summary>
    public static char? Pressed()
    {
        try
        {
            return !_isGone && IsForeground() && Console.KeyAvailable ? Console.ReadKey(intercept: true).KeyChar : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or DllNotFoundException or EntryPointNotFoundException)
        {
            // The terminal went away, or is none that can be asked: there are no keys then, and the run goes on.
            _isGone = true;
            return null;
        }
    }

    // A process that reads the keys of another is stopped (SIGTTIN): in a shell's background job nothing may be read.
    private static bool IsForeground() => OperatingSystem.IsWindows() || tcgetpgrp(0) == getpgrp();

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int tcgetpgrp(int descriptor);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getpgrp();
}
