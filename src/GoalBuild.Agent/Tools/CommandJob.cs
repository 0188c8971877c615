using System.Diagnostics;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tools;

/// <summary>A command that runs, or has run.</summary>
internal sealed class CommandJob : IAsyncDisposable
{
    private readonly StartedProcess _process;
    private readonly CancellationTokenSource _ended = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string? _stopped;

    private CommandJob(int number, string command, StartedProcess process, CommandOutput output, TimeSpan timeout, SandboxLimits? limits, TimeProvider clock)
    {
        (Number, Command, Output, Timeout, _process) = (number, command, output, timeout, process);
        Completion = RunAsync(limits, clock);
    }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; }

    /// <summary>The command line.</summary>
    public string Command { get; }

    /// <summary>What it prints.</summary>
    public CommandOutput Output { get; }

    /// <summary>The most time that it may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How long it has been running.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>The system's number of its first process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Ends when nothing of it runs any more.</summary>
    public Task<CommandEnd> Completion { get; }

    /// <summary>Starts a command.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="command">The command line.</param>
    /// <param name="request">How it is started.</param>
    /// <param name="output">Gets what it prints; the job closes it.</param>
    /// <param name="limits">What its tree is held to, or null.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="CommandNotFoundException">The shell or the folder is not there.</exception>
    public static CommandJob Start(int number, string command, ProcessRequest request, CommandOutput output, SandboxLimits? limits, TimeProvider clock)
    {
        try
        {
            // It outlives the call that started it; who owns the job ends it.
            var process = StartedProcess.Start(request with { OnText = output.Append, KeptCharacters = 0 }, CancellationToken.None);
            return new CommandJob(number, command, process, output, request.Timeout ?? System.Threading.Timeout.InfiniteTimeSpan, limits, clock);
        }
        catch (CommandNotFoundException)
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Writes to its input. <c>^D</c> (U+0004) at the end ends the input.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> WriteAsync(string text, CancellationToken cancellation)
    {
        var ends = text.EndsWith('\u0004');
        var written = await _process.WriteAsync(ends ? text[..^1] : text, cancellation).ConfigureAwait(false);
        if (ends)
        {
            _process.CloseInput();
        }

        return written;
    }

    /// <summary>Kills it with everything that it started; <see cref="Completion"/> then ends.</summary>
    /// <param name="why">Why, as half a sentence; what is said first stays.</param>
    public void Stop(string why)
    {
        Interlocked.CompareExchange(ref _stopped, why, null);
        _process.Stop();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Stop("the run went on without it");
        await Completion.ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
        Output.Dispose();
        _ended.Dispose();
    }

    private async Task<CommandEnd> RunAsync(SandboxLimits? limits, TimeProvider clock)
    {
        var watching = limits is null ? Task.CompletedTask : WatchAsync(limits, clock);
        try
        {
            var result = await _process.Completion.ConfigureAwait(false);
            return new CommandEnd(result.ExitCode, result.Duration, result.TimedOut ? "its time ran out" : _stopped);
        }
        catch (IOException exception)
        {
            return new CommandEnd(null, _clock.Elapsed, $"its output could not be kept ({exception.Message.TrimEnd('.')})");
        }
        finally
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(SandboxLimits limits, TimeProvider clock)
    {
        if (await TreeLimit.WaitAsync(_process.Id, limits, clock, _ended.Token).ConfigureAwait(false) is { } excess)
        {
            Stop(excess);
        }
    }
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code; null where there is none to tell.</param>
/// <param name="Duration">From its start to its end.</param>
/// <param name="Stopped">Why it was stopped, as half a sentence; null where it ended by itself.</param>
internal sealed record CommandEnd(int? ExitCode, TimeSpan Duration, string? Stopped);
