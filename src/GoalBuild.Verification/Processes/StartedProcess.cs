using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace GoalBuild.Verification.Processes;

/// <summary>
/// A process that was started: it can be written to, looked at and stopped while it runs. Its output is bounded in memory, and neither it nor what it
/// started outlives its end, its timeout, or the cancellation that it was started with.
/// </summary>
public sealed class StartedProcess : IAsyncDisposable
{
    private readonly ProcessRequest _request;
    private readonly string _mark = ProcessTree.NewMark();
    private readonly ProcessOutput _output;
    private readonly Process _process;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _input = new(1, 1);

    private StartedProcess(ProcessRequest request, CancellationToken cancellation)
    {
        _request = request;
        _output = new ProcessOutput(request);
        _process = new Process { StartInfo = StartInfo(request, _mark) };
        try
        {
            StartProcess();
        }
        catch (CommandNotFoundException)
        {
            Release();
            throw;
        }

        Id = _process.Id;
        Completion = RunToEndAsync(cancellation);
    }

    /// <summary>The system's number of the process.</summary>
    public int Id { get; }

    /// <summary>
    /// Ends when the process has ended and nothing of its tree is left (where <see cref="ProcessRequest.KillsLeftovers"/> says so). It throws
    /// <see cref="OperationCanceledException"/> when the cancellation of the start came, and <see cref="IOException"/> when the output could not be written to its file.
    /// </summary>
    public Task<ProcessResult> Completion { get; }

    /// <summary>Starts a process. Its standard input stays open, after the text of the request, until <see cref="CloseInput"/>.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="cancellation">Kills it with its whole tree, at any time until its end.</param>
    /// <exception cref="CommandNotFoundException">The program or the working directory does not exist, or may not be run.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled already.</exception>
    public static StartedProcess Start(ProcessRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new StartedProcess(request, cancellation);
    }

    /// <summary>Writes to the standard input.</summary>
    /// <param name="text">The text as it is; no end of line is added.</param>
    /// <param name="cancellation">Gives up; a process that does not read would be waited for until its end.</param>
    /// <returns>Whether it was written; not so where the process has ended or closed its input.</returns>
    public async Task<bool> WriteAsync(string text, CancellationToken cancellation)
    {
        // Two writers would break each other's lines.
        await _input.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _process.StandardInput.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (IsEndOfInput(exception))
        {
            return false;
        }
        finally
        {
            _input.Release();
        }
    }

    /// <summary>Ends the standard input.</summary>
    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (Exception exception) when (IsEndOfInput(exception))
        {
            // It ended, or closed its input, before it had read everything.
        }
    }

    /// <summary>Kills the process with its whole tree; <see cref="Completion"/> then ends. Nothing happens to one that has ended.</summary>
    public void Stop()
    {
        if (!Completion.IsCompleted)
        {
            _stop.Cancel();
        }
    }

    /// <summary>Kills the process with its whole tree, and waits for the end.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        try
        {
            await Completion.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Whoever wants to know awaits the completion.
        }

        Release();
    }

    /// <summary>Writes the text of the request and ends the input, while the process runs.</summary>
    internal async Task FeedAsync()
    {
        if (_request.StandardInput is { } text)
        {
            await WriteAsync(text, CancellationToken.None).ConfigureAwait(false);
        }

        CloseInput();
    }

    private async Task<ProcessResult> RunToEndAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var stopReading = new CancellationTokenSource();
        var reading = _output.ReadAsync(_process, stopReading.Token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token, _output.Faulted);
        if (_request.Timeout is { } timeout)
        {
            limit.CancelAfter(timeout);
        }

        bool IsEnded() => cancellation.IsCancellationRequested || _stop.IsCancellationRequested || _output.Faulted.IsCancellationRequested;
        var timedOut = false;
        TimeSpan duration;
        try
        {
            try
            {
                await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                ProcessTree.Kill(_process, _mark);
                timedOut = !IsEnded();
                await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            duration = clock.Elapsed;
            await DrainAsync(reading, timedOut ? _output.Faulted : limit.Token).ConfigureAwait(false);
        }
        finally
        {
            if (_request.KillsLeftovers || IsEnded())
            {
                ProcessTree.Kill(_process, _mark);
            }
        }

        // What still holds the pipes is not waited for.
        await stopReading.CancelAsync().ConfigureAwait(false);
        await DrainAsync(reading, CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        _output.ThrowIfFaulted();
        return new ProcessResult(_process.ExitCode, _output.StandardOutput, _output.StandardError, duration) { TimedOut = timedOut };
    }

    private void StartProcess()
    {
        if (!Directory.Exists(_request.WorkingDirectory))
        {
            throw new CommandNotFoundException($"The folder '{_request.WorkingDirectory}', in which '{_request.FileName}' is to run, does not exist. Correct the path or create the folder.", null);
        }

        try
        {
            _process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new CommandNotFoundException($"'{_request.FileName}' could not be started: {exception.Message}. Install it, put it on the PATH, or correct the name.", exception);
        }
    }

    private void Release()
    {
        _process.Dispose();
        _output.Dispose();
        _stop.Dispose();
        _input.Dispose();
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

    private static bool IsEndOfInput(Exception exception) => exception is IOException or ObjectDisposedException or InvalidOperationException;

    /// <summary>Waits for a task for as long as output may still come, and no longer.</summary>
    internal static async Task DrainAsync(Task task, CancellationToken cancellation)
    {
        try
        {
            await task.WaitAsync(ProcessRunner.DrainTime, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The bound is the point.
        }
    }
}
