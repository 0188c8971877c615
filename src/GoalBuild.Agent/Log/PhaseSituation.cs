using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Log;

/// <summary>Where a phase of a goal stands.</summary>
public enum PhaseState
{
    /// <summary>Its turn has not come: a phase before it is not met, or nothing was verified yet.</summary>
    Waiting,

    /// <summary>A process works on it now.</summary>
    AtWork,

    /// <summary>It was reached, its clauses hold, and the work has gone on behind it.</summary>
    Met,

    /// <summary>It was reached, and a clause does not hold that it needs: its own, or one of a phase before it, which stay in force.</summary>
    NotMet,
}

/// <summary>A phase of a goal: where it stands, and what of its own budget is spent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="After">The phases that it comes after, as the goal names them.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Holding">How many of its own clauses hold.</param>
/// <param name="Clauses">How many clauses it has.</param>
public sealed record PhaseSituation(string Name, IReadOnlyList<string> After, PhaseState State, int Holding, int Clauses)
{
    /// <summary>Its own caps, raised where a resume raised them; null without one.</summary>
    public Budget? Caps { get; init; }

    /// <summary>Turns that were taken for it, and count.</summary>
    public int Turns { get; init; }

    /// <summary>What models cost in those turns.</summary>
    public Spending Spent { get; init; } = Spending.None;

    /// <summary>How long those turns took, their verification included.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>What is left of its own caps.</summary>
    public BudgetLeft Left => new(
        Caps?.Tokens is { } tokens ? Math.Max(0, tokens - Spent.Tokens) : null,
        Caps?.Cost is { } cost ? Math.Max(0, cost - Spent.Dollars) : null,
        Caps?.Time is { } time ? BudgetMeter.AtLeastZero(time - Time) : null);

    /// <summary>How many turns are left of its own cap; null without one.</summary>
    public long? TurnsLeft => Caps?.Turns is { } most ? Math.Max(0, most - Turns) : null;

    /// <summary>The phases of a goal that no run is looked at for, in the order in which a run works on them.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="holding">Names of the clauses that hold; null where nothing was verified.</param>
    public static IReadOnlyList<PhaseSituation> Of(Goal goal, IReadOnlySet<string>? holding) =>
        [.. Of(goal, holding ?? new HashSet<string>(), phases => holding is null ? -1 : FirstOpen(phases, holding, 0), isUnderWay: false)];

    /// <summary>The phases of a goal in a run, in the order in which it works on them.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run, as the ledger has it.</param>
    /// <param name="goal">The goal as its file says it now.</param>
    /// <param name="verdicts">The newest verdicts of the run.</param>
    /// <param name="isUnderWay">Whether a process works on it.</param>
    /// <param name="now">The time, in UTC.</param>
    internal static IReadOnlyList<PhaseSituation> Of(RunLedger ledger, LedgerRun run, Goal goal, IReadOnlyList<LedgerVerdict> verdicts, bool isUnderWay, DateTimeOffset now)
    {
        if (goal.Phases.Count == 0)
        {
            return [];
        }

        var turns = ledger.TurnsOf(run.Id);
        var costs = ledger.CostsOf(run.Id);
        var holding = verdicts.Where(verdict => verdict.Status == "holds").Select(verdict => verdict.Clause).ToHashSet(StringComparer.Ordinal);

        // A resume begins with the first phase again, whatever was worked on before it.
        var newest = turns.LastOrDefault(turn => turn.EndedAt is null || turn.StartedAt >= run.ResumedAt);
        int Current(List<Ordered> phases) => verdicts.Count == 0 && !isUnderWay ? -1 : FirstOpen(phases, holding, newest is null ? 0 : StageOf(newest, phases));
        return [.. Of(goal, holding, Current, isUnderWay).Select(WithSpent)];

        PhaseSituation WithSpent(PhaseSituation phase)
        {
            var own = turns.Where(turn => turn.Phase == phase.Name).ToList();
            var numbers = own.Select(turn => turn.Number).ToHashSet();
            return phase with
            {
                Caps = RaisedBudget.Of(ledger, run.Id, phase.Caps, phase.Name),
                Turns = own.Count(turn => turn.Counted),
                Spent = Spending.Of(costs.Where(cost => numbers.Contains(cost.Turn))),
                Time = own.Aggregate(TimeSpan.Zero, (sum, turn) => sum + BudgetMeter.AtLeastZero((turn.EndedAt ?? (isUnderWay ? now : turn.StartedAt)) - turn.StartedAt)),
            };
        }
    }

    // Of several phases that are not met, only the one whose turn it is can be worked on; those behind it wait for it.
    private static IEnumerable<PhaseSituation> Of(Goal goal, IReadOnlySet<string> holding, Func<List<Ordered>, int> current, bool isUnderWay)
    {
        var phases = Ordered.Of(goal);
        var at = current(phases);
        for (var index = 0; index < phases.Count; index++)
        {
            var (phase, own, _) = phases[index];
            var state = index > at ? PhaseState.Waiting
                : index == at ? (isUnderWay ? PhaseState.AtWork : PhaseState.NotMet)
                : own.All(holding.Contains) ? PhaseState.Met : PhaseState.NotMet;
            yield return new PhaseSituation(phase.Name.Value, [.. phase.After.Select(name => name.Value)], state, own.Count(holding.Contains), own.Count) { Caps = phase.Budget };
        }
    }

    // The phase at work: from that of the newest turn on, the first whose clauses, with those before it, do not all hold.
    private static int FirstOpen(List<Ordered> phases, IReadOnlySet<string> holding, int from)
    {
        while (from < phases.Count && phases[from].All.All(holding.Contains))
        {
            from++;
        }

        return from;
    }

    // Behind all phases comes the goal itself; a phase that the goal no longer has counts as it, as in the loop.
    private static int StageOf(LedgerTurn turn, List<Ordered> phases)
    {
        var index = phases.FindIndex(phase => phase.Phase.Name.Value == turn.Phase);
        return index < 0 ? phases.Count : index;
    }

    /// <summary>A phase in the order of the work.</summary>
    /// <param name="Phase">The phase.</param>
    /// <param name="Own">Names of its own clauses.</param>
    /// <param name="All">Those that have to hold: its own, and those of all phases before it.</param>
    private sealed record Ordered(Phase Phase, IReadOnlyList<string> Own, IReadOnlyList<string> All)
    {
        public static List<Ordered> Of(Goal goal)
        {
            var clauses = GoalClause.Of(goal).ToLookup(clause => clause.Phase?.Name.Value ?? "", clause => clause.Name, StringComparer.Ordinal);
            var phases = new List<Ordered>();
            var all = new List<string>();
            foreach (var phase in GoalOrder.Of(goal.Phases))
            {
                List<string> own = [.. clauses[phase.Name.Value]];
                all.AddRange(own);
                phases.Add(new Ordered(phase, own, [.. all]));
            }

            return phases;
        }
    }
}
