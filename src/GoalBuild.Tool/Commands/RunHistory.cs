using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary>What the ledger knows of runs, for verbs that only look.</summary>
internal static class RunHistory
{
    /// <summary>The newest run of a goal, or null.</summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="now">The time, in UTC.</param>
    /// <exception cref="GoalFaultException">GOAL0008: the ledger is damaged.</exception>
    public static KnownRun? Newest(GoalSource source, Goal goal, DateTimeOffset now)
    {
        var workspace = source.Workspace;
        using var ledger = RunLedger.OpenExisting(workspace.StateDirectory);
        var key = source.KeyOf(goal.Name.Value);
        if (ledger?.RunsOf(key) is not [var run, ..])
        {
            return null;
        }

        var holder = RunLock.HolderOf(workspace.StateDirectory, RunLock.KeyOf(key));
        return new KnownRun(run, holder, RunSituation.Of(ledger, run, goal, run.EndedAt is null && holder is not null, now));
    }

    /// <summary>The reviews that a goal asks for, and who signed them under the tree that a run ended with.</summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="run">The run.</param>
    public static IReadOnlyList<EvidenceReview> Reviews(GoalSource source, Goal goal, string run)
    {
        IReadOnlyList<Approval> approvals;
        try
        {
            using var ledger = RunLedger.OpenExisting(source.Workspace.StateDirectory);
            approvals = ledger?.Run(run)?.EndTree is { } tree ? Approval.Of(ledger, source.KeyOf(goal.Name.Value), tree) : [];
        }
        catch (GoalFaultException fault) when (fault.Descriptor == DiagnosticCatalogue.LedgerCorrupt)
        {
            // The run itself has met it and tells.
            approvals = [];
        }

        return
        [
            .. from review in goal.Reviews
               let signed = approvals.FirstOrDefault(approval => approval.As == review.By.Value)
               select new EvidenceReview(review.By.Value, review.Subject.Value)
               {
                   Person = signed?.Person,
                   Account = signed?.Account,
                   At = signed?.At,
                   Tree = signed?.Tree,
                   Note = signed?.Note is { Length: > 0 } note ? note : null,
               },
        ];
    }

    /// <summary>Whether the ledger knows a run of a goal.</summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal's name.</param>
    public static bool HasRun(GoalSource source, string goal)
    {
        using var ledger = RunLedger.OpenExisting(source.Workspace.StateDirectory);
        return ledger?.RunsOf(source.KeyOf(goal)).Count > 0;
    }

    /// <summary>The turns of a run: those that the ledger has, with what the events of this process add to them.</summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="run">The run.</param>
    /// <param name="told">The turns that events told of.</param>
    public static IReadOnlyList<EvidenceTurn> Turns(GoalSource source, string run, IReadOnlyList<EvidenceTurn> told)
    {
        try
        {
            using var ledger = RunLedger.OpenExisting(source.Workspace.StateDirectory);
            var numbers = told.Select(turn => turn.Number).ToHashSet();
            var costs = (ledger?.CostsOf(run) ?? []).ToLookup(cost => cost.Turn);
            var earlier = (ledger?.TurnsOf(run) ?? []).Where(turn => !numbers.Contains(turn.Number)).Select(TurnOf);
            return [.. earlier.Concat(told).OrderBy(turn => turn.Number).Select(turn => turn with { Spent = EvidenceOf(Spending.Of(costs[turn.Number])) })];
        }
        catch (GoalFaultException fault) when (fault.Descriptor == DiagnosticCatalogue.LedgerCorrupt)
        {
            // The run itself has met it and tells; what it did is written down as far as it is known.
            return told;
        }
    }

    /// <summary>What was spent, as evidence has it; null where nothing was.</summary>
    /// <param name="spent">What was spent.</param>
    public static EvidenceSpending? EvidenceOf(Spending spent) =>
        spent.Tokens == 0 ? null : new EvidenceSpending(spent.TokensIn, spent.TokensCached, spent.TokensOut, spent.Dollars);

    private static EvidenceTurn TurnOf(LedgerTurn turn) => new(
        turn.Number,
        turn.Executor,
        turn.State switch
        {
            TurnState.Kept => "kept",
            TurnState.Undone => "undone",
            TurnState.Idle => "unchanged",
            _ => "interrupted",
        },
        turn.Code is null ? turn.Summary : $"{turn.Code}: {turn.Summary}",
        null,
        (long)((turn.EndedAt ?? turn.StartedAt) - turn.StartedAt).TotalMilliseconds);
}

/// <summary>A run as the ledger has it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Holder">The process that works on the goal now, or null.</param>
/// <param name="Situation">Where it is.</param>
internal sealed record KnownRun(LedgerRun Run, LockHolder? Holder, RunSituation Situation);
