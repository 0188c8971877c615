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
}
