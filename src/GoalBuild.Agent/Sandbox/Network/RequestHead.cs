using System.Buffers;
using System.Globalization;
using System.Text;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>What a client asks a proxy for (RFC 9112): <c>CONNECT host:port</c>, or a request with the whole address in its first line.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">What is asked for; of a <c>CONNECT</c> only host and port.</param>
internal sealed record RequestHead(string Method, Uri Address)
{
    // RFC 9110, 5.6.2: what names of methods and fields consist of.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The host that is asked for, without brackets.</summary>
    public string Host => Address.Host.Trim('[', ']');

    /// <summary>Its port.</summary>
    public int Port => Address.Port;

    /// <summary>Whether bytes go through as they are.</summary>
    public bool IsTunnel => Method == "CONNECT";

    /// <summary>How many bytes follow the head: of a tunnel any number, and of a body in chunks as many as they say, null.</summary>
    public long? BodyLength { get; private init; }

    private string Version { get; init; } = "";

    private IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>
    /// Reads the head of a request. One that two readers could read differently is none: what is sent on must not become two requests elsewhere, the second to a
    /// host that nobody allowed.
    /// </summary>
    /// <param name="lines">What <see cref="MessageHead.ReadAsync"/> gave.</param>
    /// <returns>The head; null where it is none that a proxy takes.</returns>
    public static RequestHead? Parse(string[] lines)
    {
        // Among the control characters are a line feed and a carriage return alone, which some take for the end of a line.
        if (lines is not [var first, .. var fields] || lines.Any(line => line.Any(character => char.IsControl(character) && character != '\t'))
            || first.Split(' ') is not [var method, var target, ("HTTP/1.0" or "HTTP/1.1") and var version] || !IsToken(method)
            || !fields.All(field => IsToken(field.Split(':') is [var name, _, ..] ? name : "")) || !TryLength(version, fields, out var length))
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
            ? new RequestHead(method, address) { Version = version, Fields = fields, BodyLength = length }
            : null;
    }

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    // RFC 9112, 6.3: a length that is said twice, or besides chunks, is read in more than one way.
    private static bool TryLength(string version, string[] fields, out long? length)
    {
        var lengths = Values("content-length");
        var encodings = Values("transfer-encoding");
        length = encodings.Count > 0 ? null : 0;
        if (lengths.Count == 1 && encodings.Count == 0 && long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var said))
        {
            length = said;
            return true;
        }

        return lengths.Count == 0 && (encodings.Count == 0 || (encodings is [var encoding] && version == "HTTP/1.1" && encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase)));

        List<string> Values(string name) => [.. fields.Where(field => NameOf(field) == name).Select(field => field[(name.Length + 1)..].Trim(' ', '\t'))];
    }

    private static string NameOf(string field) => field.Split(':')[0].ToLowerInvariant();

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

    private static bool IsOwn(string line) => NameOf(line) is "host" or "connection" or "keep-alive" || line.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase);
}
