using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>
/// Within a sandbox, the ports of this machine that the goal names: each is listened on, and who connects to it is led there through the proxy. So a command finds
/// them where the goal says, and all else of the loopback is its own: what it serves there itself it reaches by itself, and not by a proxy that knows nothing of it.
/// </summary>
/// <param name="connect">Connects to the proxy.</param>
internal sealed class LocalDoors(Func<Task<NetworkStream>> connect)
{
    /// <summary>Opens the doors; they stay open as long as the process.</summary>
    /// <param name="allowed">The hosts that the goal allows.</param>
    /// <returns>Names of this machine that have no door, because no port is named, or one that there is not, or it cannot be listened on: they are reached through the proxy alone.</returns>
    public IReadOnlySet<string> Open(AllowedHosts allowed)
    {
        var without = new HashSet<string>(StringComparer.Ordinal);
        var open = new HashSet<IPEndPoint>();
        foreach (var (name, port) in allowed.Local)
        {
            // Port 0 would be any that is free, and what is above the highest cannot be listened on at all.
            if (port is not (> 0 and <= IPEndPoint.MaxPort) || !IsOpen(name == "localhost" ? IPAddress.Loopback : IPAddress.Parse(name)))
            {
                without.Add(name);
            }
            else if (name == "localhost")
            {
                // Some clients take the first address of the name and no other. Where there is no version 6, there is no such address.
                IsOpen(IPAddress.IPv6Loopback);
            }

            bool IsOpen(IPAddress address) => new IPEndPoint(address, port.Value) is var at && (open.Contains(at) || (IsOpened(at, name) && open.Add(at)));
        }

        return without;
    }

    private bool IsOpened(IPEndPoint at, string name)
    {
        TcpListener? listener = null;
        try
        {
            listener = new TcpListener(at);
            listener.Start();
        }
        catch (SocketException)
        {
            // A port below 1024, or an address that the sandbox has not.
            listener?.Dispose();
            return false;
        }

        var host = AllowedHosts.Written(name, at.Port);
        _ = Connections.TakeAsync(listener.AcceptSocketAsync, socket => _ = LeadAsync(socket, host), CancellationToken.None);
        return true;
    }

    private async Task LeadAsync(Socket accepted, string host)
    {
        try
        {
            using var client = new NetworkStream(accepted, ownsSocket: true);
            using var proxy = await connect().ConfigureAwait(false);
            await proxy.WriteAsync(Encoding.Latin1.GetBytes($"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n")).ConfigureAwait(false);
            var (lines, behind) = await MessageHead.ReadAsync(proxy, CancellationToken.None).ConfigureAwait(false);
            if (lines is [var first, ..] && first.Split(' ') is [_, ['2', ..], ..])
            {
                await client.WriteAsync(behind).ConfigureAwait(false);
                await Streams.JoinAsync(client, proxy, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The command sees its connection closed.
        }
    }
}
