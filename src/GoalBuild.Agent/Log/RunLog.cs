using GoalBuild.Ledger;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Log;

/// <summary>What happened in a run and what its models said and did, in order, as the ledger has it; it can be read on while the run goes on.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="run">The run.</param>
/// <param name="mask">Hides secrets.</param>
public sealed class RunLog(RunLedger ledger, string run, SecretMask mask)
{
    private readonly HashSet<int> _told = [];
    private long _event;
    private long _entry;

    /// <summary>What was recorded since the last call, oldest first.</summary>
    public IReadOnlyList<LogEntry> ReadOn()
    {
        // The run's row is read first: where it says that the run has ended, everything else was recorded before.
        var hasEnded = ledger.Run(run)?.EndedAt is not null;
        var events = ledger.EventsAfter(run, _event);
        var entries = ledger.TranscriptAfter(run, _entry);
        _event = events is [.., var lastEvent] ? lastEvent.Id : _event;
        _entry = entries is [.., var lastEntry] ? lastEntry.Id : _entry;

        var all = new List<LogEntry>();
        foreach (var happened in events)
        {
            if (EventLog.Of(happened) is { } entry)
            {
                all.Add(entry);
                if (entry.Kind is LogKinds.TurnKept or LogKinds.TurnUndone or LogKinds.TurnIdle)
                {
                    _told.Add(entry.Turn);
                }
            }
        }

        all.AddRange(entries.SelectMany(TranscriptLog.Of));
        all.AddRange(WithoutEvent(hasEnded));
        return [.. all.OrderBy(entry => entry.At).ThenBy(entry => entry.Turn).ThenBy(Rank).Select(entry => entry with { Text = mask.Apply(entry.Text) })];
    }

    /// <summary>The newest of what models said and did in a run, oldest first; earlier entries are not even read.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    /// <param name="mask">Hides secrets.</param>
    /// <param name="most">How many entries of the conversations at most; one of them may come to several entries of the log, or to none.</param>
    /// <returns>The entries, and how many entries of the conversations are older.</returns>
    public static (IReadOnlyList<LogEntry> Entries, int Older) Newest(RunLedger ledger, string run, SecretMask mask, int most)
    {
        var entries = ledger.NewestTranscriptOf(run, most);
        var older = entries.Count < most ? 0 : ledger.TranscriptLengthOf(run) - entries.Count;
        return ([.. entries.SelectMany(TranscriptLog.Of).Select(entry => entry with { Text = mask.Apply(entry.Text) })], older);
    }

    // The end of some turns has no event of its own: those that were interrupted, and those that the budget stopped.
    private IEnumerable<LogEntry> WithoutEvent(bool hasEnded)
    {
        var turns = ledger.TurnsOf(run);
        foreach (var turn in turns.Where(turn => turn.EndedAt is not null && (hasEnded || turn.Number < turns[^1].Number) && _told.Add(turn.Number)))
        {
            yield return new LogEntry(turn.EndedAt!.Value, turn.Number, turn.State switch
            {
                TurnState.Kept => LogKinds.TurnKept,
                TurnState.Undone => LogKinds.TurnUndone,
                TurnState.Idle => LogKinds.TurnIdle,
                _ => LogKinds.TurnInterrupted,
            }, turn.Summary)
            {
                Code = turn.Code,
            };
        }
    }

    // For what happened at one and the same time.
    private static int Rank(LogEntry entry) => entry.Kind switch
    {
        LogKinds.RunStarted or LogKinds.CutOff or LogKinds.GoalChanged or LogKinds.BudgetRaised => 0,
        LogKinds.TurnStarted => 1,
        LogKinds.Verified => 3,
        LogKinds.TurnKept or LogKinds.TurnUndone or LogKinds.TurnIdle or LogKinds.TurnInterrupted => 4,
        LogKinds.RunFinished => 5,
        _ => 2,
    };
}
