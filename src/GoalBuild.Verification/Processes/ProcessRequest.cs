namespace GoalBuild.Verification.Processes;

/// <summary>A process to start.</summary>
/// <param name="FileName">The program: a path, or a name to find on the <c>PATH</c>.</param>
/// <param name="Arguments">Its arguments, each as the program is to get it.</param>
public sealed record ProcessRequest(string FileName, params IReadOnlyList<string> Arguments)
{
    /// <summary>How many characters of each stream are kept in memory by default.</summary>
    public const int DefaultKeptCharacters = 4 * 1024 * 1024;

    /// <summary>The exit code with which a shell says that it did not find a command.</summary>
    public static int ShellCommandNotFound => OperatingSystem.IsWindows() ? 9009 : 127;

    /// <summary>The working directory, absolute.</summary>
    public string WorkingDirectory { get; init; } = System.Environment.CurrentDirectory;

    /// <summary>Environment variables to set, or with null to remove. They win over <see cref="ChildEnvironment"/>'s rules.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>What the process reads from its standard input, which then ends; null gives it an empty one.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Absolute path of a file that gets both streams as they come, or null; cut at <see cref="OutputFile.MaxBytes"/>.</summary>
    public string? OutputPath { get; init; }

    /// <summary>How many characters of each stream are kept in memory: a third from the start, the rest from the end.</summary>
    public int KeptCharacters { get; init; } = DefaultKeptCharacters;

    /// <summary>Told each line of either stream as it comes, from any thread; or null. Lines longer than 4,096 characters come in pieces.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Told each piece of either stream as it comes, from any thread and before lines are made of it; or null.</summary>
    public Action<string>? OnText { get; init; }

    /// <summary>As <see cref="OnText"/>, for standard output alone; or null.</summary>
    public Action<string>? OnStandardOutput { get; init; }

    /// <summary>The most time that it may take, or null; then its whole tree is killed, and the result says so.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether what the process leaves running when it ends is killed. On by default: nothing that a verification starts outlives it.</summary>
    public bool KillsLeftovers { get; init; } = true;

    /// <summary>A command line for the platform's shell.</summary>
    /// <param name="commandLine">As a person would type it.</param>
    public static ProcessRequest Shell(string commandLine) => OperatingSystem.IsWindows()
        ? new ProcessRequest(System.Environment.GetEnvironmentVariable("ComSpec") ?? "cmd.exe", "/d", "/s", "/c", $"\"{commandLine}\"")
        : new ProcessRequest("/bin/sh", "-c", commandLine);
}

/// <summary>What became of a process.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="StandardOutput">What it wrote to standard output.</param>
/// <param name="StandardError">What it wrote to standard error.</param>
/// <param name="Duration">From its start to its end.</param>
public sealed record ProcessResult(int ExitCode, CapturedText StandardOutput, CapturedText StandardError, TimeSpan Duration)
{
    /// <summary>Whether it was killed because time ran out.</summary>
    public bool TimedOut { get; init; }
}

/// <summary>What was kept of a stream.</summary>
/// <param name="Text">All of it, or its start and end with a line between that says how much is missing.</param>
/// <param name="Length">How many characters the whole had.</param>
/// <param name="IsWhole">Whether nothing is missing.</param>
public sealed record CapturedText(string Text, long Length, bool IsWhole)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A program could not be started.</summary>
/// <param name="message">What was not found, and what to do.</param>
/// <param name="cause">What the operating system said, or null.</param>
public sealed class CommandNotFoundException(string message, Exception? cause) : Exception(message, cause);
