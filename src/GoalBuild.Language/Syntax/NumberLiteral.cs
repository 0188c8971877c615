using System.Globalization;
using GoalBuild.Language.Model;

namespace GoalBuild.Language.Syntax;

/// <summary>What is wrong with a number as it was written.</summary>
internal enum NumberProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is no number, or its unit is none.</summary>
    Malformed,

    /// <summary>It is more than the language can hold.</summary>
    TooLarge,
}

/// <summary>Reads numbers with their units; culture never matters.</summary>
internal static class NumberLiteral
{
    /// <summary>The largest number, far above any count, time or price and far below where decimals overflow.</summary>
    public const decimal Largest = 1_000_000_000_000_000_000m;

    private const int MostDigits = 60;

    /// <summary>Reads a number token.</summary>
    /// <param name="text">The token.</param>
    /// <param name="value">The number, <c>k</c> and <c>M</c> multiplied out; 0 where there is a problem.</param>
    /// <param name="unit">Its unit.</param>
    public static NumberProblem Read(ReadOnlySpan<char> text, out decimal value, out Unit unit)
    {
        value = 0;
        unit = Unit.None;
        var dollars = text.StartsWith("$");
        var digits = dollars ? text[1..] : text;
        var length = NumberLength(digits);
        if (!ReadUnit(digits[length..], out unit, out var factor) || (dollars && digits.Length != length))
        {
            return NumberProblem.Malformed;
        }

        unit = dollars ? Unit.Dollars : unit;
        if (length > MostDigits)
        {
            return NumberProblem.TooLarge;
        }

        if (!decimal.TryParse(digits[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
        {
            return NumberProblem.TooLarge;
        }

        if (Math.Abs(value) > Largest / factor)
        {
            value = 0;
            return NumberProblem.TooLarge;
        }

        value *= factor;
        return NumberProblem.None;
    }

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var length = text.StartsWith("-") ? 1 : 0;
        var digits = Digits(text[length..]);
        length += digits;
        if (digits > 0 && length + 1 < text.Length && text[length] == '.' && char.IsAsciiDigit(text[length + 1]))
        {
            length += 1 + Digits(text[(length + 1)..]);
        }

        return length;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var other = text.IndexOfAnyExceptInRange('0', '9');
        return other < 0 ? text.Length : other;
    }

    private static bool ReadUnit(ReadOnlySpan<char> text, out Unit unit, out decimal factor)
    {
        (var known, unit, factor) = text switch
        {
            "" => (true, Unit.None, 1m),
            "k" => (true, Unit.None, 1_000m),
            "M" => (true, Unit.None, 1_000_000m),
            "%" => (true, Unit.Percent, 1m),
            "ms" => (true, Unit.Milliseconds, 1m),
            "s" => (true, Unit.Seconds, 1m),
            "m" => (true, Unit.Minutes, 1m),
            "h" => (true, Unit.Hours, 1m),
            "d" => (true, Unit.Days, 1m),
            "KB" => (true, Unit.Kilobytes, 1m),
            "MB" => (true, Unit.Megabytes, 1m),
            _ => (false, Unit.None, 1m),
        };
        return known;
    }
}
