using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What tools need of a run while its calls are made again: nothing is recorded, spent or verified.</summary>
/// <param name="name">Names what is kept for the time of the replay.</param>
/// <param name="turn">The turn that is replayed.</param>
/// <param name="stage">The part of the run that it belonged to.</param>
/// <param name="source">The goal file, as a path in the tree.</param>
/// <param name="folder">Absolute path of a folder for what is too long for an answer.</param>
/// <param name="sandbox">Whether commands have to be contained.</param>
/// <param name="clock">The clock.</param>
internal sealed class ReplayHost(string name, LedgerTurn turn, Stage stage, SourceText source, string folder, SandboxMode sandbox, TimeProvider clock) : ITurnHost
{
    /// <inheritdoc/>
    public string Run => name;

    /// <inheritdoc/>
    public int Step => turn.Step;

    /// <inheritdoc/>
    public SourceText Source => source;

    /// <inheritdoc/>
    public Phase? Phase => stage.Phase;

    /// <inheritdoc/>
    public string EvidenceDirectory => folder;

    /// <inheritdoc/>
    public bool GoesOn => true;

    /// <inheritdoc/>
    public bool BeginsAnew => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [];

    /// <inheritdoc/>
    public ValueList<Verdict> Earlier => [];

    /// <inheritdoc/>
    public SandboxMode Sandbox => sandbox;

    /// <inheritdoc/>
    public IReadOnlyList<string> Clauses => stage.Clauses;

    /// <inheritdoc/>
    public TimeProvider Clock => clock;

    /// <inheritdoc/>
    public IReadOnlyList<LedgerEntry> Transcript() => [];

    /// <inheritdoc/>
    public void Record(IReadOnlyList<TranscriptEntry> entries, Spending? spent = null)
    {
    }

    /// <inheritdoc/>
    public void Notice(string message)
    {
    }

    /// <inheritdoc/>
    public BudgetLeft Left() => new(null, null, null);

    /// <inheritdoc/>
    public Task<ValueList<Verdict>> VerifyAsync(IReadOnlyList<string>? clauses, CancellationToken cancellation) => Task.FromResult<ValueList<Verdict>>([]);
}
