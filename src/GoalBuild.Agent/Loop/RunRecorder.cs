using System.Text.Json;
using System.Text.Json.Serialization;
using GoalBuild.Agent.Executors;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>Tells what happens in a run: to the ledger first, then to whoever watches.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="run">The run.</param>
/// <param name="goal">The goal's name.</param>
/// <param name="progress">Whoever watches, or null.</param>
/// <param name="clock">Gives the time of events.</param>
internal sealed class RunRecorder(RunLedger ledger, string run, string goal, IProgress<RunEvent>? progress, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };

    /// <summary>The goal's name.</summary>
    public string Goal => goal;

    /// <summary>Records an event and tells it.</summary>
    /// <param name="turn">The turn that it belongs to, or 0.</param>
    /// <param name="happened">The event.</param>
    public void Add(int turn, RunEvent happened)
    {
        happened = happened switch
        {
            TurnKept kept => kept with { Spent = SpentIn(turn) },
            TurnUndone undone => undone with { Spent = SpentIn(turn) },
            TurnIdle idle => idle with { Spent = SpentIn(turn) },
            _ => happened,
        };

        // Verdicts have their own table, and a result is in the run's row.
        object details = happened switch
        {
            VerificationFinished finished => new
            {
                finished.Final,
                Holding = finished.Result.Verdicts.Count(verdict => verdict.Status == VerdictStatus.Holds),
                Clauses = finished.Result.Verdicts.Count,
                Open = finished.Result.Verdicts.Where(verdict => verdict.Status != VerdictStatus.Holds).Select(verdict => $"{verdict.Clause}: {verdict.Reason}"),
            },
            RunFinished finished => new { finished.Result.Outcome, finished.Result.Code, finished.Result.Message },
            _ => happened,
        };
        ledger.AddEvent(new LedgerEvent(run, turn, clock.GetUtcNow(), happened.GetType().Name, JsonSerializer.Serialize(details, details.GetType(), Options)));
        progress?.Report(happened);
    }

    /// <summary>Tells what goes on, without keeping it: it matters only while it happens.</summary>
    /// <param name="happening">The event.</param>
    public void Tell(RunEvent happening) => progress?.Report(happening);

    /// <summary>Something to know.</summary>
    /// <param name="descriptor">The entry of the catalogue, or null.</param>
    /// <param name="message">One line.</param>
    public void Notice(DiagnosticDescriptor? descriptor, string message) => Add(0, new NoticeGiven(goal, descriptor?.Code, message));

    private Spending? SpentIn(int turn) => ledger.CostsOf(run).Where(cost => cost.Turn == turn).ToList() is { Count: > 0 } costs ? Spending.Of(costs) : null;
}
