using GoalBuild.Agent.Judging;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What one run works with.</summary>
internal sealed record RunContext
{
    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The goal.</summary>
    public required Goal Goal { get; init; }

    /// <summary>The goal file, as a path in the tree that the run works in.</summary>
    public required SourceText Source { get; init; }

    /// <summary>The tree that the run works in.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Snapshots of it.</summary>
    public required SnapshotStore Snapshots { get; init; }

    /// <summary>Snapshot of the tree as it was at the start of the run.</summary>
    public required string StartTree { get; init; }

    /// <summary>Snapshot of the tree as it was when work on the goal began: what <c>changed</c> compares with.</summary>
    public required string BaselineTree { get; init; }

    /// <summary>What <c>changed</c> compares with.</summary>
    public required IBaseline Baseline { get; init; }

    /// <summary>The run's evidence folder.</summary>
    public required string Evidence { get; init; }

    /// <summary>The ledger.</summary>
    public required RunLedger Ledger { get; init; }

    /// <summary>Tells what happens.</summary>
    public required RunRecorder Recorder { get; init; }

    /// <summary>What may still be spent.</summary>
    public required BudgetMeter Budget { get; init; }

    /// <summary>Finds out whether clauses hold.</summary>
    public required IVerifier Verifier { get; init; }

    /// <summary>The executors.</summary>
    public required Ladder Ladder { get; init; }

    /// <summary>The parts of the run.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>Whether the run goes on after an earlier stretch.</summary>
    public required bool Resumed { get; init; }

    /// <summary>Which earlier verdicts may stand in the first verification.</summary>
    public required VerdictReuse Reuse { get; init; }

    /// <summary>Whether the commands of a model have to be contained.</summary>
    public required SandboxMode Sandbox { get; init; }

