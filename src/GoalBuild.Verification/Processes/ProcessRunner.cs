using System.ComponentModel;
using System.Diagnostics;
using System.Text;

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
        cancellation.ThrowIfCancellationRequested();
        var mark = ProcessTree.NewMark();
        using var output = new ProcessOutput(request);
        using var process = new Process { StartInfo = StartInfo(request, mark) };
        var clock = Stopwatch.StartNew();
        Start(process, request);

        using var stopReading = new CancellationTokenSource();
        var reading = output.ReadAsync(process, stopReading.Token);
        var feeding = FeedAsync(process, request.StandardInput);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, output.Faulted);
        if (request.Timeout is { } timeout)
        {
            limit.CancelAfter(timeout);
        }

        var timedOut = false;
        TimeSpan duration;
        try
        {
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                ProcessTree.Kill(process, mark);
                timedOut = !cancellation.IsCancellationRequested && !output.Faulted.IsCancellationRequested;
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            duration = clock.Elapsed;
            await DrainAsync(reading, timedOut ? output.Faulted : limit.Token).ConfigureAwait(false);
        }
        finally
        {
            if (request.KillsLeftovers || cancellation.IsCancellationRequested || output.Faulted.IsCancellationRequested)
            {
                ProcessTree.Kill(process, mark);
            }
        }

        // What still holds the pipes is not waited for.
        await stopReading.CancelAsync().ConfigureAwait(false);
        await DrainAsync(Task.WhenAll(reading, feeding), CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        output.ThrowIfFaulted();
        return new ProcessResult(process.ExitCode, output.StandardOutput, output.StandardError, duration) { TimedOut = timedOut };
    }

    private static ProcessStartInfo StartInfo(ProcessRequest request, string mark)
    {
        var info = new ProcessStartInfo
        {
            FileName = request.FileName,
            WorkingDirectory = request.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        if (OperatingSystem.IsWindows() && request.Arguments is ["/d", "/s", "/c", var commandLine])
        {
            // cmd has quoting rules of its own: what stands between the outer quotes is taken as it is.
            info.Arguments = $"/d /s /c {commandLine}";
        }
        else
        {
            foreach (var argument in request.Arguments)
            {
                info.ArgumentList.Add(argument);
            }
        }

        info.Environment.Clear();
        foreach (var (name, value) in ChildEnvironment.Create().Concat(request.Environment).Append(new(ProcessTree.MarkVariable, mark)))
        {
            if (value is null)
            {
                info.Environment.Remove(name);
            }
            else
            {
                info.Environment[name] = value;
            }
        }

        return info;
    }

    private static void Start(Process process, ProcessRequest request)
    {
        if (!Directory.Exists(request.WorkingDirectory))
        {
            throw new CommandNotFoundException($"The folder '{request.WorkingDirectory}', in which '{request.FileName}' is to run, does not exist. Correct the path or create the folder.", null);
        }

        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new CommandNotFoundException($"'{request.FileName}' could not be started: {exception.Message}. Install it, put it on the PATH, or correct the name.", exception);
        }
    }

    private static async Task FeedAsync(Process process, string? text)
    {
        try
        {
            if (text is not null)
            {
                await process.StandardInput.WriteAsync(text).ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It ended, or closed its input, before it had read everything.
        }
    }

    private static async Task DrainAsync(Task reading, CancellationToken cancellation)
    {
        try
        {
            await reading.WaitAsync(DrainTime, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The bound is the point.
        }
    }
}
