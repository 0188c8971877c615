namespace WorkingDays.Tests;

public class BusinessCalendarTests
{
    private static readonly DateOnly Friday = new(2026, 5, 22);
    private static readonly DateOnly WhitMonday = new(2026, 5, 25);
    private readonly BusinessCalendar _calendar = new(WhitMonday);

    [Test]
    public void Weekends_and_holidays_are_closed()
    {
        Assert.That(_calendar.IsOpen(Friday), Is.True);
        Assert.That(_calendar.IsOpen(Friday.AddDays(1)), Is.False);
        Assert.That(_calendar.IsOpen(WhitMonday), Is.False);
    }

    [TestCase(0, "2026-05-22")]
    [TestCase(1, "2026-05-26")]
    [TestCase(4, "2026-05-29")]
    public void Adding_passes_over_closed_days(int days, string expected) =>
        Assert.That(_calendar.Add(Friday, days), Is.EqualTo(DateOnly.Parse(expected)));

    [TestCase(-1, "2026-05-21")]
    [TestCase(-5, "2026-05-15")]
    public void A_negative_number_goes_back(int days, string expected) =>
        Assert.That(_calendar.Add(Friday, days), Is.EqualTo(DateOnly.Parse(expected)));

    [TestCase("2026-05-22", 1)]
    [TestCase("2026-05-26", 2)]
    [TestCase("2026-05-30", 5)]
    public void Counting_includes_both_ends(string last, int expected) =>
        Assert.That(_calendar.Count(Friday, DateOnly.Parse(last)), Is.EqualTo(expected));
}
