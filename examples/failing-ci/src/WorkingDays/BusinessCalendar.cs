namespace WorkingDays;

/// <summary>Days on which a business is open: Monday to Friday, but for holidays.</summary>
/// <param name="holidays">The days on which it is closed although it is no weekend.</param>
public sealed class BusinessCalendar(params IReadOnlyCollection<DateOnly> holidays)
{
    /// <summary>Whether the business is open.</summary>
    public bool IsOpen(DateOnly day) => day.DayOfWeek != DayOfWeek.Saturday && day.DayOfWeek != DayOfWeek.Sunday && !holidays.Contains(day);

    /// <summary>The day that is so many working days after another; before it, where the number is negative.</summary>
    public DateOnly Add(DateOnly day, int workingDays)
    {
        for (var left = workingDays; left > 0;)
        {
            day = day.AddDays(1);
            left -= IsOpen(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>How many working days there are from the first day to the last, both included.</summary>
    public int Count(DateOnly first, DateOnly last)
    {
        var count = 0;
        for (var day = first; day < last; day = day.AddDays(1))
        {
            count += IsOpen(day) ? 1 : 0;
        }

        return count;
    }
}
