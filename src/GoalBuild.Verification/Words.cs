using System.Globalization;

namespace GoalBuild.Verification;

/// <summary>Numbers in words for messages, the same in every culture.</summary>
public static class Words
{
    /// <summary>A duration as a person says it: <c>10 minutes</c>, <c>90 seconds</c>, <c>1.5 seconds</c>, <c>200 ms</c>.</summary>
    /// <param name="duration">The duration.</param>
    public static string Of(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        { TotalMinutes: >= 2 } when duration.Seconds == 0 => Count((long)duration.TotalMinutes, "minute"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.##} second{(duration.TotalSeconds == 1 ? "" : "s")}"),
    };

    /// <summary>A count with its noun: <c>1 test</c>, <c>3 tests</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun, in the singular.</param>
    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A count with a noun whose plural is not its singular with an s.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun, in the singular.</param>
    /// <param name="plural">The noun, in the plural.</param>
    public static string Count(long count, string noun, string plural) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? noun : plural)}");

    /// <summary>How many clauses hold: <c>all 3 clauses hold</c>, <c>1 of 3 clauses holds</c>, <c>its clause does not hold</c>.</summary>
    /// <param name="holding">How many do.</param>
    /// <param name="clauses">How many there are.</param>
    public static string Holding(int holding, int clauses) => (holding, clauses) switch
    {
        (_, 0) => "no clause was verified",
        (_, 1) => holding == 1 ? "its clause holds" : "its clause does not hold",
        _ when holding == clauses => string.Create(CultureInfo.InvariantCulture, $"all {clauses} clauses hold"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{holding} of {clauses} clauses {(holding == 1 ? "holds" : "hold")}"),
    };

    /// <summary>The same as a sentence of its own, without a full stop.</summary>
    /// <param name="text">A text.</param>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
