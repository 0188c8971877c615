using System.Text.Json;
using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Log;

/// <summary>Where a run is: its turn, what it has spent, what it does now. Read from the ledger alone, so that asking is cheap while the run goes on.</summary>
/// <param name="Turn">The newest turn, or null before the first.</param>
/// <param name="Executor">The step that takes it, or took it; empty before the first.</param>
/// <param name="Verdicts">The newest verdict of each clause, in the order in which they were found.</param>
/// <param name="Spent">What models cost.</param>
/// <param name="Elapsed">Time spent, without the time between an interruption and its resume.</param>
public sealed record RunSituation(int? Turn, string Executor, IReadOnlyList<LedgerVerdict> Verdicts, Spending Spent, TimeSpan Elapsed)
{
    /// <summary>What it does now, in words; null where it is not under way.</summary>
    public string? Now { get; init; }

    /// <summary>Since when it does that.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>To where a person brought the tree back since the run ended, in words; null where nobody did.</summary>
    public string? RolledBack { get; init; }

    /// <summary>What is left of the goal's caps.</summary>
    public BudgetLeft Left { get; init; } = new(null, null, null);

    /// <summary>How many turns are left; null without a cap.</summary>
    public long? TurnsLeft { get; init; }

    /// <summary>The goal's phases in the order of the work; empty where it has none.</summary>
    public IReadOnlyList<PhaseSituation> Phases { get; init; } = [];

    /// <summary>Reads where a run is.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run, as the ledger has it.</param>
    /// <param name="goal">The goal as its file says it now.</param>
    /// <param name="isUnderWay">Whether a process works on it.</param>
    /// <param name="now">The time, in UTC.</param>
    public static RunSituation Of(RunLedger ledger, LedgerRun run, Goal goal, bool isUnderWay, DateTimeOffset now)
    {
        var turns = ledger.TurnsOf(run.Id);
        var turn = turns.Count == 0 ? null : turns[^1];
        var entry = ledger.NewestEntryOf(run.Id);
        var lastEvent = ledger.EventsOf(run.Id) is [.., var newest] ? newest.At : run.ResumedAt;
        var lastSign = new[] { run.ResumedAt, lastEvent, turn?.StartedAt ?? default, turn?.EndedAt ?? default, entry?.At ?? default }.Max();
        var elapsed = run.EndedAt is not null ? run.Elapsed : run.Elapsed + BudgetMeter.AtLeastZero((isUnderWay ? now : lastSign) - run.ResumedAt);
        var spent = Spending.Of(ledger.CostsOf(run.Id));
        var caps = RaisedBudget.Of(ledger, run.Id, goal.Budget);
        var verdicts = ledger.NewestVerdictsOf(run.Id);
        var situation = new RunSituation(turn?.Number, turn?.Executor ?? "", verdicts, spent, elapsed)
        {
            Phases = PhaseSituation.Of(ledger, run, goal, verdicts, isUnderWay, now),
            Left = new BudgetLeft(
                caps?.Tokens is { } tokens ? Math.Max(0, tokens - spent.Tokens) : null,
                caps?.Cost is { } cost ? Math.Max(0, cost - spent.Dollars) : null,
                caps?.Time is { } time ? BudgetMeter.AtLeastZero(time - elapsed) : null),
            RolledBack = turn is { Step: BestState.NoStep, State: TurnState.Kept } && turn.StartedAt >= run.EndedAt ? turn.Summary : null,
            TurnsLeft = caps?.Turns is { } most ? Math.Max(0, most - turns.Count(other => other.Counted)) : null,
        };
        if (!isUnderWay)
        {
            return situation;
        }

        var (words, since) = turn switch
        {
            { State: TurnState.Started, After: null } when entry?.Turn == turn.Number => (OfEntry(entry), entry.At),
            { State: TurnState.Started, After: null } => ($"{turn.Executor} works", turn.StartedAt),
            { State: TurnState.Undoing } => ("undoing the turn", lastSign),
            _ => ("verifying", lastSign),
        };
        return situation with { Now = words, Since = since };
    }

    private static string OfEntry(LedgerEntry entry)
    {
        switch (entry.Kind)
        {
            case TranscriptKinds.Called:
                // Not by reflection: it is what a status would wait for.
                using (var document = JsonDocument.Parse(entry.Data))
                {
                    return ToolLine.Of(new Called("", document.RootElement.GetProperty("name").GetString() ?? "", document.RootElement.GetProperty("arguments").GetString() ?? ""));
                }

            case TranscriptKinds.Edits:
                return "writing files";
            case TranscriptKinds.Answered:
                return "the model has stopped; the turn ends";
            case TranscriptKinds.Waited:
                using (var document = JsonDocument.Parse(entry.Data))
                {
                    return document.RootElement.GetProperty("text").GetString() ?? "";
                }

            default:
                return "waiting for the model's answer";
        }
    }
}
