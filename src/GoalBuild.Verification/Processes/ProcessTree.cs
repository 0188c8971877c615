using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GoalBuild.Verification.Processes;

/// <summary>
/// Kills a process with everything that it started. A parent link is lost when a process in between ends, so on Linux each tree carries a mark in its
/// environment, which children inherit however they were started, and the mark is looked for in <c>/proc</c>. Elsewhere the environment of another process
/// cannot be read simply: there what .NET finds by parent links is killed, and what was left behind by a process that has ended is not found.
/// </summary>
public static class ProcessTree
{
    /// <summary>The variable that carries the mark.</summary>
    public const string MarkVariable = "GOALBUILD_PROCESS_TREE";

    /// <summary>The mark that this process was started with, so by another GoalBuild; null where there was none.</summary>
    public static string? Inherited { get; } = Environment.GetEnvironmentVariable(MarkVariable);

    // A tree that forks while it is killed is looked at again; each pass kills what the one before could not see yet.
    private const int MaxPasses = 10;

    private static readonly Lazy<string> OwnMark = new(() =>
    {
        var mark = NewMark();
        Environment.SetEnvironmentVariable(MarkVariable, mark);
        return mark;
    });

    /// <summary>The mark of this process, which everything that it starts carries from the first time that it is asked for.</summary>
    public static string Own => OwnMark.Value;

    /// <summary>A mark for a new tree. It holds the mark that this process carries itself, so that a whole tree of trees can be found.</summary>
    public static string NewMark()
    {
        var own = Environment.GetEnvironmentVariable(MarkVariable);
        var mark = Guid.NewGuid().ToString("N");
        return string.IsNullOrEmpty(own) ? mark : $"{own}:{mark}";
    }

    /// <summary>Kills the process, its descendants, and everything that carries the mark.</summary>
    /// <param name="process">The first process; it may have ended.</param>
    /// <param name="mark">What <see cref="NewMark"/> gave.</param>
    public static void Kill(Process process, string mark)
    {
        try
        {
            // Of a process that has ended nobody knows the children any more; .NET would still read every process and thread of the machine first.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It has ended, or a part of the tree ended meanwhile.
        }

        KillMarked(mark);
    }

    /// <summary>Whether processes that carry a mark can be found: where the system has <c>/proc</c>.</summary>
    public static bool CanMark => OperatingSystem.IsLinux();

    /// <summary>Kills everything that carries the mark.</summary>
    /// <param name="mark">What <see cref="NewMark"/> gave.</param>
    /// <returns>How many processes that were.</returns>
    public static int KillMarked(string mark)
    {
        var killed = new HashSet<int>();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var found = Marked(mark);
            foreach (var id in found)
            {
                KillOne(id);
                killed.Add(id);
            }

            if (found.Count == 0)
            {
                break;
            }
        }

        return killed.Count;
    }

    /// <summary>The processes that carry the mark and have not ended. Empty where the system has no <c>/proc</c>.</summary>
    /// <param name="mark">What <see cref="NewMark"/> gave.</param>
    public static IReadOnlyList<int> Marked(string mark)
    {
        if (!CanMark)
        {
            return [];
        }

        var wanted = Encoding.UTF8.GetBytes($"{MarkVariable}={mark}");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId
                && Carries(folder, wanted))
            {
                found.Add(id);
            }
        }

        return found;
    }

    private static bool Carries(string folder, byte[] wanted)
    {
        try
        {
            // A process that has ended and waits for its parent has an empty environment.
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(wanted) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void KillOne(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended meanwhile.
        }
    }
}
