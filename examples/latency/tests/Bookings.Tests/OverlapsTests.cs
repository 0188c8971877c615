namespace Bookings.Tests;

public class OverlapsTests
{
    [Test]
    public void Nothing_overlaps_where_there_is_nothing() => Assert.That(Overlaps.Count([]), Is.Zero);

    [Test]
    public void A_booking_that_begins_when_another_ends_does_not_overlap() => Assert.That(Overlaps.Count([new(0, 60), new(60, 120)]), Is.Zero);

    [Test]
    public void Equal_bookings_overlap() => Assert.That(Overlaps.Count([new(0, 60), new(0, 60), new(0, 60)]), Is.EqualTo(3));

    [Test]
    public void A_long_booking_overlaps_all_within_it() => Assert.That(Overlaps.Count([new(0, 100), new(10, 20), new(30, 40), new(90, 110)]), Is.EqualTo(3));

    [TestCase(1)]
    [TestCase(2)]
    public void It_counts_what_comparing_each_with_each_counts(int seed)
    {
        var random = new Random(seed);
        var bookings = Enumerable.Range(0, 500).Select(_ => random.Next(2_000)).Select(start => new Booking(start, start + 1 + random.Next(90))).ToList();
        var pairs = from a in Enumerable.Range(0, bookings.Count)
                    from b in Enumerable.Range(0, a)
                    where bookings[a].Start < bookings[b].End && bookings[b].Start < bookings[a].End
                    select (a, b);
        Assert.That(Overlaps.Count(bookings), Is.EqualTo(pairs.Count()));
    }
}
