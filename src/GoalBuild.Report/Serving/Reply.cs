using System.Globalization;
using System.Text;

namespace GoalBuild.Report.Serving;

/// <summary>An answer, with what keeps a page to itself.</summary>
/// <param name="Status">Such as <c>200 OK</c>.</param>
/// <param name="Type">The content's type.</param>
/// <param name="Body">The content.</param>
internal sealed record Reply(string Status, string Type, string Body)
{
    /// <summary>The page's content security policy.</summary>
    public string Policy { get; init; } = "default-src 'none'";

    /// <summary>Where the browser is sent to, or null.</summary>
    public string? Location { get; init; }

    /// <summary>A page.</summary>
    /// <param name="html">The page.</param>
    /// <param name="policy">Its content security policy.</param>
    public static Reply Page(string html, string policy) => new("200 OK", "text/html; charset=utf-8", html) { Policy = policy };

    /// <summary>A refusal, or something that is not there.</summary>
    /// <param name="status">Such as <c>404 Not Found</c>.</param>
    /// <param name="why">One line.</param>
    public static Reply No(string status, string why) => new(status, "text/plain; charset=utf-8", why + "\n");

    /// <summary>The head of a stream of events, which has no end.</summary>
    public static ReadOnlyMemory<byte> EventsHead { get; } = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{Always("default-src 'none'")}\r\nretry: 2000\n\n");

    /// <summary>The answer as it is sent.</summary>
    /// <param name="isHead">Whether the content is left out, as for <c>HEAD</c>.</param>
    public byte[] ToBytes(bool isHead)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var head = $"HTTP/1.1 {Status}\r\nContent-Type: {Type}\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n{(Location is null ? "" : $"Location: {Location}\r\n")}{Always(Policy)}\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. isHead ? [] : body];
    }

    // No field lets another origin read anything; frames, referrers and caches would give the address away, in which the token is.
    private static string Always(string policy) =>
        $"Content-Security-Policy: {policy}; frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n" +
        "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\nCache-Control: no-store\r\nConnection: close\r\n";
}
