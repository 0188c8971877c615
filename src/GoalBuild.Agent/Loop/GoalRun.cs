using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Loop;

/// <summary>The life of one run of one goal: begun or resumed, worked on, ended. It holds the locks and the ledger meanwhile.</summary>
/// <param name="verifier">Finds out whether clauses hold.</param>
/// <param name="executors">Gives the executor of a step, or null where there is none.</param>
/// <param name="clock">The clock.</param>
/// <param name="request">What is to be run.</param>
/// <param name="goal">The goal.</param>
/// <param name="progress">Whoever watches, or null.</param>
internal sealed class GoalRun(IVerifier verifier, Func<AgentStep, IExecutor?> executors, TimeProvider clock, RunRequest request, Goal goal, IProgress<RunEvent>? progress)
{
    private readonly Ladder _ladder = Ladder.Of(goal, executors);
    private readonly GoalKey _key = new(request.Workspace.RelativePath(request.Source.Path), goal.Name.Value);

    /// <summary>Begins a run.</summary>
    /// <param name="cancellation">Stops it; it can be resumed.</param>
    public Task<RunResult> StartAsync(CancellationToken cancellation) => WithLocksAsync(request.Isolate, async (ledger, locks) =>
    {
        foreach (var earlier in ledger.RunsOf(_key).Where(run => run.State == RunState.Running || RunRecovery.Unfinished(ledger, run.Id) is not null))
        {
            if (await SettleAsync(ledger, locks, earlier, cancellation).ConfigureAwait(false) is { } blocked)
            {
                return blocked;
            }
        }

        foreach (var notice in await LeftCopies.RemoveAsync(request.Workspace, ledger, cancellation).ConfigureAwait(false))
        {
            progress?.Report(new NoticeGiven(_key.Name, null, notice));
        }

        var run = new LedgerRun(RunLedger.NewRunId(clock), _key, RunState.Running, request.Workspace.Root, request.Isolate, "", clock.GetUtcNow())
        {
            GoalText = request.Source.Text,
            Command = request.Command,
        };
        ledger.BeginRun(run);
        locks.Announce();
        return await LiveAsync(ledger, locks, run with { ResumedAt = run.StartedAt }, resumed: false, cancellation).ConfigureAwait(false);
    }, cancellation);

    /// <summary>Goes on with a run.</summary>
    /// <param name="id">The run.</param>
    /// <param name="isolated">Whether it works in a copy.</param>
    /// <param name="cancellation">Stops it; it can be resumed again.</param>
    public Task<RunResult> ResumeAsync(string id, bool isolated, CancellationToken cancellation) => WithLocksAsync(isolated, async (ledger, locks) =>
    {
        var run = ledger.Run(id)!;
        Stretches.NoteCrash(ledger, run, locks.LastAlive);
        var spent = run.Elapsed;
        if (run.State == RunState.Running && locks.LastAlive is { } last && last > run.ResumedAt)
        {
            spent += last - run.ResumedAt;
        }

        GoalTextChange.Note(ledger, run, request.Source.Text, clock);
        ledger.ResumeRun(run.Id, spent, request.Source.Text, clock.GetUtcNow());
        RaisedBudget.Raise(ledger, run.Id, spent, request.More, goal.Phases, clock);
        locks.Announce();
        return await LiveAsync(ledger, locks, ledger.Run(id)!, resumed: true, cancellation, run.GoalText != request.Source.Text).ConfigureAwait(false);
    }, cancellation);

    private async Task<RunResult> WithLocksAsync(bool isolated, Func<RunLedger, RunLocks, Task<RunResult>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Secrets.Declare(Secrets.Of(goal));
        foreach (var step in _ladder.Steps)
        {
            await step.Executor.EnsureUsableAsync(goal, request.Workspace.StateDirectory, request.Sandbox).ConfigureAwait(false);
        }

        using var locks = RunLocks.Acquire(request.Workspace, _key, isolated, request.Command, clock);
        using var ledger = RunLedger.Open(request.Workspace.StateDirectory, clock);
        if (ledger.KeptAside is { } aside)
        {
            progress?.Report(LedgerNotice.KeptAside(_key.Name, aside));
        }

        if (locks.EndLeftovers() is > 0 and var ended)
        {
            progress?.Report(new NoticeGiven(_key.Name, null, $"{ended} process{(ended == 1 ? "" : "es")} that an earlier run had started, and that outlived it, {(ended == 1 ? "was" : "were")} ended."));
        }

        return await work(ledger, locks).ConfigureAwait(false);
    }

