using System.Globalization;
using System.Text;
using GoalBuild.Language.Model;

namespace GoalBuild.Language.Tests.Formatting;

internal sealed partial class GoalPrinter
{
    /// <summary>Without quotes where that can be; only the generator's own bare names hold a digit behind a letter.</summary>
    private string Name(Text name) =>
        name.Value.Length > 1 && char.IsAsciiLetterLower(name.Value[0]) && char.IsAsciiDigit(name.Value[1]) && name.Value.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_') && !Chance(4)
            ? name.Value
            : String(name);

    private string String(Text text) => text.Value.AsSpan().ContainsAny('\r', '\0') || Chance(2) ? Quoted(text.Value) : Raw(text.Value);

    private string Quoted(string value)
    {
        var result = new StringBuilder("\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\t' => result.Append(Chance(2) ? "\\t" : "\t"),
                _ when char.IsControl(c) || Chance(20) => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }

    private string Raw(string value)
    {
        var quotes = new string('"', 3 + LongestRun(value, '"'));
        if (!value.Contains('\n') && value[0] != '"' && value[^1] != '"' && Chance(2))
        {
            return quotes + value + quotes;
        }

        var margin = new string(Chance(4) ? '\t' : ' ', random.Next(12));
        var lines = value.Split('\n').Select(line => line.Length == 0 && Chance(2) ? "" : margin + line);
        return $"{quotes}\n{string.Join('\n', lines)}\n{margin}{quotes}";
    }

    private static int LongestRun(string text, char c)
    {
        var longest = 0;
        for (int i = 0, run = 0; i < text.Length; i++)
        {
            run = text[i] == c ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private string Count(long value)
    {
        if (value >= 1_000_000 && value % 1_000_000 == 0 && Chance(2))
        {
            return $"{value / 1_000_000}M";
        }

        return value >= 1000 && value % 1000 == 0 && Chance(2) ? $"{value / 1000}k" : value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Duration(TimeSpan time)
    {
        foreach (var (unit, word) in new[] { (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s") })
        {
            if (time.Ticks > 0 && time.Ticks % unit == 0)
            {
                return $"{time.Ticks / unit}{word}";
            }
        }

        return $"{time.Ticks / TimeSpan.TicksPerMillisecond}ms";
    }

    private string Quantity(Quantity quantity) => quantity.Unit switch
    {
        Unit.None => Count((long)quantity.Value),
        Unit.Dollars => "$" + Decimal(quantity.Value),
        _ => Decimal(quantity.Value) + quantity.Unit switch
        {
            Unit.Percent => "%",
            Unit.Milliseconds => "ms",
            Unit.Seconds => "s",
            Unit.Minutes => "m",
            Unit.Hours => "h",
            Unit.Days => "d",
            Unit.Kilobytes => "KB",
            _ => "MB",
        },
    };

    private static string Decimal(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.AtLeast => ">=",
        Comparison.MoreThan => ">",
        Comparison.AtMost => "<=",
        Comparison.LessThan => "<",
        _ => "==",
    };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
