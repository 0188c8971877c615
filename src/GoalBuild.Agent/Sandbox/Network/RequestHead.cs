using System.Globalization;
using System.Text;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>What a client asks a proxy for (RFC 9112): <c>CONNECT host:port</c>, or a request with the whole address in its first line.</summary>
/// <param name="Method">The method.</param>
/// <param name="Host">The host that is asked for, without brackets.</param>
/// <param name="Port">Its port.</param>
/// <param name="Forwarded">What is sent to the host in place of the head; empty for <c>CONNECT</c>.</param>
internal sealed record RequestHead(string Method, string Host, int Port, byte[] Forwarded)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Whether bytes go through as they are.</summary>
    public bool IsTunnel => Method == "CONNECT";

    /// <summary>Reads the head of a request.</summary>
    /// <param name="stream">What the client sends; nothing behind the head is taken from it but what is given back.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The head, null where it is none that a proxy takes; and what was read beyond it.</returns>
    public static async Task<(RequestHead? Head, byte[] Behind)> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (Parse(Encoding.Latin1.GetString(buffer, 0, end)), buffer[(end + 4)..length]);
            }
        }

        return (null, []);
    }

    private static RequestHead? Parse(string text)
    {
        var lines = text.Split("\r\n");
        var first = lines[0].Split(' ');
        if (first is not [{ Length: > 0 } method, var target, var version] || !version.StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return null;
        }

        if (method == "CONNECT")
        {
            var colon = target.LastIndexOf(':');
            return colon > 0 && int.TryParse(target[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                ? new RequestHead(method, target[..colon].Trim('[', ']'), port, [])
                : null;
        }

        if (!Uri.TryCreate(target, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || address.Host.Length == 0)
        {
            return null;
        }

        // The host gets the form that servers expect, told of the host that was asked for and no other, and one request on this connection: the next may be for another host.
        var kept = lines.Skip(1).Where(line => !IsOwn(line));
        var head = string.Join("\r\n", [$"{method} {address.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped)} {version}", $"Host: {address.Authority}", .. kept, "Connection: close", "", ""]);
        return new RequestHead(method, address.Host.Trim('[', ']'), address.Port, Encoding.Latin1.GetBytes(head));
    }

    private static bool IsOwn(string line) => line.Split(':')[0].Trim().ToLowerInvariant() is "host" or "connection" or "keep-alive" || line.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase);
}
