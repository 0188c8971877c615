using System.Globalization;
using GoalBuild.Agent.Executors;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>What a run may still spend. What was spent before an interruption counts; the time in between does not.</summary>
/// <param name="ledger">Knows the turns and costs.</param>
/// <param name="run">The run.</param>
/// <param name="budget">The goal's caps, raised where a resume raised them; or null.</param>
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
    public TimeSpan? TimeLeft => budget?.Time is { } time ? AtLeastZero(time - Elapsed) : null;

    /// <summary>Turns that count.</summary>
    public int Turns => Counted(_ => true);

    /// <summary>Which cap of the goal, or of the phase, is reached, in words; or null.</summary>
    /// <param name="stage">The phase under way, or the whole goal.</param>
    /// <param name="isInTurn">Whether a turn that was counted is still to be gone on with.</param>
    public string? Spent(Stage stage, bool isInTurn = false) =>
        Spent(budget, "", turn => !isInTurn || turn.EndedAt is not null, Elapsed, DefaultTurns)
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
        TimeSpan? ofStep = step.Budget?.Time is { } time ? AtLeastZero(time - TimeOf(turn => turn.Step == step.Index)) : null;
        TimeSpan? ofStage = stage.Budget?.Time is { } share ? AtLeastZero(share - TimeOf(turn => turn.Phase == stage.Name)) : null;
        return ofStep < ofStage || ofStage is null ? ofStep : ofStage;
    }

    /// <summary>What a turn of a step may still spend: of each kind the smallest that the goal, the phase and the step leave.</summary>
    /// <param name="step">The step.</param>
    /// <param name="stage">The phase under way, or the whole goal.</param>
    public BudgetLeft Left(LadderStep step, Stage stage)
    {
        var turns = ledger.TurnsOf(run);
        var costs = ledger.CostsOf(run);
        var left = new BudgetLeft(null, null, null);
        (Budget? Caps, Func<LedgerTurn, bool> Which, TimeSpan Time, long? Turns)[] scopes =
        [
            (budget, _ => true, Elapsed, DefaultTurns),
            (stage.Budget, turn => turn.Phase == stage.Name, TimeOf(turn => turn.Phase == stage.Name), null),
            (step.Budget, turn => turn.Step == step.Index, TimeOf(turn => turn.Step == step.Index), null),
        ];
        foreach (var (caps, which, time, mostTurns) in scopes)
        {
            var numbers = turns.Where(which).Select(turn => turn.Number).ToHashSet();
            var spent = costs.Where(cost => numbers.Contains(cost.Turn)).ToList();
            if (caps?.Tokens is { } tokens && Math.Max(0, tokens - spent.Sum(cost => cost.TokensIn + cost.TokensOut)) is var tokensLeft && !(left.Tokens <= tokensLeft))
            {
                left = left with { Tokens = tokensLeft, MostTokens = tokens };
            }

            if (caps?.Cost is { } dollars && Math.Max(0, dollars - spent.Sum(cost => cost.Dollars)) is var dollarsLeft && !(left.Dollars <= dollarsLeft))
            {
                left = left with { Dollars = dollarsLeft, MostDollars = dollars };
            }

            if (caps?.Time is { } limit && AtLeastZero(limit - time) is var timeLeft && !(left.Time <= timeLeft))
            {
                left = left with { Time = timeLeft, MostTime = limit };
            }

            // The turn under way has its row already.
            left = left with { IsLastTurn = left.IsLastTurn || ((caps?.Turns ?? mostTurns) is { } most && turns.Count(turn => turn.Counted && which(turn)) >= most) };
        }

        return left;
    }

    /// <summary>Whether a step's own share leaves it less than the goal and the phase would.</summary>
    /// <param name="step">The step.</param>
    /// <param name="stage">The phase under way, or the whole goal.</param>
    public bool IsShort(LadderStep step, Stage stage)
    {
        var (own, all) = (Left(step, stage), Left(step with { Budget = null }, stage));
        return own.Tokens != all.Tokens || own.Dollars != all.Dollars || (own.Time is not null && all.Time is null) || own.MostTime < all.MostTime;
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

    /// <summary>A time, or zero where it is negative.</summary>
    /// <param name="time">The time.</param>
    public static TimeSpan AtLeastZero(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static string Words(TimeSpan time) =>
        time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} seconds");
}
