using System.Diagnostics;
using System.Globalization;
using Bookings;

// Prints how many times as long counting takes as sorting the same bookings. Both run in turn in one process, so that a slow or busy machine slows
// both; the median of several rounds stands.
const int Rounds = 9;
var random = new Random(1);
var bookings = Enumerable.Range(0, 5_000).Select(_ => random.Next(1_000_000)).Select(start => new Booking(start, start + 1 + random.Next(600))).ToArray();
var ratios = new List<double>();
for (var round = 0; round < Rounds; round++)
{
    var sort = Time(() => bookings.Order(Comparer<Booking>.Create((a, b) => a.Start.CompareTo(b.Start))).ToArray());
    ratios.Add(Time(() => Overlaps.Count(bookings)) / sort);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {ratios.Order().ElementAt(Rounds / 2):0.0}"));

static double Time(Action action)
{
    var clock = Stopwatch.StartNew();
    action();
    return clock.Elapsed.TotalMilliseconds;
}
