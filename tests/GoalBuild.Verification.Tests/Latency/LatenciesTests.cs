using System.Text.Json;
using CsCheck;
using GoalBuild.Verification.Latency;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Latency;

public class LatenciesTests
{
    private static Latencies Of(params IEnumerable<decimal> milliseconds) => new([.. milliseconds.Select(time => new Sample(time, null))]);

    // The example of the nearest-rank method: ordered 15, 20, 35, 40, 50.
    [TestCase(5, 15)]
    [TestCase(30, 20)]
    [TestCase(40, 20)]
    [TestCase(50, 35)]
    [TestCase(100, 50)]
    public void A_percentile_is_the_time_at_the_nearest_rank(decimal percentile, decimal expected) =>
        Assert.That(Of(35, 20, 15, 50, 40).Percentile(percentile), Is.EqualTo(expected));

    [TestCase(1, 99.9, 7)]
    [TestCase(1, 0.1, 7)]
    public void One_request_is_every_percentile(decimal time, decimal percentile, decimal more) =>
        Assert.That(Of(time + more).Percentile(percentile), Is.EqualTo(8));

    [Test]
    public void Without_an_answer_there_is_no_percentile()
    {
        var latencies = new Latencies([new Sample(3, "answered 500"), new Sample(4, "connection refused"), new Sample(5, "answered 500")]);

        Assert.Multiple(() =>
        {
            Assert.That(latencies.Percentile(50), Is.Null);
            Assert.That(latencies.Answered, Is.Zero);
            Assert.That(latencies.Failures, Is.EqualTo(new[] { ("answered 500", 2), ("connection refused", 1) }));
        });
    }

    [Test]
    public void A_percentile_is_the_least_time_that_enough_requests_did_not_exceed() =>
        Gen.Select(Gen.Int[1, 1_000_000].Array[1, 300], Gen.Int[1, 1000]).Sample((times, thousandths) =>
        {
            var sorted = times.Select(time => time / 1000m).Order().ToList();
            var percentile = thousandths / 10m;
            var found = Of(sorted).Percentile(percentile)!.Value;
            var needed = percentile / 100 * sorted.Count;
            return sorted.Contains(found) && sorted.Count(time => time <= found) >= needed && sorted.Count(time => time < found) < needed;
        });

    [Test]
    public void Buckets_hold_every_time_once_and_are_no_wider_than_an_eighth() =>
        Gen.Int[0, 60_000_000].Array[1, 300].Sample(times =>
        {
            var buckets = Of(times.Select(time => time / 1000m)).Buckets().ToList();
            return buckets.Sum(bucket => bucket.Count) == times.Length
                && buckets.All(bucket => bucket.Count == times.Count(time => time >= bucket.From && time < bucket.To))
                && buckets.All(bucket => bucket.To - bucket.From == 1 || (bucket.To - bucket.From) * 8 <= bucket.From);
        });

    [Test]
    public void The_file_holds_percentiles_histogram_failures_and_every_time()
    {
        using var folder = new TempFolder();
        var latencies = new Latencies([new Sample(2.5m, null), new Sample(1.25m, null), new Sample(9, "answered 500 \"x\"")]);

        latencies.Write(folder.At("x.latency.json"), "GET http://127.0.0.1/", 4, 20);

        using var json = JsonDocument.Parse(File.ReadAllText(folder.At("x.latency.json")));
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("requests").GetInt32(), Is.EqualTo(3));
            Assert.That(json.RootElement.GetProperty("percentiles").GetProperty("p50").GetDecimal(), Is.EqualTo(1.25m));
            Assert.That(json.RootElement.GetProperty("percentiles").GetProperty("p99.9").GetDecimal(), Is.EqualTo(2.5m));
            Assert.That(json.RootElement.GetProperty("failures")[0].GetProperty("why").GetString(), Is.EqualTo("answered 500 \"x\""));
            Assert.That(json.RootElement.GetProperty("histogram").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt32()), Is.EqualTo(2));
            Assert.That(json.RootElement.GetProperty("sorted").EnumerateArray().Select(time => time.GetDecimal()), Is.EqualTo(new[] { 1.25m, 2.5m }));
        });
    }
}
