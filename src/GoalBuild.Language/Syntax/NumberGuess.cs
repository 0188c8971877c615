using System.Globalization;
using GoalBuild.Language.Model;

namespace GoalBuild.Language.Syntax;

/// <summary>Guesses which number was meant by one that is none, or that has another unit than its place takes.</summary>
internal static class NumberGuess
{
    private const int MostCharacters = 40;

    /// <summary>How people write units elsewhere, and how they are written here; of several the first that the place takes.</summary>
    private static readonly (string Written, string Unit)[] Habits =
    [
        ("msec", "ms"), ("msecs", "ms"), ("millis", "ms"), ("milliseconds", "ms"),
        ("sec", "s"), ("secs", "s"), ("second", "s"), ("seconds", "s"),
        ("min", "m"), ("mins", "m"), ("minute", "m"), ("minutes", "m"),
        ("hr", "h"), ("hrs", "h"), ("hour", "h"), ("hours", "h"),
        ("day", "d"), ("days", "d"),
        ("pct", "%"), ("percent", "%"),
        ("k", "KB"), ("kib", "KB"), ("mib", "MB"),
        ("usd", "$"), ("dollar", "$"), ("dollars", "$"), ("$", "$"), ("", "$"),
        ("", "%"),
    ];

    private static readonly string[] Units = ["", "k", "M", "%", "ms", "s", "m", "h", "d", "KB", "MB", "$"];

    /// <summary>The most units that are offered: where a place takes any number, nothing is known of what was meant.</summary>
    private const int MostUnits = 6;

    /// <summary>The number as it may have been meant, the likeliest first: the guess, then its digits with each unit that the place takes.</summary>
    /// <param name="text">The number as written.</param>
    /// <param name="units">The units that its place takes.</param>
    public static ValueList<string> All(ReadOnlySpan<char> text, Unit[] units)
    {
        var all = new List<string>();
        if (For(text, units) is { } meant)
        {
            all.Add(meant);
        }

        var digits = text[..^text.TrimStart("0123456789.$").Length].Trim('$');
        if (!digits.IsEmpty && text.Length <= MostCharacters && units.Length <= MostUnits)
        {
            foreach (var unit in Units)
            {
                var number = unit == "$" ? $"${digits}" : $"{digits}{unit}";
                if (!all.Contains(number) && NumberLiteral.Read(number, out _, out var read) == NumberProblem.None && units.Contains(read) && unit is not ("k" or "M"))
                {
                    all.Add(number);
                }
            }
        }

        return all.ToValueList();
    }

    /// <summary>The number as it was most likely meant, or null.</summary>
    /// <param name="text">The number as written.</param>
    /// <param name="units">The units that its place takes.</param>
    public static string? For(ReadOnlySpan<char> text, Unit[] units)
    {
        var unit = text.TrimStart("0123456789.,_-$");
        var digits = text[..^unit.Length].Trim('$').ToString().Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        digits = (digits.StartsWith('.') ? "0" + digits : digits).TrimEnd('.');
        if (text.Length > MostCharacters || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return null;
        }

        var whole = text.ToString();
        var written = text.StartsWith("$") && unit.IsEmpty ? "$" : unit.ToString();
        var candidates = Units.Where(known => known == written)
            .Concat(Units.Where(known => string.Equals(known, written, StringComparison.OrdinalIgnoreCase)))
            .Concat(Habits.Where(habit => string.Equals(habit.Written, written, StringComparison.OrdinalIgnoreCase)).Select(habit => habit.Unit));
        return candidates.Select(known => known == "$" ? "$" + digits : digits + known)
            .FirstOrDefault(meant => !meant.StartsWith("$-", StringComparison.Ordinal) && meant != whole && NumberLiteral.Read(meant, out _, out var read) == NumberProblem.None && units.Contains(read));
    }
}
