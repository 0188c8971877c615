using System.Text.Json;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Log;

/// <summary>What a run came to, turn by turn: for a chart of it. Read from the ledger alone, in a number of queries that does not grow with the run.</summary>
public static class RunTimeLine
{
    /// <summary>The turns of a run, in order.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    public static RunCourse Of(RunLedger ledger, string run)
    {
        var verified = Verified(ledger, run);
        var costs = ledger.CostsOf(run).ToLookup(cost => cost.Turn);
        var (first, clauses) = verified.TryGetValue(0, out var start) ? (start.Holding, start.Clauses) : ((int?)null, 0);
        var holding = first;
        var points = new List<TurnPoint>();
        foreach (var turn in ledger.TurnsOf(run))
        {
            // What a turn that was undone had come to is not what holds after it.
            if (turn.State == TurnState.Kept && verified.TryGetValue(turn.Number, out var found))
            {
                holding = found.Holding;
            }

            clauses = Math.Max(clauses, verified.GetValueOrDefault(turn.Number).Clauses);
            points.Add(new TurnPoint(turn, holding, Spending.Of(costs[turn.Number])));
        }

        return new RunCourse(first, clauses, points);
    }

    // The newest verification of each turn's tree; one of a phase alone has fewer clauses, and is no measure of the whole.
    private static Dictionary<int, (int Holding, int Clauses)> Verified(RunLedger ledger, string run)
    {
        var verified = new Dictionary<int, (int Holding, int Clauses)>();
        foreach (var happened in ledger.EventsOf(run).Where(happened => happened.Kind == nameof(VerificationFinished)))
        {
            using var document = JsonDocument.Parse(happened.Data);
            var (holding, clauses) = (document.RootElement.GetProperty("holding").GetInt32(), document.RootElement.GetProperty("clauses").GetInt32());
            if (clauses >= verified.GetValueOrDefault(happened.Turn).Clauses)
            {
                verified[happened.Turn] = (holding, clauses);
            }
        }

        return verified;
    }
}

/// <summary>The course of a run.</summary>
/// <param name="Holding">How many clauses held before the first turn; null where that was never found out.</param>
/// <param name="Clauses">How many clauses were verified at most.</param>
/// <param name="Turns">Its turns, in order.</param>
public sealed record RunCourse(int? Holding, int Clauses, IReadOnlyList<TurnPoint> Turns);

/// <summary>A turn in the course of a run.</summary>
/// <param name="Turn">The turn, as the ledger has it.</param>
/// <param name="Holding">How many clauses held after it, as far as that was found out by then; null where it never was.</param>
/// <param name="Spent">What models cost in it.</param>
public sealed record TurnPoint(LedgerTurn Turn, int? Holding, Spending Spent);
