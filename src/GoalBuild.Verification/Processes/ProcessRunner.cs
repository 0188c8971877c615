using System.Diagnostics;

namespace GoalBuild.Verification.Processes;

/// <summary>
/// Starts processes whose output is bounded in memory and which never outlive their caller: cancelling, a timeout, and the end of the
/// process itself take everything with them that it started. CliWrap waits for the end of both streams, which a grandchild can hold open for ever,
/// so this is made of <see cref="Process"/>.
/// </summary>
public static class ProcessRunner
{
    /// <summary>How long output may still come after a process ended, from what it started.</summary>
    public static TimeSpan DrainTime => TimeSpan.FromSeconds(1);

    /// <summary>Runs a process to its end.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="cancellation">Kills the process with its whole tree, then throws.</param>
    /// <exception cref="CommandNotFoundException">The program or the working directory does not exist, or may not be run.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">What it printed could not be written to its file; it was killed with its whole tree.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        await using var process = StartedProcess.Start(request, cancellation);
        var feeding = process.FeedAsync();
        try
        {
            return await process.Completion.ConfigureAwait(false);
        }
        finally
        {
            await StartedProcess.DrainAsync(feeding, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
