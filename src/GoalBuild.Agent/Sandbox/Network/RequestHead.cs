using System.Globalization;
using System.Text;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>What a client asks a proxy for (RFC 9112): <c>CONNECT host:port</c>, or a request with the whole address in its first line.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">What is asked for; of a <c>CONNECT</c> only host and port.</param>
internal sealed record RequestHead(string Method, Uri Address)
{
    /// <summary>The host that is asked for, without brackets.</summary>
    public string Host => Address.Host.Trim('[', ']');

    /// <summary>Its port.</summary>
    public int Port => Address.Port;

    /// <summary>Whether bytes go through as they are.</summary>
    public bool IsTunnel => Method == "CONNECT";

    private string Version { get; init; } = "";

    private IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Reads the head of a request.</summary>
    /// <param name="lines">What <see cref="MessageHead.ReadAsync"/> gave.</param>
    /// <returns>The head; null where it is none that a proxy takes.</returns>
    public static RequestHead? Parse(string[] lines)
    {
        if (lines is not [var first, .. var fields] || first.Split(' ') is not [{ Length: > 0 } method, var target, var version] || !version.StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return null;
        }

        if (method == "CONNECT")
        {
            var colon = target.LastIndexOf(':');
            return colon > 0 && int.TryParse(target[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                && Uri.TryCreate($"https://{target}", UriKind.Absolute, out var tunnel) && tunnel.AbsolutePath == "/" && tunnel.UserInfo.Length == 0
                ? new RequestHead(method, tunnel)
                : null;
        }

        return Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && address.Host.Length > 0
            ? new RequestHead(method, address) { Version = version, Fields = fields }
            : null;
    }

    /// <summary>
    /// What is sent on in place of the head: told of the host that was asked for and no other, and for one request on this connection, since the next may be for
    /// another host.
    /// </summary>
    /// <param name="upstream">The proxy that gets it; null for the host itself, which expects another form.</param>
    public byte[] Forwarded(UpstreamProxy? upstream)
    {
        if (IsTunnel)
        {
            return [];
        }

        var target = Address.GetComponents(upstream is null ? UriComponents.PathAndQuery : UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped);
        return Encoding.Latin1.GetBytes(string.Join("\r\n", [$"{Method} {target} {Version}", $"Host: {Address.Authority}", .. Fields.Where(line => !IsOwn(line)), .. upstream?.Fields ?? [], "Connection: close", "", ""]));
    }

    private static bool IsOwn(string line) => line.Split(':')[0].Trim().ToLowerInvariant() is "host" or "connection" or "keep-alive" || line.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase);
}
