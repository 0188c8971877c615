using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Report.Reading;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Report.Serving;

/// <summary>What the ledger says of all runs now, read by one connection for all who look, and the verifications that lie beside them. Safe from any thread.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunBoard(Workspace workspace, TimeProvider clock) : IDisposable
{
    /// <summary>How many runs the history has at most; 'dotnet goal report' has the others.</summary>
    public const int MostRuns = 200;

    private const int MostVerifications = 50;
    private const int NewestEntries = 14;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Ended, RunRow Row)> _over = [];
    private readonly VerificationBoard _verifications = new(workspace);
    private (string File, long Version, string Holders, int Verifications) _seen = ("", -1, "", 0);
    private (RunLedger Ledger, DateTime Made)? _open;

    /// <summary>Whether anything is another than when this was last asked. Asking costs next to nothing.</summary>
    public bool HasChanged()
    {
        lock (_gate)
        {
            if (Ledger() is not { } ledger)
            {
                return _seen != (_seen = ("", -1, "", _verifications.Stamp()));
            }

            // Who works on what is in no row: a process that was killed has written nothing.
            var holders = string.Join(' ', ledger.OpenRuns().Select(run => $"{run.Id}{IsUnderWay(run)}"));
            return _seen != (_seen = ($"{_open!.Value.Made.Ticks}", ledger.Version, holders, _verifications.Stamp()));
        }
    }

    /// <summary>The runs and the verifications.</summary>
    public History History()
    {
        lock (_gate)
        {
            var verifications = _verifications.Newest(MostVerifications);
            if (Ledger() is not { } ledger)
            {
                return new History([], 0, verifications);
            }

            var runs = ledger.AllRuns();
            return new History([.. runs.Take(MostRuns).Select(run => RowOf(ledger, run))], Math.Max(0, runs.Count - MostRuns), verifications);
        }
    }

    /// <summary>One verification, or null.</summary>
    /// <param name="key">Its goal, as its row has it.</param>
    /// <param name="id">Its name.</param>
    public VerificationRow? Verification(string key, string id)
    {
        lock (_gate)
        {
            return _verifications.Find(key, id);
        }
    }

    /// <summary>Whether there is a run.</summary>
    /// <param name="id">Its name.</param>
    public bool Has(string id)
    {
        lock (_gate)
        {
            return Ledger()?.Run(id) is not null;
        }
    }

    /// <summary>One run, or null.</summary>
    /// <param name="id">Its name.</param>
    public RunView? View(string id)
    {
        lock (_gate)
        {
            if (Ledger() is not { } ledger || ledger.Run(id) is not { } run)
            {
                return null;
            }

            var (_, goal) = LedgerEvidence.GoalOf(run, workspace);
            Secrets.Declare(Secrets.Of(goal));
            var mask = SecretMask.OfEnvironment();
            var isUnderWay = IsUnderWay(run);
            var situation = RunSituation.Of(ledger, run, goal, isUnderWay, clock.GetUtcNow());
            return new RunView(RowOf(ledger, run), goal, situation with { Now = situation.Now is { } now ? mask.Apply(now) : null }, RunLog.Newest(ledger, id, mask, NewestEntries).Entries);
        }
    }

    /// <summary>Asks the process that works on a run to pause; it does so in its own time.</summary>
    /// <param name="id">The run.</param>
    /// <returns>Whether there is such a process.</returns>
    /// <exception cref="GoalFaultException">GOAL0009: it could not be asked.</exception>
    public bool Pause(string id)
    {
        lock (_gate)
        {
            return Ledger()?.Run(id) is { EndedAt: null } run && RunLock.AskToPause(workspace.StateDirectory, RunLock.KeyOf(run.Goal)) is not null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _open?.Ledger.Dispose();

    private bool IsUnderWay(LedgerRun run) => run.EndedAt is null && RunLock.HolderOf(workspace.StateDirectory, RunLock.KeyOf(run.Goal)) is not null;

    private RunRow RowOf(RunLedger ledger, LedgerRun run)
    {
        if (run.EndedAt is { } ended && _over.TryGetValue(run.Id, out var known) && known.Ended == ended)
        {
            return known.Row;
        }

        var verdicts = ledger.NewestVerdictsOf(run.Id);
        var row = new RunRow(run, IsUnderWay(run))
        {
            Spent = Spending.Of(ledger.CostsOf(run.Id)),
            Turns = ledger.TurnsOf(run.Id).Count(turn => turn.Counted),
            Holding = verdicts.Count(verdict => verdict.Status == "holds"),
            Clauses = verdicts.Count,
        };
        if (run.EndedAt is { } over)
        {
            _over[run.Id] = (over, row);
        }

        return row;
    }

    // The file may be moved aside, or made anew, while it is looked at.
    private RunLedger? Ledger()
    {
        var file = new FileInfo(Path.Combine(workspace.StateDirectory, RunLedger.FileName));
        if (_open is { } open && (!file.Exists || file.CreationTimeUtc != open.Made))
        {
            open.Ledger.Dispose();
            _open = null;
        }

        if (_open is null && file.Exists && RunLedger.OpenExisting(workspace.StateDirectory) is { } ledger)
        {
            _open = (ledger, file.CreationTimeUtc);
        }

        return _open?.Ledger;
    }
}

/// <summary>What was run and verified.</summary>
/// <param name="Runs">The runs, newest first.</param>
/// <param name="Older">How many older ones there are.</param>
/// <param name="Verifications">The newest verifications that left evidence, newest first.</param>
internal sealed record History(IReadOnlyList<RunRow> Runs, int Older, IReadOnlyList<VerificationRow> Verifications);

/// <summary>A run in the history.</summary>
/// <param name="Run">The run.</param>
/// <param name="IsUnderWay">Whether a process works on it.</param>
internal sealed record RunRow(LedgerRun Run, bool IsUnderWay)
{
    /// <summary>What models cost.</summary>
    public Spending Spent { get; init; } = Spending.None;

    /// <summary>How many turns counted.</summary>
    public int Turns { get; init; }

    /// <summary>How many clauses hold, as far as its newest verdicts say.</summary>
    public int Holding { get; init; }

    /// <summary>How many have a verdict.</summary>
    public int Clauses { get; init; }

    /// <summary>In the words of the evidence, or <c>running</c> or <c>interrupted</c>.</summary>
    public string Outcome => IsUnderWay ? "running" : LedgerEvidence.OutcomeOf(Run.State);
}

/// <summary>A run as its page shows it.</summary>
/// <param name="Row">The run.</param>
/// <param name="Goal">Its goal.</param>
/// <param name="Situation">Where it is.</param>
/// <param name="Newest">What its models said and did last, oldest first.</param>
internal sealed record RunView(RunRow Row, Goal Goal, RunSituation Situation, IReadOnlyList<LogEntry> Newest);
