using System.Text.Json;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Baseline;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// How a goal stood when a run of it began, before any executor worked: the tree, the verdict of each clause, and the tests that its results have. It is
/// kept in the ledger, and for readers in <c>baseline.json</c> in the run's evidence folder; only the ledger is believed.
/// </summary>
/// <param name="ledger">The ledger.</param>
/// <param name="run">The run.</param>
internal sealed class StartState(RunLedger ledger, string run)
{
    /// <summary>The file for readers.</summary>
    public const string FileName = "baseline.json";

    private const string Kind = "Baseline";

    private static readonly JsonSerializerOptions ForReaders = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private Kept? _kept;
    private HashSet<string>? _failed;

    /// <summary>The tests of the start; null until they were recorded.</summary>
    public TestInventory? Tests => Read()?.Tests;

    /// <summary>Records the state, once, after the first verification.</summary>
    /// <param name="context">The run.</param>
    /// <param name="verdicts">What that found.</param>
    /// <param name="cancellation">Stops verifying the clauses that it did not look at.</param>
    public async Task RecordAsync(RunContext context, ValueList<Verdict> verdicts, CancellationToken cancellation)
    {
        if (Read() is not null)
        {
            return;
        }

        // Clauses of later phases are nobody's work yet, but what they find now is what they are compared with then.
        var later = context.Stages[^1].Clauses.Except(verdicts.Select(verdict => verdict.Clause), StringComparer.Ordinal).ToList();
        IReadOnlyList<Verdict> all = later.Count == 0 ? verdicts : [.. verdicts, .. await context.LookAsync(later, context.Reuse, cancellation).ConfigureAwait(false)];
        var tests = TestInventory.Of(all, context.Evidence);
        if (Unread(context, all, tests) is { Count: > 0 } unread)
        {
            var anew = (await context.LookAsync(unread, VerdictReuse.None, cancellation).ConfigureAwait(false)).ToDictionary(verdict => verdict.Clause, StringComparer.Ordinal);
            all = [.. all.Select(verdict => anew.GetValueOrDefault(verdict.Clause, verdict))];
            tests = TestInventory.Of(all, context.Evidence);
        }

        var kept = new Kept(context.StartTree, [.. all.Select(verdict => new ClauseState(verdict.Clause, verdict.Status.ToString().ToLowerInvariant(), verdict.Reason))], tests);
        ledger.AddEvent(new LedgerEvent(run, 0, context.Clock.GetUtcNow(), Kind, JsonSerializer.Serialize(kept)));
        await File.WriteAllTextAsync(Path.Combine(context.Evidence, FileName), JsonSerializer.Serialize(kept, ForReaders), cancellation).ConfigureAwait(false);
        _kept = kept;
    }

    /// <summary>How a clause stood at the start; null where that was not recorded.</summary>
    /// <param name="clause">The clause's name.</param>
    public VerdictStatus? StatusOf(string clause) =>
        Read()?.Verdicts.FirstOrDefault(state => state.Clause == clause) is { } known ? Enum.Parse<VerdictStatus>(known.Status, ignoreCase: true) : null;

    /// <summary>A verdict whose failed tests say of themselves which failed before the work began, and its reason how many.</summary>
    /// <param name="verdict">The verdict, as it was found.</param>
    public Verdict Mark(Verdict verdict)
    {
        if (verdict.Status != VerdictStatus.Fails || Read() is null)
        {
            return verdict;
        }

        _failed ??= _kept!.Tests.Clauses.SelectMany(clause => clause.Failed).ToHashSet(StringComparer.Ordinal);
        var findings = verdict.Findings.Select(finding => finding is { Kind: FindingKind.Test, IsError: true, Test: { } test } && _failed.Contains(test) ? finding with { FailedBefore = true } : finding).ToValueList();
        var before = findings.Count(finding => finding.FailedBefore);
        return before == 0 ? verdict : verdict with { Findings = findings, Reason = $"{verdict.Reason} {before} of them failed before the work began." };
    }

    // What an earlier verification found stands without being found again; where its results are gone, nobody would know which tests there were to keep.
    private static List<string> Unread(RunContext context, IReadOnlyList<Verdict> verdicts, TestInventory tests)
    {
        var read = tests.Clauses.Select(clause => clause.Clause).ToHashSet(StringComparer.Ordinal);
        var runTests = GoalClause.Of(context.Goal).Where(clause => clause.Clause is TestClause or CoverageClause).Select(clause => clause.Name).ToHashSet(StringComparer.Ordinal);
        return [.. verdicts.Where(verdict => verdict.Reused && runTests.Contains(verdict.Clause) && !read.Contains(verdict.Clause)).Select(verdict => verdict.Clause)];
    }

    private Kept? Read() =>
        _kept ??= ledger.EventsOf(run).FirstOrDefault(happened => happened.Kind == Kind) is { } known ? JsonSerializer.Deserialize<Kept>(known.Data) : null;

    private sealed record Kept(string Tree, IReadOnlyList<ClauseState> Verdicts, TestInventory Tests);

    private sealed record ClauseState(string Clause, string Status, string Reason);
}