    /// <summary>How the goal stood when the run began.</summary>
    public required StartState Start { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Verifies clauses, and records what was found before anybody relies on it.</summary>
    /// <param name="turn">The turn whose tree it is, or 0.</param>
    /// <param name="tree">Snapshot of the tree.</param>
    /// <param name="clauses">Names of the clauses.</param>
    /// <param name="reuse">Which earlier verdicts may stand.</param>
    /// <param name="isFinal">Whether it is the last proof.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The verdicts of the clauses; where all of a part of the run hold, behind them those of the constraints that do not.</returns>
    public async Task<ValueList<Verdict>> VerifyAsync(int turn, string tree, IReadOnlyList<string> clauses, VerdictReuse reuse, bool isFinal, CancellationToken cancellation)
    {
        Recorder.Tell(new VerificationStarted(Recorder.Goal, turn, isFinal));
        using var judge = ModelJudge.For(Goal, Workspace.StateDirectory, Clock, (who, spent) =>
            Ledger.AddCost(new LedgerCost(Run, turn, who, spent.TokensIn, spent.TokensOut, spent.Dollars, Clock.GetUtcNow()) { TokensCached = spent.TokensCached }));
        var request = new VerificationRequest(Workspace, Source, Goal, Evidence) { Clauses = clauses, Reuse = reuse, Baseline = Baseline, Judge = judge, Constraints = ConstraintsFor(clauses) };
        var result = await Verifier.VerifyAsync(request, new ClauseRelay(Recorder), cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        result = result with { Verdicts = result.Verdicts.Select(Start.Mark).ToValueList() };
        Ledger.AddVerdicts(result.Verdicts.Concat(result.Constraints).Select(verdict => new LedgerVerdict(
            Run, turn, isFinal, verdict.Clause, verdict.Status.ToString().ToLowerInvariant(), verdict.Reason, verdict.At)
        {
            Tree = tree,
            Fingerprint = verdict.Fingerprint,
            Reused = verdict.Reused,
            Duration = verdict.Duration,
            Data = VerdictJson.Write(verdict),
        }));
        Recorder.Add(turn, new VerificationFinished(Recorder.Goal, turn, isFinal, result));
        return result.Verdicts.Concat(result.Constraints.Where(verdict => verdict.Status != VerdictStatus.Holds)).ToValueList();
    }

    /// <summary>Verifies clauses without telling or recording it.</summary>
    /// <param name="clauses">Names of the clauses.</param>
    /// <param name="reuse">Which earlier verdicts may stand.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ValueList<Verdict>> LookAsync(IReadOnlyList<string> clauses, VerdictReuse reuse, CancellationToken cancellation)
    {
        var request = new VerificationRequest(Workspace, Source, Goal, Evidence) { Clauses = clauses, Reuse = reuse, Baseline = Baseline };
        return (await Verifier.VerifyAsync(request, null, cancellation).ConfigureAwait(false)).Verdicts;
    }

    /// <summary>The part of the run that a turn belongs to.</summary>
    /// <param name="turn">The turn.</param>
    public Stage StageOf(LedgerTurn turn) => Stages.FirstOrDefault(stage => stage.Name == turn.Phase) ?? Stages[^1];

    /// <summary>The newest verdicts of the clauses of a part of the run, as the ledger has them, in the order of the goal; then as <see cref="VerifyAsync"/>.</summary>
    /// <param name="stage">The part of the run.</param>
    public ValueList<Verdict> NewestVerdicts(Stage stage)
    {
        var newest = Ledger.NewestVerdictsOf(Run).ToDictionary(verdict => verdict.Clause, verdict => VerdictJson.Read(verdict.Data), StringComparer.Ordinal);
        var clauses = stage.Clauses.Where(newest.ContainsKey).Select(name => newest[name]).ToList();
        return clauses.Concat(Judged(stage, clauses, newest).Where(verdict => verdict.Status != VerdictStatus.Holds)).ToValueList();
    }

    /// <summary>What is known of the constraints of a part of the run that are judged once its clauses hold; empty where one does not.</summary>
    /// <param name="stage">The part of the run.</param>
    /// <param name="tree">Snapshot of the tree in question.</param>
    public ValueList<Verdict> ConstraintsOf(Stage stage, string tree)
    {
        // Of a turn that was undone the newest verdicts are about a tree that is no more.
        var ofTree = Ledger.VerdictsOf(Run).Where(verdict => verdict.Tree == tree).ToList();
        if (ofTree.Count > 0)
        {
            var found = ofTree.GroupBy(verdict => verdict.Clause, StringComparer.Ordinal).ToDictionary(group => group.Key, group => VerdictJson.Read(group.Last().Data), StringComparer.Ordinal);
            return stage.Constraints.Select(constraint => found.GetValueOrDefault(constraint.Description)).OfType<Verdict>().ToValueList();
        }

        var newest = Ledger.NewestVerdictsOf(Run).ToDictionary(verdict => verdict.Clause, verdict => VerdictJson.Read(verdict.Data), StringComparer.Ordinal);
        return Judged(stage, stage.Clauses.Where(newest.ContainsKey).Select(name => newest[name]), newest).ToValueList();
    }

    // While a clause does not hold, what was found of constraints speaks of an earlier tree.
    private static IEnumerable<Verdict> Judged(Stage stage, IEnumerable<Verdict> clauses, Dictionary<string, Verdict> newest) =>
        clauses.Any(verdict => verdict.Status != VerdictStatus.Holds) ? []
            : stage.Constraints.Select(constraint => newest.GetValueOrDefault(constraint.Description)).OfType<Verdict>();

    // Of a part of the clauses nothing can be concluded: the tree may not even build.
    private IReadOnlyList<Constraint> ConstraintsFor(IReadOnlyList<string> clauses) =>
        Stages.LastOrDefault(stage => stage.Clauses.SequenceEqual(clauses, StringComparer.Ordinal))?.Constraints ?? [];

    // IProgress of the framework would post to a context, and news would come late and in another order.
    private sealed class ClauseRelay(RunRecorder recorder) : IProgress<VerificationEvent>
    {
        public void Report(VerificationEvent value) => recorder.Tell(new ClauseReported(recorder.Goal, value));
    }
}
