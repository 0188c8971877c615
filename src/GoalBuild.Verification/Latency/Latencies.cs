using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace GoalBuild.Verification.Latency;

/// <summary>How long the requests of one load took; those that failed are counted apart.</summary>
internal sealed class Latencies
{
    private static readonly decimal[] Shown = [50, 75, 90, 95, 99, 99.9m, 100];

    private readonly decimal[] _sorted;

    /// <summary>Takes what was measured.</summary>
    /// <param name="samples">What became of each request.</param>
    public Latencies(IReadOnlyCollection<Sample> samples)
    {
        _sorted = [.. samples.Where(sample => sample.Failure is null).Select(sample => sample.Milliseconds).Order()];
        Failures = [.. samples.Where(sample => sample.Failure is not null).GroupBy(sample => sample.Failure!, StringComparer.Ordinal)
            .Select(group => (group.Key, group.Count())).OrderByDescending(failure => failure.Item2).ThenBy(failure => failure.Key, StringComparer.Ordinal)];
        Requests = samples.Count;
        IsCutOff = samples.Any(sample => sample is { Failure: not null, Status: null });
    }

    /// <summary>Whether a request got no answer at all.</summary>
    public bool IsCutOff { get; }

    /// <summary>How many requests were sent.</summary>
    public int Requests { get; }

    /// <summary>How many were answered with success.</summary>
    public int Answered => _sorted.Length;

    /// <summary>Why requests failed and how often, the commonest first.</summary>
    public IReadOnlyList<(string Why, int Count)> Failures { get; }

    /// <summary>
    /// A percentile by nearest rank: the smallest time that was measured which at least so many percent of the requests did not exceed. Nothing is
    /// interpolated, so that it is always the time of a request.
    /// </summary>
    /// <param name="percentile">Above 0, at most 100.</param>
    /// <returns>Milliseconds, or null where nothing was answered.</returns>
    public decimal? Percentile(decimal percentile) =>
        _sorted.Length == 0 ? null : _sorted[Math.Clamp((int)Math.Ceiling(percentile / 100 * _sorted.Length), 1, _sorted.Length) - 1];

    /// <summary>
    /// The histogram: how many requests took so long, in buckets whose width grows with the time, eight to each doubling (as HdrHistogram has them), so that
    /// none is wider than an eighth of its lower edge.
    /// </summary>
    /// <returns>Edges in microseconds, the upper one excluded, the shortest first.</returns>
    public IEnumerable<(long From, long To, int Count)> Buckets() => _sorted
        .Select(milliseconds => Bucket((long)(milliseconds * 1000)))
        .GroupBy(bucket => bucket)
        .Select(group => (group.Key.From, group.Key.To, group.Count()));

    /// <summary>Writes the evidence: what was sent, percentiles, the histogram, and every time that was measured, sorted.</summary>
    /// <param name="path">Absolute path of the file.</param>
    /// <param name="request">Method and address as they were sent.</param>
    /// <param name="concurrency">How many requests were under way at once.</param>
    /// <param name="warmUp">How many requests came before, unmeasured.</param>
    public void Write(string path, string request, int concurrency, int warmUp)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("request", request);
        json.WriteNumber("requests", Requests);
        json.WriteNumber("concurrency", concurrency);
        json.WriteNumber("warmUp", warmUp);
        json.WriteString("unit", "ms");
        json.WriteStartObject("percentiles");
        foreach (var percentile in Shown.Where(_ => _sorted.Length > 0))
        {
            json.WriteNumber(Name(percentile), Percentile(percentile)!.Value);
        }

        json.WriteEndObject();
        json.WriteStartArray("failures");
        foreach (var (why, count) in Failures)
        {
            json.WriteRawValue($"{{ \"why\": {JsonSerializer.Serialize(why, VerdictJsonContext.Default.String)}, \"count\": {Text(count)} }}");
        }

        json.WriteEndArray();
        json.WriteStartArray("histogram");
        foreach (var (from, to, count) in Buckets())
        {
            json.WriteRawValue($"{{ \"from\": {Text(from / 1000m)}, \"to\": {Text(to / 1000m)}, \"count\": {Text(count)} }}");
        }

        json.WriteEndArray();
        json.WritePropertyName("sorted");
        json.WriteRawValue($"[{string.Join(',', _sorted.Select(Text))}]");
        json.WriteEndObject();
    }

    /// <summary>A percentile as the language writes it: <c>p95</c>, <c>p99.9</c>.</summary>
    /// <param name="percentile">The percentile.</param>
    public static string Name(decimal percentile) => "p" + percentile.ToString("0.####", CultureInfo.InvariantCulture);

    private static (long From, long To) Bucket(long microseconds)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)Math.Max(1, microseconds)) - 3);
        var from = microseconds >> shift << shift;
        return (from, from + (1L << shift));
    }

    private static string Text(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
