using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>
/// The way of commands to the hosts that a goal allows: a forward proxy of this process. It resolves names itself and connects to what it resolved, so that
/// a name cannot be asked for as one address and reached as another. All else is refused with 403, and told once for each host.
/// </summary>
internal sealed class HostProxy : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);

    private readonly AllowedHosts _allowed;
    private readonly Action<string> _refused;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly IWebProxy? _upstream;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _work = new();
    private readonly List<Socket> _listeners = [];
    private DirectoryInfo? _folder;
    private string? _path;
    private int _port;

    /// <summary>Makes a proxy that does not listen yet.</summary>
    /// <param name="allowed">The hosts.</param>
    /// <param name="refused">Told of each host that is refused, once, as a sentence; from any thread.</param>
    /// <param name="resolve">Resolves names; the system's own way where it is null.</param>
    /// <param name="upstream">The proxies that this machine itself has to use; null for none.</param>
    public HostProxy(AllowedHosts allowed, Action<string> refused, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, IWebProxy? upstream = null)
    {
        (_allowed, _refused, _upstream) = (allowed, refused, upstream);
        _resolve = resolve ?? ((host, cancellation) => Dns.GetHostAddressesAsync(host, cancellation));
    }

    /// <summary>The hosts.</summary>
    public AllowedHosts Allowed => _allowed;

    /// <summary>Listens on a socket in the file system that only this user can reach.</summary>
    /// <returns>Absolute path of it. It is short: the system allows about a hundred bytes.</returns>
    public string ListenOnSocket()
    {
        if (_path is null)
        {
            _folder = Directory.CreateTempSubdirectory("goal-");
            _path = Path.Combine(_folder.FullName, "proxy");
            Listen(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(_path));
        }

        return _path;
    }

    /// <summary>Listens on a port of this machine's loopback.</summary>
    /// <returns>The port.</returns>
    public int ListenOnLoopback()
    {
        if (_port == 0)
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Listen(listener, new IPEndPoint(IPAddress.Loopback, 0));
            _port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        }

        return _port;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_work.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        try
        {
            _folder?.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An empty folder for temporary files, at most.
        }
    }

    private void Listen(Socket listener, EndPoint at)
    {
        listener.Bind(at);
        listener.Listen();
        _listeners.Add(listener);
        Track(Connections.TakeAsync(listener.AcceptAsync, socket => Track(ServeAsync(socket)), _end.Token));
    }

    private void Track(Task task)
    {
        _work[task] = true;
        _ = task.ContinueWith(done => _work.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket socket)
    {
        using var client = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var (lines, behind) = await MessageHead.ReadAsync(client, _end.Token).ConfigureAwait(false);
            if (RequestHead.Parse(lines) is not { } head)
            {
                await AnswerAsync(client, "400 Bad Request", "This is a proxy: it takes CONNECT, or a request with a whole http address.").ConfigureAwait(false);
                return;
            }

            var upstream = UpstreamProxy.For(_upstream, head.Address);
            if (upstream is not null && head is { IsTunnel: false, BodyLength: null })
            {
                await AnswerAsync(client, "411 Length Required", "Through the proxy of this machine a body has to say its length.").ConfigureAwait(false);
                return;
            }

            var (host, refusal, failure) = await ConnectAsync(head, upstream).ConfigureAwait(false);
            if (host is null)
            {
                if (refusal is not null)
                {
                    Tell(head, refusal);
                }

                await AnswerAsync(client, refusal is null ? "502 Bad Gateway" : "403 Forbidden", refusal ?? failure).ConfigureAwait(false);
                return;
            }

            using var server = new NetworkStream(host, ownsSocket: true);
            if (head.IsTunnel)
            {
                if (upstream is not null && await upstream.TunnelAsync(server, head, _end.Token).ConfigureAwait(false) is { } answer)
                {
                    await AnswerAsync(client, "502 Bad Gateway", $"The proxy of this machine refuses {head.Host}: {answer}").ConfigureAwait(false);
                    return;
                }

                await client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _end.Token).ConfigureAwait(false);
            }

            // One request on each connection: what a client sends behind it could be another, for any host that the machine's own proxy reaches.
            var most = head.IsTunnel ? null : head.BodyLength;
            var first = behind.AsMemory(0, (int)Math.Min(behind.Length, most ?? behind.Length));
            await server.WriteAsync(head.Forwarded(upstream), _end.Token).ConfigureAwait(false);
            await server.WriteAsync(first, _end.Token).ConfigureAwait(false);
            await Streams.JoinAsync(client, server, _end.Token, most - first.Length).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has gone; the other is told by the end of its connection.
        }
    }

    private async Task<(Socket? Host, string? Refusal, string Failure)> ConnectAsync(RequestHead head, UpstreamProxy? upstream)
    {
        if (!_allowed.Allows(head.Host, head.Port))
        {
            return (null, "no 'network' constraint of the goal names it", "");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(ConnectTime);
        try
        {
            // Behind a proxy of the machine's own only what is an address already can be judged.
            var isLiteral = IPAddress.TryParse(head.Host, out var literal);
            var addresses = isLiteral ? [literal!] : upstream is null ? await _resolve(head.Host, limit.Token).ConfigureAwait(false) : [];
            var allowed = addresses.Where(address => _allowed.Allows(address, head.Port)).ToArray();
            if (addresses.Length > 0 && allowed.Length == 0)
            {
                return (null, $"its name leads to {addresses[0]}, on this machine or a network around it, which the goal has to name itself", "");
            }

            var port = head.Port;
            if (upstream is not null)
            {
                allowed = await Dns.GetHostAddressesAsync(upstream.Address.IdnHost, limit.Token).ConfigureAwait(false);
                port = upstream.Address.Port;
            }

            foreach (var address in allowed)
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(new IPEndPoint(address, port), limit.Token).ConfigureAwait(false);
                    return (socket, null, "");
                }
                catch (SocketException) when (address != allowed[^1])
                {
                    socket.Dispose();
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            }

            return (null, null, $"{head.Host} has no address.");
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !_end.IsCancellationRequested))
        {
            return (null, null, $"{head.Host} cannot be reached: {exception.Message}");
        }
    }

    private void Tell(RequestHead head, string why)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{head.Host}:{head.Port}");
        if (_told.TryAdd(name, true))
        {
            _refused($"A command asked for {new string([.. name.Where(c => !char.IsControl(c)).Take(200)])} and was refused: {why}.");
        }
    }

    private async Task AnswerAsync(NetworkStream client, string status, string text)
    {
        var body = $"GoalBuild: {text}\n";
        await client.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"), _end.Token).ConfigureAwait(false);
    }
}
