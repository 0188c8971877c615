using System.Globalization;

namespace GoalBuild.Agent.Sandbox;

/// <summary>How a command line is given to a shell on POSIX systems: bash where it is, because that is what models write.</summary>
internal static class CommandShell
{
    private static readonly string Program = new[] { "/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash" }.FirstOrDefault(File.Exists) ?? "/bin/sh";

    /// <summary>The program and its arguments. Both streams are one, so that they stay in order, unless they are kept apart.</summary>
    /// <param name="commandLine">As a person would type it.</param>
    /// <param name="takesInput">Whether its input is that of the process, or empty.</param>
    /// <param name="limits">What the kernel is to hold the command to, or null.</param>
    /// <param name="keepsApart">Whether standard error stays a stream of its own.</param>
    public static IReadOnlyList<string> Arguments(string commandLine, bool takesInput, SandboxLimits? limits, bool keepsApart = false)
    {
        var streams = $"{(keepsApart ? "" : "2>&1")}{(takesInput ? "" : " </dev/null")}";
        return ["/bin/sh", "-c", $"{Limit(limits)}exec \"$0\" -c \"$1\" {streams}", Program, commandLine];
    }

    // Not the address space: .NET and Node reserve hundreds of gigabytes and use little of it. Private memory that can be written to is what counts
    // (RLIMIT_DATA, since Linux 4.7). Shells differ in the letter for processes. The kernel, when memory is short, is to take the command and nothing else.
    private static string Limit(SandboxLimits? limits) => limits is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{{ ulimit -c 0; ulimit -d {limits.Memory / 1024}; ulimit -u {limits.Threads} || ulimit -p {limits.Threads}; echo 1000 >/proc/self/oom_score_adj; }} 2>/dev/null; ");
}
