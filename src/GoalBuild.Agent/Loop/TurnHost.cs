using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What a run does for an executor in the middle of one turn.</summary>
/// <param name="context">The run.</param>
/// <param name="stage">The part of the run.</param>
/// <param name="step">The step of the ladder.</param>
/// <param name="turn">The turn's number.</param>
internal sealed class TurnHost(RunContext context, Stage stage, LadderStep step, int turn) : ITurnHost
{
    // What was spent before the turn is added up once: a turn may have a thousand answers.
    private readonly BudgetLeft _atStart = context.Budget.Left(step, stage);
    private readonly long _started = context.Clock.GetTimestamp();
    private long _tokens;
    private decimal _dollars;

    /// <inheritdoc/>
    public string Run => context.Run;

    /// <inheritdoc/>
    public int Step => step.Index;

    /// <inheritdoc/>
    public SourceText Source => context.Source;

    /// <inheritdoc/>
    public Phase? Phase => stage.Phase;

    /// <inheritdoc/>
    public string EvidenceDirectory => context.Evidence;

    /// <inheritdoc/>
    public bool GoesOn { get; init; }

    /// <inheritdoc/>
    public bool BeginsAnew { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <inheritdoc/>
    public ValueList<Verdict> Earlier { get; init; } = [];

    /// <inheritdoc/>
    public SandboxMode Sandbox => context.Sandbox;

    /// <inheritdoc/>
    public IReadOnlyList<string> Clauses => stage.Clauses;

    /// <inheritdoc/>
    public TimeProvider Clock => context.Clock;

    /// <inheritdoc/>
    public IReadOnlyList<LedgerEntry> Transcript() => context.Ledger.TranscriptOf(context.Run, step.Index);

    /// <inheritdoc/>
    public void Record(IReadOnlyList<TranscriptEntry> entries, Spending? spent = null)
    {
        var now = context.Clock.GetUtcNow();
        var cost = spent is null ? null : new LedgerCost(context.Run, turn, step.Executor.Name, spent.TokensIn, spent.TokensOut, spent.Dollars, now) { TokensCached = spent.TokensCached };
        context.Ledger.AddTranscript([.. entries.Select(entry => new LedgerEntry(context.Run, turn, step.Index, now, entry.Kind, entry.Data))], cost);
        if (spent is not null)
        {
            _tokens += spent.TokensIn + spent.TokensOut;
            _dollars += spent.Dollars;
            context.Recorder.Tell(new TokensSpent(context.Recorder.Goal, turn, spent, Left()));
        }
    }

    /// <inheritdoc/>
    public void Notice(string message) => context.Recorder.Notice(null, message);

    /// <inheritdoc/>
    public BudgetLeft Left() => _atStart with
    {
        Tokens = _atStart.Tokens is { } tokens ? Math.Max(0, tokens - _tokens) : null,
        Dollars = _atStart.Dollars is { } dollars ? Math.Max(0, dollars - _dollars) : null,
        Time = _atStart.Time is { } time ? BudgetMeter.AtLeastZero(time - context.Clock.GetElapsedTime(_started)) : null,
    };

    /// <inheritdoc/>
    public async Task<ValueList<Verdict>> VerifyAsync(IReadOnlyList<string>? clauses, CancellationToken cancellation)
    {
        var tree = await context.Snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
        return await context.VerifyAsync(turn, tree, clauses ?? stage.Clauses, VerdictReuse.All, isFinal: false, cancellation).ConfigureAwait(false);
    }
}
