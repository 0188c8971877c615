using System.Diagnostics;

namespace GoalBuild.Benchmarks;

/// <summary>Runs commands to their end and says how long each took.</summary>
internal static class ProcessTimer
{
    /// <summary>Starts a command, reads all it prints, waits for its end.</summary>
    /// <returns>Wall time of the whole process.</returns>
    /// <exception cref="InvalidOperationException">It ended with another exit code than expected; what it printed is in the message.</exception>
    public static TimeSpan Run(string directory, IReadOnlyDictionary<string, string?> environment, params string[] command) => Start(directory, environment, command).Time;

    /// <summary>What a command prints; as <see cref="Run"/>.</summary>
    public static string Read(string directory, params string[] command) => Start(directory, new Dictionary<string, string?>(), command).Output;

    private static (TimeSpan Time, string Output) Start(string directory, IReadOnlyDictionary<string, string?> environment, string[] command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.AsSpan(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        clock.Stop();
        return process.ExitCode == 0
            ? (clock.Elapsed, output)
            : throw new InvalidOperationException(
                $"'{string.Join(' ', command)}' ended with {process.ExitCode}:{Environment.NewLine}{output}{error.Result}");
    }
}
