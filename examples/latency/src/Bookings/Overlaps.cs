namespace Bookings;

/// <summary>Bookings that cannot all be right.</summary>
public static class Overlaps
{
    /// <summary>How many pairs of bookings have a minute in common.</summary>
    public static long Count(IReadOnlyList<Booking> bookings)
    {
        var count = 0L;
        for (var i = 0; i < bookings.Count; i++)
        {
            for (var j = 0; j < bookings.Count; j++)
            {
                if (i != j && bookings[i].Start < bookings[j].End && bookings[j].Start < bookings[i].End)
                {
                    count++;
                }
            }
        }

        return count / 2;
    }
}