    private async Task<RunResult> LiveAsync(RunLedger ledger, RunLocks locks, LedgerRun run, bool resumed, CancellationToken cancellation, bool isGoalChanged = false)
    {
        var recorder = new RunRecorder(ledger, run.Id, _key.Name, progress, clock);
        var caps = RaisedBudget.Of(ledger, run.Id, goal.Budget);
        var budget = new BudgetMeter(ledger, run.Id, caps, run.Elapsed, clock);
        using var limit = budget.TimeLeft is { } left ? new CancellationTokenSource(left, clock) : new CancellationTokenSource();
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, locks.Paused);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(asked.Token, limit.Token);
        SnapshotStore? snapshots = null;
        RunEnding? ending = null;
        try
        {
            var tree = await new RunTree(request.Workspace, ledger, clock).PrepareAsync(run, cancellation).ConfigureAwait(false);
            snapshots = tree.Snapshots;
            var context = ContextOf(ledger, run, recorder, budget, tree, resumed);
            recorder.Add(0, new RunStarted(_key.Name, run.Id, context.Evidence, run.Isolated ? tree.Workspace.Root : null, resumed));
            RunNotices.Tell(context, resumed, isGoalChanged);
            var undo = new TurnUndo(context);
            ending = new RunEnding(context, undo, request.Workspace, run, request.OnFailure);
            RunEnd end;
            try
            {
                end = await new RunWork(context, undo).WorkAsync(either.Token).ConfigureAwait(false);
            }
            catch (RunEndedException exception)
            {
                end = exception.End;
            }
            catch (OperationCanceledException) when (asked.IsCancellationRequested)
            {
                end = new RunEnd(RunOutcome.Cancelled, DiagnosticCatalogue.Cancelled, $"The run was {(cancellation.IsCancellationRequested ? "cancelled" : "paused")}. Go on with 'dotnet goal resume'.");
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                end = new RunEnd(RunOutcome.BudgetSpent, DiagnosticCatalogue.BudgetSpent, $"The budget is spent: {caps!.Time!.Value.TotalMinutes:0.#} minutes. Raise the cap in 'budget', or give more with 'dotnet goal resume --budget \"time 30m\"', then resume.");
            }

            return await ending.EndAsync(end, asked.Token).ConfigureAwait(false);
        }
        catch (GoalFaultException fault)
        {
            if (ending is not null)
            {
                await ending.FaultedAsync().ConfigureAwait(false);
            }

            if (!RecordFault(ledger, run, fault, budget.Elapsed))
            {
                locks.Leave();
            }

            throw;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Before the first turn there is nothing to bring to an end.
            ledger.EndRun(run.Id, RunState.Cancelled, DiagnosticCatalogue.Cancelled.Code, "The run was cancelled while it began.", null, budget.Elapsed, clock.GetUtcNow());
            var result = new RunResult(_key.Name, run.Id, RunOutcome.Cancelled, DiagnosticCatalogue.Cancelled.Code, "The run was cancelled while it began. Go on with 'dotnet goal resume'.") { Duration = budget.Elapsed };
            recorder.Add(0, new RunFinished(_key.Name, result));
            return result;
        }
        finally
        {
            snapshots?.Dispose();
            foreach (var executor in _ladder.Steps.Select(step => step.Executor).OfType<IAsyncDisposable>())
            {
                await executor.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private RunContext ContextOf(RunLedger ledger, LedgerRun run, RunRecorder recorder, BudgetMeter budget, PreparedTree tree, bool resumed)
    {
        // In a copy the goal file lies at the same place as in the user's tree; its text is the user's newest.
        var source = new SourceText(Path.GetFullPath(Path.Combine(tree.Workspace.Root, _key.File)), request.Source.Text);
        var goalDirectory = Path.GetDirectoryName(source.Path)!;
        var evidence = Path.Combine(RunFolders.Claim(request.Workspace.StateDirectory, _key), run.Id);
        Directory.CreateDirectory(evidence);
        return new RunContext
        {
            Run = run.Id,
            Goal = goal,
            Source = source,
            Workspace = tree.Workspace,
            Snapshots = tree.Snapshots,
            StartTree = tree.StartTree,
            BaselineTree = tree.BaselineTree,
            Baseline = new SnapshotBaseline(tree.Snapshots, tree.BaselineTree),
            Evidence = evidence,
            Ledger = ledger,
            Recorder = recorder,
            Budget = budget,
            Verifier = verifier,
            Ladder = _ladder,
            Stages = [.. Stage.Of(goal, goalDirectory, tree.Workspace, StartTestProjects.Of(ledger, run.Id, tree.Workspace.Root, clock), source)
                .Select(stage => stage.Phase is null ? stage : stage with { Budget = RaisedBudget.Of(ledger, run.Id, stage.Budget, stage.Name) })],
            Sandbox = request.Sandbox,
            Resumed = resumed,
            Reuse = resumed ? VerdictReuse.Holding : request.Reuse,
            Start = new StartState(ledger, run.Id),
            Clock = clock,
        };
    }

    // A new run where an older one was cut off: its half turn must not become part of the new run's start.
    private async Task<RunResult?> SettleAsync(RunLedger ledger, RunLocks locks, LedgerRun run, CancellationToken cancellation)
    {
        using var alsoTree = run.Isolated ? null : locks.AlsoTree();
        Stretches.NoteCrash(ledger, run, locks.LastAlive);
        RunEndedException? refused = null;
        if (run.StartTree.Length > 0 && Directory.Exists(run.Root))
        {
            var recorder = new RunRecorder(ledger, run.Id, _key.Name, progress, clock);
            var tree = await new RunTree(request.Workspace, ledger, clock).PrepareAsync(run, cancellation).ConfigureAwait(false);
            using var snapshots = tree.Snapshots;
            var context = ContextOf(ledger, run, recorder, new BudgetMeter(ledger, run.Id, null, run.Elapsed, clock), tree, resumed: true);
            var undo = new TurnUndo(context);
            try
            {
                if (await new RunRecovery(context, undo).RecoverAsync().ConfigureAwait(false) is { } unjudged)
                {
                    await undo.InterruptedAsync(unjudged, "interrupted before it was judged", null).ConfigureAwait(false);
                }
            }
            catch (RunEndedException exception)
            {
                refused = exception;
            }

            snapshots.Close();
        }
        else if (RunRecovery.Unfinished(ledger, run.Id) is { } turn)
        {
            // The copy that it worked in is gone, and the half turn with it.
            ledger.EndTurn(turn, TurnState.Interrupted, "interrupted; the copy that it worked in is gone", clock.GetUtcNow());
        }

        if (run.State == RunState.Running)
        {
            ledger.EndRun(run.Id, RunState.Cancelled, DiagnosticCatalogue.Cancelled.Code, "It was killed, and another run was begun.", null, run.Elapsed, clock.GetUtcNow());
        }

        if (refused is { End: var end })
        {
            var result = new RunResult(_key.Name, run.Id, end.Outcome, end.Descriptor?.Code, end.Message);
            progress?.Report(new RunFinished(_key.Name, result));
            return result;
        }

        progress?.Report(new NoticeGiven(_key.Name, null, $"Run {run.Id} of this goal was cut off earlier; its last turn was brought to an end, and a new run begins."));
        return null;
    }

    // On a full disk not even this can be written; the run then counts as interrupted, and is resumed as such.
    private bool RecordFault(RunLedger ledger, LedgerRun run, GoalFaultException fault, TimeSpan elapsed)
    {
        try
        {
            ledger.EndRun(run.Id, RunState.Blocked, fault.Descriptor.Code, fault.Message, null, elapsed, clock.GetUtcNow());
            return true;
        }
        catch (GoalFaultException)
        {
            return false;
        }
    }
}
