using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Loop;

/// <summary>Ends a run: the tree is brought to the end of a turn, held against the constraints, delivered, and recorded.</summary>
/// <param name="context">The run.</param>
/// <param name="undo">Undoes turns.</param>
/// <param name="user">The user's own tree.</param>
/// <param name="run">The run, as the ledger has it.</param>
/// <param name="onFailure">What becomes of the tree where the goal is not met.</param>
internal sealed class RunEnding(RunContext context, TurnUndo undo, Workspace user, LedgerRun run, OnFailure onFailure)
{
    /// <summary>The patch of a run's result, in its evidence folder.</summary>
    public const string PatchFile = "result.patch";

    /// <summary>Ends the run.</summary>
    /// <param name="end">Why it ends.</param>
    /// <param name="cancellation">The run's own; where it is cancelled, only what a resume needs is done.</param>
    public async Task<RunResult> EndAsync(RunEnd end, CancellationToken cancellation)
    {
        if (end.Outcome == RunOutcome.BudgetSpent && context.Ledger.TurnsOf(context.Run) is [.., { State: TurnState.Started } turn])
        {
            await (context.Ladder.IsConversation(turn.Step) ? SettleAsync(turn) : undo.InterruptedAsync(turn, "stopped by the budget before it was judged", null)).ConfigureAwait(false);
        }

        var isBack = await GoBackAsync(end.Outcome).ConfigureAwait(false);
        var tree = await TreeAsync(end).ConfigureAwait(false);
        new Stretches(context).End(tree);
        var broken = end.Outcome == RunOutcome.Cancelled ? [] : await new FinalProof(context).BrokenAsync(tree, CancellationToken.None).ConfigureAwait(false);
        var judged = end.Outcome == RunOutcome.Cancelled || isBack ? [] : context.ConstraintsOf(context.Stages[^1], tree);

        // What is broken in the checkout of the last proof alone ends the run as the difference that it is.
        broken = [.. broken, .. judged.Where(verdict => !ProofDifference.IsTold(verdict)).Select(BuiltConstraints.BrokenBy).OfType<BrokenRule>()];
        if (broken.Count > 0 && end.Broken.Count == 0)
        {
            end = new RunEnd(RunOutcome.ConstraintBroken, broken[0].Descriptor, string.Join(" ", broken.Take(5).Select(rule => rule.Message)));
        }

        // In place, the patch says what the run did. Out of a copy it has to bring all that was proved, whoever wrote it there.
        var start = run.Isolated ? context.StartTree : await new Stretches(context).OwnStartAsync().ConfigureAwait(false);
        var changes = await context.Snapshots.ChangesAsync(start, tree, CancellationToken.None).ConfigureAwait(false);
        var patch = Path.Combine(context.Evidence, PatchFile);
        if (changes.Count > 0)
        {
            await context.Snapshots.WritePatchAsync(start, tree, patch, CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            // An earlier stretch may have left one.
            File.Delete(patch);
        }

        var result = new RunResult(context.Recorder.Goal, context.Run, end.Outcome, end.Descriptor?.Code, end.Message)
        {
            Verdicts = context.NewestVerdicts(context.Stages[^1]).Where(verdict => verdict.Constraint is null).ToValueList(),
            Constraints = judged,
            Turns = context.Budget.Turns,
            Duration = context.Budget.Elapsed,
            Spent = Spending.Of(context.Ledger.CostsOf(context.Run)),
            EvidenceDirectory = context.Evidence,
            PatchFile = changes.Count > 0 ? patch : null,
            Broken = end.Broken.Concat(broken).ToValueList(),
            ChangedFiles = changes.Select(change => change.Path).ToValueList(),
        };
        var isOver = end.Outcome != RunOutcome.Cancelled;
        context.Ledger.EndRun(context.Run, StateOf(end.Outcome), result.Code, end.Message, isOver ? tree : null, result.Duration, context.Clock.GetUtcNow());
        context.Recorder.Add(0, new RunFinished(context.Recorder.Goal, result));
        if (isOver)
        {
            await RememberAsync(end).ConfigureAwait(false);
            await CleanAsync(cancellation).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>Leaves the tree, as far as that is still possible, at the end of a turn, when something failed that a run cannot do without.</summary>
    public async Task FaultedAsync()
    {
        try
        {
            if (context.Ledger.TurnsOf(context.Run) is [.., { State: TurnState.Started, After: null } turn])
            {
                await undo.InterruptedAsync(turn, "interrupted by a fault", null).ConfigureAwait(false);
            }

            new Stretches(context).End(await context.Snapshots.TakeAsync($"{context.Run}/end", CancellationToken.None).ConfigureAwait(false));
        }
        catch (GoalFaultException)
        {
            // What failed once fails again, as on a full disk. A resume then does it, and tells by the time who changed what.
        }
    }

    // What a conversation did was paid for, and stays as far as the constraints allow; to verify it there is no budget.
    private async Task SettleAsync(LedgerTurn turn)
    {
        var after = turn.After ?? await context.Snapshots.TakeAsync($"{context.Run}/{turn.Number}-after", CancellationToken.None).ConfigureAwait(false);
        var changes = await context.Snapshots.ChangesAsync(turn.Before, after, CancellationToken.None).ConfigureAwait(false);
        var stage = context.StageOf(turn);
        var broken = stage.Rules.Check(changes.Select(change => change.Path));
        if (broken.Count == 0)
        {
            broken = await new ContentRules(context).BrokenByTurnAsync(stage, turn.Before, after, CancellationToken.None).ConfigureAwait(false);
        }

        context.Ledger.SetTurnWork(turn, after, turn.Summary, turn.Attempts);
        if (broken.Count > 0)
        {
            await undo.JudgedAsync(turn with { After = after }, after, broken[0].Descriptor.Code, broken[0].Message).ConfigureAwait(false);
            return;
        }

        var summary = turn.Summary.Length > 0 ? turn.Summary : "stopped by the budget; what it changed stays, and was not verified";
        context.Ledger.EndTurn(turn, TurnState.Kept, summary, context.Clock.GetUtcNow());
    }

    // Whether the tree is another one than that which was verified last.
    private async Task<bool> GoBackAsync(RunOutcome outcome)
    {
        var isFailure = outcome is RunOutcome.Stalled or RunOutcome.Blocked or RunOutcome.BudgetSpent or RunOutcome.ConstraintBroken;
        if (isFailure && onFailure == OnFailure.Best)
        {
            return await new BestState(context).GoBackAsync(CancellationToken.None).ConfigureAwait(false) is not null;
        }

        return isFailure && onFailure == OnFailure.Restore
            && await new BestState(context).GoBackAsync(context.StartTree, "the start", CancellationToken.None).ConfigureAwait(false) is not null;
    }

    // What was proved is what is delivered, not what somebody may have made of it since.
    private async Task<string> TreeAsync(RunEnd end)
    {
        if (end.Tree is not { } proved)
        {
            return await context.Snapshots.TakeAsync($"{context.Run}/end", CancellationToken.None).ConfigureAwait(false);
        }

        await context.Snapshots.KeepAsync($"{context.Run}/end", proved, CancellationToken.None).ConfigureAwait(false);
        return proved;
    }

    // What a model tried in vain, the next run need not try again.
    private async Task RememberAsync(RunEnd end)
    {
        var last = context.Ledger.TurnsOf(context.Run).LastOrDefault(turn => context.Ladder.IsConversation(turn.Step));
        if (last is null || end.Outcome is RunOutcome.Met or RunOutcome.WaitingForReview)
        {
            return;
        }

        try
        {
            var open = context.NewestVerdicts(context.Stages[^1]).Where(verdict => verdict.Status != VerdictStatus.Holds).Select(verdict => $"'{verdict.Clause}'");
            var note = $"The goal '{context.Recorder.Goal}' was not met ({StateOf(end.Outcome)}, {Words.Count(context.Budget.Turns, "turn")}); open: {string.Join(", ", open)}; last: {last.Summary}";
            await new Memory(user.StateDirectory, SecretMask.OfEnvironment(), context.Clock).AddAsync(note, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or GoalFaultException)
        {
            context.Recorder.Notice(null, $"What was learnt could not be written to the memory: {exception.Message}");
        }
    }

    // The result is recorded; what fails from here on costs space and nothing else.
    private async Task CleanAsync(CancellationToken cancellation)
    {
        try
        {
            if (run.Isolated)
            {
                await IsolatedTree.RemoveAsync(user.Root, context.Workspace.Root, CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                context.Snapshots.Close();
            }

            // Older runs keep their rows and evidence, and lose their snapshots.
            var keep = ResumableRuns.WithSnapshots(context.Ledger).Append("baselines").ToHashSet(StringComparer.Ordinal);
            using var ofUser = new SnapshotStore(user.StateDirectory, user.Root, $"{run.Id}.start");
            await ofUser.CollectAsync(keep, cancellation).ConfigureAwait(false);
            ofUser.Close();
        }
        catch (Exception exception) when (exception is GoalFaultException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            context.Recorder.Notice(null, $"Cleaning up was not possible: {exception.Message} 'dotnet goal clear' does it later.");
        }
    }

    private static RunState StateOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Met => RunState.Met,
        RunOutcome.Stalled => RunState.Stalled,
        RunOutcome.BudgetSpent => RunState.BudgetSpent,
        RunOutcome.ConstraintBroken => RunState.ConstraintBroken,
        RunOutcome.WaitingForReview => RunState.WaitingForReview,
        RunOutcome.Cancelled => RunState.Cancelled,
        _ => RunState.Blocked,
    };
}
