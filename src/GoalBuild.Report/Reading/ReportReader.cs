using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Report.Reading;

/// <summary>Reads what a report tells: from the bundle of evidence where there is one, from the ledger what the bundle does not have.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="clock">The clock.</param>
/// <param name="version">GoalBuild's version, for a bundle that is made here.</param>
public sealed class ReportReader(Workspace workspace, TimeProvider clock, string version)
{
    // Several times as many as a report has room for in full; the rest is counted.
    private const int MostEntries = 1500;

    /// <summary>Reads a run or a verification.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="run">Its name.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>The report; null where neither the ledger nor a bundle knows of it.</returns>
    /// <exception cref="InvalidDataException">The bundle is not one of this version.</exception>
    /// <exception cref="GoalFaultException">GOAL0008: the ledger is damaged.</exception>
    /// <exception cref="IOException">A file of the evidence cannot be read.</exception>
    public async Task<RunReport?> ReadAsync(GoalKey goal, string run, CancellationToken cancellation)
    {
        var folder = Path.Combine(RunFolders.OfGoal(workspace.StateDirectory, goal), run);
        var kept = EvidenceWriter.Read(folder);
        using var ledger = Open(kept is not null);
        var row = ledger?.Run(run) is { } found && found.Goal == goal ? found : null;
        if (row is null)
        {
            return kept is null ? null : WithDiff(new RunReport(kept) { Proof = ProofOf(kept, isUnderWay: false), Turns = [.. kept.Turns.Select(TurnReader.Of)], Written = clock.GetUtcNow() }, folder);
        }

        // What an earlier stretch of it left says nothing of one that goes on.
        var holder = row.EndedAt is null ? RunLock.HolderOf(workspace.StateDirectory, RunLock.KeyOf(goal)) : null;
        var course = RunTimeLine.Of(ledger!, run);
        List<ReportTurn> turns = [.. course.Turns.Select(TurnReader.Of)];
        var now = clock.GetUtcNow();
        var bundle = kept is not null && row.EndedAt is not null && kept.Finished >= row.ResumedAt
            ? kept
            : LedgerEvidence.Of(workspace, row, ledger!.NewestVerdictsOf(run), turns, holder is not null ? "running" : LedgerEvidence.OutcomeOf(row.State), folder, now, version);
        var (source, parsed) = LedgerEvidence.GoalOf(row, workspace);
        Secrets.Declare(Secrets.Of(parsed));
        var (entries, older) = RunLog.Newest(ledger!, run, SecretMask.OfEnvironment(), MostEntries);
        var report = new RunReport(bundle)
        {
            Proof = ProofOf(bundle, holder is not null),
            Command = row.Command,
            Since = row.EndedAt is null ? null : RunSituation.Of(ledger!, row, parsed, isUnderWay: false, now).RolledBack,
            HoldingAtStart = course.Holding,
            Turns = turns,
            Transcript = entries,
            TranscriptOlder = older,
            Written = now,
        };
        return bundle.Diff is not null || row.EndedAt is not null
            ? WithDiff(report, folder)
            : await WithSnapshotsAsync(report, row, course, cancellation).ConfigureAwait(false);
    }

    // Evidence needs no ledger; a damaged one is told of where there is nothing else.
    private RunLedger? Open(bool hasEvidence)
    {
        try
        {
            return RunLedger.OpenExisting(workspace.StateDirectory);
        }
        catch (GoalFaultException) when (hasEvidence)
        {
            return null;
        }
    }

    private static ProofState ProofOf(EvidenceBundle bundle, bool isUnderWay) => (bundle.Outcome, bundle.Mode) switch
    {
        _ when isUnderWay => ProofState.UnderWay,
        ("met" or "waiting-for-review", "run") => ProofState.Proved,
        ("met", _) => ProofState.Verified,
        _ => ProofState.Open,
    };

    private static RunReport WithDiff(RunReport report, string folder)
    {
        var patch = Path.Combine(folder, EvidenceWriter.PatchFile);
        if (!File.Exists(patch))
        {
            return report with { FilesUnknown = report.Evidence.Mode == "verify" ? "A verification edits nothing." : null };
        }

        using var reader = new StreamReader(patch);
        return report with { Files = DiffReader.Read(reader) };
    }

    // A run that is not over has no patch yet: what it came to so far is in its newest snapshots.
    private async Task<RunReport> WithSnapshotsAsync(RunReport report, LedgerRun run, RunCourse course, CancellationToken cancellation)
    {
        var end = course.Turns.LastOrDefault(point => point.Turn is { State: TurnState.Kept, After: not null })?.Turn.After;
        if (end is null || run.StartTree.Length == 0 || end == run.StartTree)
        {
            return report;
        }

        var patch = Path.Combine(Path.GetTempPath(), $"goal-report-{Guid.NewGuid():n}.patch");
        try
        {
            // An index of its own: the run's is in use.
            using var snapshots = new SnapshotStore(workspace.StateDirectory, workspace.Root, $"{run.Id}.report");
            await snapshots.WritePatchAsync(run.StartTree, end, patch, cancellation).ConfigureAwait(false);
            snapshots.Close();
            using var reader = new StreamReader(patch);
            return report with { Files = DiffReader.Read(reader) };
        }
        catch (Exception exception) when (exception is GoalFaultException or IOException or UnauthorizedAccessException)
        {
            return report with { FilesUnknown = exception.Message };
        }
        finally
        {
            File.Delete(patch);
        }
    }
}
