using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>The proxy that this machine itself has to use, as the user's own environment says: names are resolved there, and not here.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Fields">What it has to be told besides: who asks.</param>
internal sealed record UpstreamProxy(Uri Address, IReadOnlyList<string> Fields)
{
    /// <summary>The proxy for an address, or null where there is none.</summary>
    /// <param name="proxies">The machine's proxies, or null for none.</param>
    /// <param name="address">The address.</param>
    public static UpstreamProxy? For(IWebProxy? proxies, Uri address)
    {
        if (proxies is null || proxies.IsBypassed(address) || proxies.GetProxy(address) is not { } proxy || proxy == address)
        {
            return null;
        }

        var who = proxies.Credentials?.GetCredential(proxy, "Basic");
        return new UpstreamProxy(proxy, who is null ? [] : [$"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{who.UserName}:{who.Password}"))}"]);
    }

    /// <summary>Asks it for a tunnel.</summary>
    /// <param name="stream">The connection to it.</param>
    /// <param name="head">What is asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null where it is there; else the first line of its answer.</returns>
    public async Task<string?> TunnelAsync(NetworkStream stream, RequestHead head, CancellationToken cancellation)
    {
        var name = $"{head.Address.Host}:{head.Port}";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", [$"CONNECT {name} HTTP/1.1", $"Host: {name}", .. Fields, "", ""])), cancellation).ConfigureAwait(false);
        var (lines, _) = await MessageHead.ReadAsync(stream, cancellation).ConfigureAwait(false);
        return lines is [var first, ..] ? first.Split(' ') is [_, ['2', ..], ..] ? null : first : "it gave no answer";
    }
}
