using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary>What the ledger knows of runs, for verbs that only look.</summary>
internal static class RunHistory
{
    /// <summary>The newest run of a goal, or null.</summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal's name.</param>
    /// <exception cref="GoalFaultException">GOAL0008: the ledger is damaged.</exception>
    public static KnownRun? Newest(GoalSource source, string goal)
    {
        var workspace = source.Workspace;
        using var ledger = RunLedger.OpenExisting(workspace.StateDirectory);
        var key = source.KeyOf(goal);
        return ledger?.RunsOf(key) is [var run, ..]
            ? new KnownRun(run.Id, run.StartedAt, run.EndedAt, RunLock.HolderOf(workspace.StateDirectory, RunLock.KeyOf(key)))
            : null;
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
            var earlier = (ledger?.TurnsOf(run) ?? []).Where(turn => !numbers.Contains(turn.Number)).Select(TurnOf);
            return [.. earlier.Concat(told).OrderBy(turn => turn.Number)];
        }
        catch (GoalFaultException fault) when (fault.Descriptor == DiagnosticCatalogue.LedgerCorrupt)
        {
            // The run itself has met it and tells; what it did is written down as far as it is known.
            return told;
        }
    }

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
/// <param name="Id">Its name.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="Holder">The process that works on the goal now, or null.</param>
internal sealed record KnownRun(string Id, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, LockHolder? Holder);
