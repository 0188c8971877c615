using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GoalBuild.Verification.Latency;

/// <summary>What became of one request.</summary>
/// <param name="Milliseconds">From sending it until the last byte of its answer.</param>
/// <param name="Failure">Why it does not count, in a few words; null for an answer of 200 to 299.</param>
internal readonly record struct Sample(decimal Milliseconds, string? Failure)
{
    /// <summary>The status of the answer, or null where there was none.</summary>
    public int? Status { get; init; }
}

/// <summary>
/// Sends one request again and again and measures each until its answer was read. The next one leaves when an answer came, so that no more than the
/// asked number is under way: a server that stalls is sent less meanwhile, as by users who wait. No proxy, no redirects, no cookies: what is measured
/// is that address. The certificate of a server on this machine is not looked at, since development certificates are not trusted everywhere.
/// </summary>
internal sealed class LoadClient : IDisposable
{
    /// <summary>How long one answer is waited for.</summary>
    public static TimeSpan AnswerLimit => TimeSpan.FromSeconds(30);

    // One failure fails the clause, so that nobody needs to see ten thousand; and waiting for answers that do not come takes the longest.
    private const int MostFailures = 100, MostWithoutAnswer = 5;

    private readonly HttpMethod _method;
    private readonly Uri _address;
    private readonly int _concurrency;
    private readonly TimeSpan _limit;
    private readonly HttpMessageInvoker _client;

    /// <summary>Prepares; nothing is sent yet.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The absolute address.</param>
    /// <param name="concurrency">How many requests are under way at once, at least 1.</param>
    /// <param name="limit">How long one answer is waited for; null for <see cref="AnswerLimit"/>.</param>
    public LoadClient(HttpMethod method, Uri address, int concurrency, TimeSpan? limit = null)
    {
        _method = method;
        _address = address;
        _concurrency = concurrency;
        _limit = limit ?? AnswerLimit;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = concurrency,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        };
        if (address.IsLoopback)
        {
#pragma warning disable CA5359 // It is this machine's own server, see above.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        _client = new HttpMessageInvoker(handler);
    }

    /// <summary>Sends requests until so many were sent, or so many failed that more would tell nothing.</summary>
    /// <param name="requests">How many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What became of each, in no order.</returns>
    public async Task<IReadOnlyList<Sample>> RunAsync(int requests, CancellationToken cancellation)
    {
        var samples = new List<Sample>[Math.Min(_concurrency, requests)];
        var (sent, failed, unanswered) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, samples.Length).Select(i => Task.Run(() => WorkAsync(samples[i] = []), cancellation))).ConfigureAwait(false);
        return [.. samples.SelectMany(some => some)];

        async Task WorkAsync(List<Sample> own)
        {
            while (Interlocked.Increment(ref sent) <= requests && Volatile.Read(ref failed) < MostFailures && Volatile.Read(ref unanswered) < MostWithoutAnswer)
            {
                var sample = await SendAsync(_limit, cancellation).ConfigureAwait(false);
                own.Add(sample);
                if (sample.Failure is not null)
                {
                    Interlocked.Increment(ref failed);
                    if (sample.Status is null && sample.Milliseconds >= (decimal)_limit.TotalMilliseconds)
                    {
                        Interlocked.Increment(ref unanswered);
                    }
                }
            }
        }
    }

    /// <summary>Sends one request.</summary>
    /// <param name="limit">How long its answer is waited for.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Sample> SendAsync(TimeSpan limit, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(limit);
        using var request = new HttpRequestMessage(_method, _address);
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _client.SendAsync(request, timeout.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                await body.CopyToAsync(Stream.Null, timeout.Token).ConfigureAwait(false);
            }

            return new Sample(Elapsed(start), response.IsSuccessStatusCode ? null : Words(response.StatusCode)) { Status = (int)response.StatusCode };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Sample(Math.Max(Elapsed(start), (decimal)limit.TotalMilliseconds), $"no answer within {Verification.Words.Of(limit)}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new Sample(Elapsed(start), Words(exception));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static decimal Elapsed(long start) => Math.Round((decimal)Stopwatch.GetElapsedTime(start).TotalMilliseconds, 3);

    private static string Words(HttpStatusCode status) => string.Create(CultureInfo.InvariantCulture, $"answered {(int)status}{(Enum.IsDefined(status) ? $" {status}" : "")}");

    private static string Words(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return socket.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : $"connection failed ({socket.SocketErrorCode})";
            }
        }

        return exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error }
            ? $"connection failed ({error})"
            : $"connection failed ({exception.Message})";
    }
}
