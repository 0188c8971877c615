using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests;

/// <summary>What a run does for an executor, without a run: it keeps the transcript in memory, and finds nothing out.</summary>
/// <param name="left">What may still be spent.</param>
internal sealed class MemoryTurnHost(BudgetLeft left) : ITurnHost
{
    private readonly List<LedgerEntry> _transcript = [];

    /// <summary>What people were told.</summary>
    public List<string> Notices { get; } = [];

    /// <summary>What was spent so far.</summary>
    public Spending Spent { get; private set; } = Spending.None;

    public string Run => "run";

    public int Step => 0;

    public SourceText Source { get; init; } = new("a.goal", "");

    public Phase? Phase => null;

    public string EvidenceDirectory { get; init; } = "";

    public bool GoesOn => false;

    public bool BeginsAnew => false;

    public IReadOnlyList<string> Notes => [];

    public ValueList<Verdict> Earlier => [];

    public SandboxMode Sandbox => SandboxMode.Auto;

    public IReadOnlyList<string> Clauses => [];

    public TimeProvider Clock => TimeProvider.System;

    public IReadOnlyList<LedgerEntry> Transcript() => _transcript;

    public void Record(IReadOnlyList<TranscriptEntry> entries, Spending? spent = null)
    {
        _transcript.AddRange(entries.Select(entry => new LedgerEntry(Run, 1, Step, Clock.GetUtcNow(), entry.Kind, entry.Data)));
        Spent = Spent.Plus(spent ?? Spending.None);
    }

    public void Notice(string message) => Notices.Add(message);

    public BudgetLeft Left() => left with
    {
        Tokens = left.Tokens is { } tokens ? Math.Max(0, tokens - Spent.Tokens) : null,
        Dollars = left.Dollars is { } dollars ? Math.Max(0, dollars - Spent.Dollars) : null,
    };

    public Task<ValueList<Verdict>> VerifyAsync(IReadOnlyList<string>? clauses, CancellationToken cancellation) => Task.FromResult<ValueList<Verdict>>([]);
}
