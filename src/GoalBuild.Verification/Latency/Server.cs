using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Latency;

/// <summary>What was seen while a server was waited for.</summary>
/// <param name="IsReady">Whether it answers.</param>
/// <param name="Ended">How it ended, where it ended before it answered.</param>
/// <param name="LastFailure">What the last request came to, where it does not answer.</param>
internal sealed record Readiness(bool IsReady, ProcessResult? Ended, string LastFailure);

/// <summary>The server of a latency clause: a command that is started, waited for, and stopped with all that it started.</summary>
internal sealed class Server : IAsyncDisposable
{
    // Long enough not to disturb a server that starts, short beside what starting takes.
    private static TimeSpan BetweenTries => TimeSpan.FromMilliseconds(50);

    private readonly StartedProcess _process;

    private Server(StartedProcess process) => _process = process;

    /// <summary>How the server ended; null where it runs. What it was started with has to be taken away before that is seen, so that it is waited for a little.</summary>
    public async Task<ProcessResult?> EndAsync()
    {
        await Task.WhenAny(_process.Completion, Task.Delay(2 * ProcessRunner.DrainTime)).ConfigureAwait(false);
        return _process.Completion.IsCompletedSuccessfully ? await _process.Completion.ConfigureAwait(false) : null;
    }

    /// <summary>Starts it. Its standard input stays open: some servers end with it.</summary>
    /// <param name="request">The command.</param>
    /// <param name="cancellation">Stops it with its whole tree.</param>
    /// <exception cref="CommandNotFoundException">The program or the working directory does not exist.</exception>
    public static Server Start(ProcessRequest request, CancellationToken cancellation) => new(StartedProcess.Start(request, cancellation));

    /// <summary>Waits until it answers, whatever the answer, but for 503, with which servers say that they are still starting.</summary>
    /// <param name="client">Sends the requests.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Readiness> WaitAsync(LoadClient client, TimeSpan limit, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var waiting = WaitForAnswerAsync(client, limit, over.Token);
        await Task.WhenAny(waiting, _process.Completion).ConfigureAwait(false);
        if (!waiting.IsCompleted)
        {
            await over.CancelAsync().ConfigureAwait(false);
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new Readiness(false, await _process.Completion.ConfigureAwait(false), "");
        }

        return await waiting.ConfigureAwait(false) is { } failure ? new Readiness(false, null, failure) : new Readiness(true, null, "");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<string?> WaitForAnswerAsync(LoadClient client, TimeSpan limit, CancellationToken cancellation)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var left = limit - clock.Elapsed;
            var sample = await client.SendAsync(left > BetweenTries ? left : BetweenTries, cancellation).ConfigureAwait(false);
            if (sample.Status is not null and not 503)
            {
                return null;
            }

            if (clock.Elapsed + BetweenTries >= limit)
            {
                // Still 503: it does answer, and the requests that are measured count that.
                return sample.Status is null ? sample.Failure : null;
            }

            await Task.Delay(BetweenTries, cancellation).ConfigureAwait(false);
        }
    }
}
