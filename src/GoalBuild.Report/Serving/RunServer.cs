using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using GoalBuild.Verification;

namespace GoalBuild.Report.Serving;

/// <summary>
/// Shows the runs of a tree in a browser, on this machine alone. Whoever does not know the token in the address is told nothing. One reader asks the
/// ledger for all viewers; each viewer is sent the newest state when it is ready for it.
/// </summary>
public sealed class RunServer : IDisposable
{
    private const int MostConnections = 512;
    private static readonly TimeSpan ForHead = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForWriting = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForEnding = TimeSpan.FromSeconds(1);

    private readonly TcpListener _listener;
    private readonly RunBoard _board;
    private readonly LiveTopics _topics;
    private readonly Routes _routes;
    private int _connections;

    /// <summary>Opens the port; nobody is answered before <see cref="RunAsync"/>.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="port">The port, or 0 for one that is free.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="version">GoalBuild's version.</param>
    /// <exception cref="SocketException">The port cannot be used.</exception>
    public RunServer(Workspace workspace, int port, TimeProvider clock, string version)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)).Replace('+', '-').Replace('/', '_');
        _board = new RunBoard(workspace, clock);
        _topics = new LiveTopics(_board, clock);
        var chosen = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _routes = new Routes(_board, workspace, clock, version, token, chosen);
        Address = new Uri($"http://127.0.0.1:{chosen}/{token}/");
    }

    /// <summary>The address of the page of all runs, with the token in it.</summary>
    public Uri Address { get; }

    /// <summary>How many viewers there are now.</summary>
    internal int Viewers => _topics.Viewers;

    /// <summary>Serves until it is cancelled.</summary>
    /// <param name="cancellation">Ends it, with all connections.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = _topics.WatchAsync(ended.Token);
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(ended.Token).ConfigureAwait(false);
                _ = ServeAsync(client, ended.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(watching, Task.Delay(ForEnding, CancellationToken.None)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _routes.Dispose();
        _board.Dispose();
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellation)
    {
        using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            if (Interlocked.Increment(ref _connections) <= MostConnections)
            {
                client.NoDelay = true;
                await AnswerAsync(stream, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It went away, or was too slow; either way there is nobody to tell.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task AnswerAsync(NetworkStream stream, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ForHead);
        var head = await RequestHead.ReadAsync(stream, patience.Token).ConfigureAwait(false);
        patience.CancelAfter(Timeout.InfiniteTimeSpan);
        if (head is not null && _routes.TopicOf(head) is { } topic)
        {
            await ShowAsync(stream, _topics.Named(topic), cancellation).ConfigureAwait(false);
            return;
        }

        Reply reply;
        try
        {
            reply = head is null ? Reply.No("400 Bad Request", "This is no request.") : await _routes.AnswerAsync(head, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (LiveTopics.IsOfTheLedger(exception))
        {
            reply = Reply.No("500 Internal Server Error", exception.Message);
        }

        patience.CancelAfter(ForWriting);
        await stream.WriteAsync(reply.ToBytes(head?.Method == "HEAD"), patience.Token).ConfigureAwait(false);

        // The other side has to have read it before the connection goes, or it might be told of a reset instead.
        stream.Socket.Shutdown(SocketShutdown.Send);
        patience.CancelAfter(ForEnding);
        var rest = new byte[1024];
        for (var left = 64; left > 0 && await stream.ReadAsync(rest, patience.Token).ConfigureAwait(false) > 0; left--)
        {
            // What follows the head of a request is of no interest.
        }
    }

    private static async Task ShowAsync(NetworkStream stream, Topic topic, CancellationToken cancellation)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var leaving = WaitForLeaveAsync(stream, gone);
        topic.Enter();
        try
        {
            await SendAsync(stream, Reply.EventsHead, gone.Token).ConfigureAwait(false);
            byte[]? sent = null;
            while (true)
            {
                var (state, next) = topic.Current;
                if (state is not null)
                {
                    await SendAsync(stream, state == sent ? ": \n\n"u8.ToArray() : state, gone.Token).ConfigureAwait(false);
                    sent = state;
                }

                await next.WaitAsync(gone.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            topic.Leave();
            await gone.CancelAsync().ConfigureAwait(false);
            await leaving.ConfigureAwait(false);
        }
    }

    // One that takes nothing for so long is let go; a browser comes back by itself.
    private static async Task SendAsync(NetworkStream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ForWriting);
        await stream.WriteAsync(bytes, patience.Token).ConfigureAwait(false);
    }

    private static async Task WaitForLeaveAsync(NetworkStream stream, CancellationTokenSource gone)
    {
        try
        {
            var nothing = new byte[256];
            while (await stream.ReadAsync(nothing, gone.Token).ConfigureAwait(false) > 0)
            {
                // A viewer has nothing to say.
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone, too.
        }

        await gone.CancelAsync().ConfigureAwait(false);
    }
}
