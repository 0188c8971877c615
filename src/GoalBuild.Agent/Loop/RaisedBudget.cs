using System.Text.Json;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// The caps of a run that a resume was allowed to exceed: what is given comes on top of what the run had spent by then, so that
/// <c>--budget "turns 40"</c> always means forty more, whatever the goal says.
/// </summary>
internal static class RaisedBudget
{
    /// <summary>The kind of its event.</summary>
    public const string Kind = "BudgetRaised";

    /// <summary>Records that a run may spend more.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    /// <param name="elapsed">Time that it has spent.</param>
    /// <param name="more">What it may spend on top, for the caps that are given; null for nothing. A phase that has such a cap of its own may spend as much more.</param>
    /// <param name="phases">The phases of the goal.</param>
    /// <param name="clock">The clock.</param>
    public static void Raise(RunLedger ledger, string run, TimeSpan elapsed, Budget? more, IEnumerable<Phase> phases, TimeProvider clock)
    {
        if (more is null)
        {
            return;
        }

        var turns = ledger.TurnsOf(run);
        var costs = ledger.CostsOf(run);
        var raised = CapsOf(more, turns, costs, elapsed) with
        {
            Phases = phases.Where(phase => phase.Budget is not null).ToDictionary(phase => phase.Name.Value, phase => OfPhase(phase, more, turns, costs), StringComparer.Ordinal),
        };
        ledger.AddEvent(new LedgerEvent(run, 0, clock.GetUtcNow(), Kind, JsonSerializer.Serialize(raised)));
    }

    /// <summary>The caps that hold for a run, or for a phase of it.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    /// <param name="budget">The goal's own, or the phase's own; or null.</param>
    /// <param name="phase">The phase's name, or null for the whole goal.</param>
    /// <returns>The goal's, each replaced where it was raised since; null where there are none.</returns>
    public static Budget? Of(RunLedger ledger, string run, Budget? budget, string? phase = null)
    {
        var raised = ledger.EventsOf(run).Where(happened => happened.Kind == Kind).Select(happened => JsonSerializer.Deserialize<Caps>(happened.Data)!);
        foreach (var caps in raised.Select(caps => phase is null ? caps : caps.Phases?.GetValueOrDefault(phase)).OfType<Caps>())
        {
            budget = (budget ?? new Budget()) with
            {
                Turns = caps.Turns ?? budget?.Turns,
                Tokens = caps.Tokens ?? budget?.Tokens,
                Cost = caps.Cost ?? budget?.Cost,
                Time = caps.Milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : budget?.Time,
            };
        }

        return budget;
    }

    // A cap that the phase has not is given by the goal's, which is raised as well.
    private static Caps OfPhase(Phase phase, Budget more, IReadOnlyList<LedgerTurn> turns, IReadOnlyList<LedgerCost> costs)
    {
        var own = turns.Where(turn => turn.Phase == phase.Name.Value).ToList();
        var numbers = own.Select(turn => turn.Number).ToHashSet();
        var time = own.Where(turn => turn.EndedAt is not null).Aggregate(TimeSpan.Zero, (sum, turn) => sum + (turn.EndedAt!.Value - turn.StartedAt));
        var caps = CapsOf(more, own, [.. costs.Where(cost => numbers.Contains(cost.Turn))], time);
        return new Caps(
            phase.Budget!.Turns is null ? null : caps.Turns,
            phase.Budget.Tokens is null ? null : caps.Tokens,
            phase.Budget.Cost is null ? null : caps.Cost,
            phase.Budget.Time is null ? null : caps.Milliseconds);
    }

    private static Caps CapsOf(Budget more, IReadOnlyList<LedgerTurn> turns, IReadOnlyList<LedgerCost> costs, TimeSpan elapsed) => new(
        more.Turns + turns.Count(turn => turn.Counted && turn.EndedAt is not null),
        more.Tokens + costs.Sum(cost => cost.TokensIn + cost.TokensOut),
        more.Cost + costs.Sum(cost => cost.Dollars),
        (more.Time + elapsed)?.TotalMilliseconds);

    private sealed record Caps(long? Turns, long? Tokens, decimal? Cost, double? Milliseconds)
    {
        public Dictionary<string, Caps>? Phases { get; init; }
    }
}
