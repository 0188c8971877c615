using System.Globalization;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>Times as messages say them.</summary>
internal static class Duration
{
    /// <summary>A time in the largest unit that is short to read: <c>0.2 s</c>, <c>45 s</c>, <c>12 min</c>.</summary>
    /// <param name="time">The time.</param>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalSeconds: <= 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
    };
}
