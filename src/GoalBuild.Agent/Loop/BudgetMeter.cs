using System.Globalization;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>What a run may still spend. What was spent before an interruption counts; the time in between does not.</summary>
/// <param name="ledger">Knows the turns and costs.</param>
/// <param name="run">The run.</param>
/// <param name="budget">The goal's caps, or null.</param>
/// <param name="elapsedBefore">Time spent before this stretch of the run.</param>
/// <param name="clock">Gives the time of this stretch.</param>
internal sealed class BudgetMeter(RunLedger ledger, string run, Budget? budget, TimeSpan elapsedBefore, TimeProvider clock)
{
    /// <summary>Turns of a goal without a cap of its own: far above what repairs need, and an end for a ladder that never repeats itself.</summary>
    public const long DefaultTurns = 200;

    private readonly long _started = clock.GetTimestamp();

    /// <summary>Time spent, earlier stretches included.</summary>
    public TimeSpan Elapsed => elapsedBefore + clock.GetElapsedTime(_started);

    /// <summary>Time left, or null without a cap; never negative.</summary>
    public TimeSpan? TimeLeft => budget?.Time is { } time ? Max(time - Elapsed) : null;

    /// <summary>Turns that count.</summary>
    public int Turns => Counted(_ => true);

    /// <summary>Which cap of the goal, or of the phase, is reached, in words; or null.</summary>
    /// <param name="stage">The phase under way, or the whole goal.</param>
    public string? Spent(Stage stage) =>
        Spent(budget, "", _ => true, Elapsed, DefaultTurns)
        ?? Spent(stage.Budget, $" of phase '{stage.Name}'", turn => turn.Phase == stage.Name, TimeOf(turn => turn.Phase == stage.Name), null);

    /// <summary>Which cap of a step is reached, in words; or null. A step's time is that of its turns, their verification included.</summary>
    /// <param name="step">The step.</param>
    public string? Spent(LadderStep step) =>
        Spent(step.Budget, $" of '{step.Executor.Name}'", turn => turn.Step == step.Index, TimeOf(turn => turn.Step == step.Index), null);

    /// <summary>Time that a step and the phase under way have left for a turn, the smaller of both; null without a cap. The run's own is kept by <see cref="TimeLeft"/>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="stage">The phase under way, or the whole goal.</param>
    public TimeSpan? TimeLeftOf(LadderStep step, Stage stage)
    {
        TimeSpan? ofStep = step.Budget?.Time is { } time ? Max(time - TimeOf(turn => turn.Step == step.Index)) : null;
        TimeSpan? ofStage = stage.Budget?.Time is { } share ? Max(share - TimeOf(turn => turn.Phase == stage.Name)) : null;
        return ofStep < ofStage || ofStage is null ? ofStep : ofStage;
    }

    private string? Spent(Budget? caps, string whose, Func<LedgerTurn, bool> which, TimeSpan time, long? defaultTurns)
    {
        if ((caps?.Turns ?? defaultTurns) is { } mostTurns && Counted(which) is var turns && turns >= mostTurns)
        {
            return $"{turns} of {mostTurns} turns{whose}";
        }

        if (caps?.Time is { } mostTime && time >= mostTime)
        {
            return $"{Words(time)} of {Words(mostTime)}{whose}";
        }

        var costs = caps?.Tokens is null && caps?.Cost is null ? [] : CostsOf(which);
        return caps?.Tokens is { } mostTokens && costs.Sum(cost => cost.TokensIn + cost.TokensOut) is var tokens && tokens >= mostTokens ? $"{tokens} of {mostTokens} tokens{whose}"
            : caps?.Cost is { } mostCost && costs.Sum(cost => cost.Dollars) is var dollars && dollars >= mostCost ? string.Create(CultureInfo.InvariantCulture, $"${dollars} of ${mostCost}{whose}")
            : null;
    }

    private int Counted(Func<LedgerTurn, bool> which) => ledger.TurnsOf(run).Count(turn => turn.Counted && which(turn));

    private List<LedgerCost> CostsOf(Func<LedgerTurn, bool> which)
    {
        var turns = ledger.TurnsOf(run).Where(which).Select(turn => turn.Number).ToHashSet();
        return [.. ledger.CostsOf(run).Where(cost => turns.Contains(cost.Turn))];
    }

    private TimeSpan TimeOf(Func<LedgerTurn, bool> which) =>
        ledger.TurnsOf(run).Where(turn => turn.EndedAt is not null && which(turn)).Aggregate(TimeSpan.Zero, (sum, turn) => sum + (turn.EndedAt!.Value - turn.StartedAt));

    private static TimeSpan Max(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static string Words(TimeSpan time) =>
        time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} seconds");
}
