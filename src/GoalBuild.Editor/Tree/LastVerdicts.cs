using System.Collections.Concurrent;
using GoalBuild.Agent.Loop;
using GoalBuild.Editor.Documents;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Editor.Tree;

/// <summary>
/// What was found out last of the clauses of a goal: by its newest evidence, or by the ledger where a run is under way or left none. Nothing here
/// writes, and a bundle is read once for as long as it stays the same.
/// </summary>
internal sealed class LastVerdicts
{
    private readonly ConcurrentDictionary<string, (DateTime WrittenAt, EvidenceBundle? Bundle)> _bundles = new(StringComparer.Ordinal);

    /// <summary>The last verdicts of a goal, by the names of its clauses; empty where nothing is known.</summary>
    /// <param name="document">The goal's file.</param>
    /// <param name="goal">The goal.</param>
    public IReadOnlyDictionary<string, LastVerdict> Of(GoalDocument document, Goal goal)
    {
        var workspace = Workspace.ForGoalFile(document.Path);
        var key = new GoalKey(workspace.RelativePath(document.Path), goal.Name.Value);
        var known = new Dictionary<string, LastVerdict>(StringComparer.Ordinal);
        if (!Directory.Exists(workspace.StateDirectory))
        {
            return known;
        }

        if (Newest(RunFolders.OfGoal(workspace.StateDirectory, key)) is { } bundle)
        {
            var changed = bundle.GoalHash != EvidenceBuilder.HashOf(document.Source);
            foreach (var clause in bundle.Clauses)
            {
                known[clause.Name] = new LastVerdict(clause.Status, clause.Reason, clause.At ?? bundle.Finished) { Findings = clause.Findings, IsOfEarlierText = changed };
            }
        }

        foreach (var verdict in OfLedger(workspace.StateDirectory, key))
        {
            if (!known.TryGetValue(verdict.Clause, out var other) || other.At < verdict.At)
            {
                known[verdict.Clause] = new LastVerdict(verdict.Status, verdict.Reason, verdict.At);
            }
        }

        return known;
    }

    private EvidenceBundle? Newest(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                return null;
            }

            // The bundle is the last that is written to a run's folder.
            var newest = new DirectoryInfo(folder).EnumerateDirectories()
                .Select(run => new FileInfo(Path.Combine(run.FullName, EvidenceWriter.JsonFile)))
                .Where(file => file.Exists)
                .MaxBy(file => file.LastWriteTimeUtc);
            return newest is null ? null : Read(newest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private EvidenceBundle? Read(FileInfo file)
    {
        if (_bundles.TryGetValue(file.FullName, out var read) && read.WrittenAt == file.LastWriteTimeUtc)
        {
            return read.Bundle;
        }

        EvidenceBundle? bundle = null;
        try
        {
            bundle = EvidenceWriter.Read(file.DirectoryName!);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // A bundle of another version, or a broken one, tells nothing; 'dotnet goal report' says why.
        }

        _bundles[file.FullName] = (file.LastWriteTimeUtc, bundle);
        return bundle;
    }

    private static IReadOnlyList<LedgerVerdict> OfLedger(string stateDirectory, GoalKey key)
    {
        try
        {
            using var ledger = RunLedger.OpenExisting(stateDirectory);
            return ledger?.RunsOf(key) is [var run, ..] ? ledger.NewestVerdictsOf(run.Id) : [];
        }
        catch (GoalFaultException)
        {
            // A damaged or newer ledger; every verb says so, and typing must not.
            return [];
        }
    }
}

/// <summary>What was found out last of a clause.</summary>
/// <param name="Status"><c>holds</c>, <c>fails</c> or <c>unknown</c>.</param>
/// <param name="Reason">The figure that decided, or what is missing.</param>
/// <param name="At">When, in UTC.</param>
internal sealed record LastVerdict(string Status, string Reason, DateTimeOffset At)
{
    /// <summary>The details, as the evidence has them.</summary>
    public IReadOnlyList<EvidenceFinding> Findings { get; init; } = [];

    /// <summary>Whether the goal file was changed since.</summary>
    public bool IsOfEarlierText { get; init; }

    /// <summary>How long ago it was found out, in words: <c>just now</c>, <c>3 minutes ago</c>.</summary>
    /// <param name="now">The time, in UTC.</param>
    public string Age(DateTimeOffset now) => (now - At) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } age => $"{Words.Count((long)age.TotalMinutes, "minute")} ago",
        { TotalDays: < 1 } age => $"{Words.Count((long)age.TotalHours, "hour")} ago",
        var age => $"{Words.Count((long)age.TotalDays, "day")} ago",
    };
}
