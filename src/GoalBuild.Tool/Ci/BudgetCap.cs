using GoalBuild.Language.Model;

namespace GoalBuild.Tool.Ci;

/// <summary>Lowers the caps of goals for one run: a job on a schedule may spend less than what a person may at a desk.</summary>
internal static class BudgetCap
{
    /// <summary>The goals, each with the lower of its own caps and these.</summary>
    /// <param name="file">The goals.</param>
    /// <param name="cap">The caps, or null to change nothing.</param>
    public static GoalFile On(GoalFile file, Budget? cap) =>
        cap is null ? file : file with { Goals = [.. file.Goals.Select(goal => goal with { Budget = Lower(goal.Budget, cap) })] };

    private static Budget Lower(Budget? own, Budget cap) => own is null
        ? cap
        : own with
        {
            Turns = Lower(own.Turns, cap.Turns),
            Tokens = Lower(own.Tokens, cap.Tokens),
            Cost = Lower(own.Cost, cap.Cost),
            Time = Lower(own.Time, cap.Time),
        };

    private static T? Lower<T>(T? own, T? cap)
        where T : struct, IComparable<T> => own is { } first && cap is { } second ? first.CompareTo(second) <= 0 ? first : second : own ?? cap;
}
