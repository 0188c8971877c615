using System.Globalization;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report;

/// <summary>Numbers, times and outcomes as a report writes them, the same in every culture.</summary>
internal static class Figures
{
    /// <summary>A count with thin groups: <c>12,345</c>.</summary>
    /// <param name="number">The number.</param>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A large number short enough for a chart: <c>12.3 k</c>, <c>4.5 M</c>.</summary>
    /// <param name="number">The number.</param>
    public static string Short(decimal number) => number switch
    {
        >= 1_000_000 => (number / 1_000_000).ToString("0.#", CultureInfo.InvariantCulture) + " M",
        >= 10_000 => (number / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + " k",
        _ => number.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>Dollars: <c>$0.1234</c> where cents say too little.</summary>
    /// <param name="dollars">United States dollars.</param>
    public static string Dollars(decimal dollars) => "$" + dollars.ToString(dollars is > 0 and < 1 ? "0.00##" : "#,0.00", CultureInfo.InvariantCulture);

    /// <summary>A duration: <c>8.1 s</c>, <c>3 min 12 s</c>, <c>2 h 5 min</c>.</summary>
    /// <param name="time">The duration.</param>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes} min"),
    };

    /// <summary>A point in time, to the second, in UTC.</summary>
    /// <param name="at">When.</param>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>A point in time for programs, in the form that <c>datetime</c> attributes have.</summary>
    /// <param name="at">When.</param>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A figure of a clause: <c>coverage 81.2 % (asked: 80 %)</c>.</summary>
    /// <param name="figure">The figure.</param>
    public static string Of(EvidenceFigure figure)
    {
        var unit = figure.Unit.Length == 0 ? "" : $"\u00A0{figure.Unit}";
        return $"{figure.Name} {Number(figure.Value)}{unit}{(figure.Threshold is { } threshold ? $" (asked: {Number(threshold)}{unit})" : "")}";
    }

    /// <summary>An outcome of the evidence as people say it: <c>Not met</c>.</summary>
    /// <param name="outcome">Such as <c>not-met</c>.</param>
    public static string Outcome(string outcome) => outcome switch
    {
        "broken" => "Constraint broken",
        "budget-spent" => "Budget spent",
        "running" => "Under way",
        "cancelled" => "Paused",
        _ => Verification.Words.Capital(outcome.Replace('-', ' ')),
    };

    /// <summary>What an outcome is to its reader, which is also its class in the style sheet: <c>good</c>, <c>bad</c> or <c>open</c>.</summary>
    /// <param name="outcome">Such as <c>not-met</c>.</param>
    public static string Mood(string outcome) => outcome switch
    {
        "met" or "holds" or "kept" => "good",
        "running" or "cancelled" or "interrupted" or "waiting-for-review" or "unknown" or "not-run" or "not-checked" or "not-proved" => "open",
        _ => "bad",
    };

    private static string Number(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
