using GoalBuild.Agent.Executors.Model;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>
/// Another agent's program while it runs. It is stopped, with all that it started, when it is silent for too long, prints without end, or takes too much
/// of the machine.
/// </summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    // What is kept of standard error, for its last words.
    private const int Kept = 64 * 1024;

    private readonly AgentPatience _patience;
    private readonly StartedProcess _process;
    private readonly ITimer _watchdog;
    private readonly CancellationTokenSource _ended = new();
    private long _printed;
    private string? _stopped;

    private AgentProcess(ProcessRequest request, SandboxLimits? limits, AgentPatience patience, TimeProvider clock, Action<string> onOutput)
    {
        _patience = patience;
        _watchdog = clock.CreateTimer(_ => Stop($"it printed nothing for {Duration.Of(patience.Idle)}"), null, patience.Idle, Timeout.InfiniteTimeSpan);
        try
        {
            _process = StartedProcess.Start(request with { KeptCharacters = Kept, OnText = Heard, OnStandardOutput = onOutput }, CancellationToken.None);
        }
        catch (CommandNotFoundException)
        {
            _watchdog.Dispose();
            _ended.Dispose();
            throw;
        }

        Completion = RunAsync(limits, clock);
    }

    /// <summary>Ends when nothing of it runs any more.</summary>
    public Task<AgentExit> Completion { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="request">How.</param>
    /// <param name="limits">What its tree is held to, or null.</param>
    /// <param name="patience">When it is stopped.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="onOutput">Told each piece of its standard output, one after another.</param>
    /// <exception cref="CommandNotFoundException">The shell is not there.</exception>
    public static AgentProcess Start(ProcessRequest request, SandboxLimits? limits, AgentPatience patience, TimeProvider clock, Action<string> onOutput) => new(request, limits, patience, clock, onOutput);

    /// <summary>Writes to its input. A program that does not read is waited for until its end.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it was written.</returns>
    public Task<bool> WriteAsync(string text) => _process.WriteAsync(text, CancellationToken.None);

    /// <summary>Writes all of its input, then ends it, while it runs.</summary>
    /// <param name="text">The text, or null for none.</param>
    public async Task FeedAsync(string? text)
    {
        if (text is not null)
        {
            await WriteAsync(text).ConfigureAwait(false);
        }

        _process.CloseInput();
    }

    /// <summary>Kills it with everything that it started; <see cref="Completion"/> then ends.</summary>
    /// <param name="why">Why, as half a sentence; what is said first stays.</param>
    public void Stop(string why)
    {
        Interlocked.CompareExchange(ref _stopped, why, null);
        // The watchdog may come before the constructor is through; a timer is never that short.
        _process?.Stop();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Stop("the turn went on without it");
        try
        {
            await Completion.ConfigureAwait(false);
        }
        finally
        {
            await _process.DisposeAsync().ConfigureAwait(false);
            await _watchdog.DisposeAsync().ConfigureAwait(false);
            _ended.Dispose();
        }
    }

    private void Heard(string text)
    {
        _watchdog.Change(_patience.Idle, Timeout.InfiniteTimeSpan);
        if (Interlocked.Add(ref _printed, text.Length) > _patience.MostOutput)
        {
            Stop($"it printed more than {_patience.MostOutput >> 20} million characters");
        }
    }

    private async Task<AgentExit> RunAsync(SandboxLimits? limits, TimeProvider clock)
    {
        var watching = limits is null ? Task.CompletedTask : WatchAsync(limits, clock);
        try
        {
            var result = await _process.Completion.ConfigureAwait(false);
            return new AgentExit(result.ExitCode, _stopped, result.StandardError.Text);
        }
        finally
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

/// <summary>How a program ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Stopped">Why it was stopped, as half a sentence; null where it ended by itself.</param>
/// <param name="Error">What it wrote to standard error, shortened in the middle.</param>
internal sealed record AgentExit(int Code, string? Stopped, string Error)
{
    /// <summary>Why the program did not do its work, as a sentence's start without an end; null where it ended as a program does that is done.</summary>
    /// <param name="said">Its own last words on standard output, or null.</param>
    public string? Fault(string? said)
    {
        if (Stopped is not null)
        {
            return $"{Stopped}, and was stopped";
        }

        var last = Error.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? said ?? "it printed nothing";
        return Code == 0 ? null
            : Code == ProcessRequest.ShellCommandNotFound ? $"a program was not found where the agent's commands run (exit code {Code}): {last}"
            : $"it ended with exit code {Code}: {last}";
    }
}
