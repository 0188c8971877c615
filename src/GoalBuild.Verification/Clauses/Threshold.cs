using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Clauses;

/// <summary>Comparing what was measured with what is asked for.</summary>
public static class Threshold
{
    /// <summary>Whether a comparison is true.</summary>
    /// <param name="measured">The left side.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="threshold">The right side.</param>
    public static bool Holds(decimal measured, Comparison comparison, decimal threshold) => comparison switch
    {
        Comparison.AtLeast => measured >= threshold,
        Comparison.MoreThan => measured > threshold,
        Comparison.AtMost => measured <= threshold,
        Comparison.LessThan => measured < threshold,
        Comparison.Equal => measured == threshold,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "There is no such comparison."),
    };

    /// <summary>The comparison as the language writes it.</summary>
    /// <param name="comparison">The comparison.</param>
    public static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.AtLeast => ">=",
        Comparison.MoreThan => ">",
        Comparison.AtMost => "<=",
        Comparison.LessThan => "<",
        Comparison.Equal => "==",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "There is no such comparison."),
    };

    /// <summary>The unit as it stands behind a number; empty for a count.</summary>
    /// <param name="unit">The unit.</param>
    public static string Symbol(Unit unit) => unit switch
    {
        Unit.None => "",
        Unit.Percent => "%",
        Unit.Milliseconds => "ms",
        Unit.Seconds => "s",
        Unit.Minutes => "m",
        Unit.Hours => "h",
        Unit.Days => "d",
        Unit.Dollars => " dollars",
        Unit.Kilobytes => "KB",
        Unit.Megabytes => "MB",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "There is no such unit."),
    };
}
