using GoalBuild.Agent.Log;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What came of a signature.</summary>
/// <param name="Approval">The signature.</param>
/// <param name="Open">The reviews that nobody has signed yet; none where the goal is met by it.</param>
/// <param name="Message">How the run stands now; one line.</param>
public sealed record SignedOff(Approval Approval, IReadOnlyList<Review> Open, string Message);

/// <summary>
/// Signs the result of a goal's newest run that waits for a review. The tree has to be the very one that was proved: a change since asks for another run.
/// With the last signature the run is met.
/// </summary>
/// <param name="workspace">The user's own tree.</param>
/// <param name="source">The goal file as it is.</param>
/// <param name="goal">The goal as that file says it.</param>
/// <param name="clock">The clock.</param>
public sealed class SignOff(Workspace workspace, SourceText source, Goal goal, TimeProvider clock)
{
    private readonly GoalKey _key = new(workspace.RelativePath(source.Path), goal.Name.Value);

    /// <summary>Signs.</summary>
    /// <param name="role">The role, as a <c>review</c> of the goal names it.</param>
    /// <param name="note">What is written beside it, or empty.</param>
    /// <param name="command">The command line, for the one who finds the goal held meanwhile.</param>
    /// <param name="cancellation">Gives up, before anything is recorded.</param>
    /// <exception cref="GoalFaultException">GOAL0007: the goal, or another one in this tree, is run. GOAL6008: it is not possible, and why.</exception>
    public async Task<SignedOff> ApproveAsync(string role, string note, string command, CancellationToken cancellation)
    {
        var review = ReviewOf(role);
        using var locks = RunLocks.Acquire(workspace, _key, isolated: false, command, clock);
        using var ledger = RunLedger.Open(workspace.StateDirectory, clock);
        var run = Waiting(ledger);
        await RequireSameTreeAsync(run, cancellation).ConfigureAwait(false);
        if (Approval.Of(ledger, _key, run.EndTree!).FirstOrDefault(known => known.As == review.By.Value) is { } earlier)
        {
            throw Refused($"{earlier.Person} has approved this tree as '{earlier.As}' already.");
        }

        var account = Environment.UserName;
        var approval = new Approval(review.By.Value, await PersonAsync(cancellation).ConfigureAwait(false) ?? account, account, run.EndTree!, note) { Run = run.Id, At = clock.GetUtcNow() };
        ledger.AddEvent(approval.ToEvent());
        var approvals = Approval.Of(ledger, _key, run.EndTree!);
        var open = Approval.Open(goal, approvals);
        var message = Summary(approvals, open);
        ledger.EndRun(
            run.Id, open.Count == 0 ? RunState.Met : RunState.WaitingForReview, open.Count == 0 ? null : DiagnosticCatalogue.WaitingForReview.Code, message, run.EndTree, run.Elapsed, run.EndedAt ?? approval.At);
        return new SignedOff(approval, open, message);
    }

    /// <summary>How a goal stands whose clauses all hold.</summary>
    /// <param name="approvals">The signatures under its tree.</param>
    /// <param name="open">The reviews that nobody has signed.</param>
    internal static string Summary(IReadOnlyList<Approval> approvals, IReadOnlyList<Review> open)
    {
        var signed = string.Join(", ", approvals.Select(approval => $"{approval.Person} as '{approval.As}'"));
        return (approvals.Count, open.Count) switch
        {
            (0, 0) => "Every clause holds.",
            (_, 0) => $"Every clause holds, and this very tree was approved by {signed}.",
            _ => $"Every clause holds, and waits for {string.Join(", ", open.Select(review => $"'{review.By.Value}' ({review.Subject.Value})"))}. {(signed.Length == 0 ? "" : $"Approved by {signed}. ")}Sign off with 'dotnet goal approve --as {Quote(open[0].By.Value)}'.",
        };
    }

    private static string Quote(string role) => role.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? role : $"\"{role}\"";

    private Review ReviewOf(string role)
    {
        var roles = goal.Reviews.Select(review => review.By.Value).Distinct(StringComparer.Ordinal).ToList();
        return roles.Count == 0 ? throw Refused($"Goal '{goal.Name.Value}' asks for no review.")
            : goal.Reviews.FirstOrDefault(review => review.By.Value == role)
            ?? throw Refused($"Goal '{goal.Name.Value}' asks for no review by '{role}'; it asks for {string.Join(", ", roles.Select(known => $"'{known}'"))}.{(Suggestion.For(role, roles) is { } near ? $" Did you mean '{near}'?" : "")}");
    }

    private LedgerRun Waiting(RunLedger ledger)
    {
        if (ledger.RunsOf(_key) is not [var run, ..])
        {
            throw Refused($"Goal '{_key.Name}' was never run, so that there is nothing to approve. 'dotnet goal run' proves it first.");
        }

        if (run is not { State: RunState.WaitingForReview, EndTree: not null })
        {
            throw Refused(run.State == RunState.Met
                ? $"Run {run.Id} of goal '{_key.Name}' is met, and waits for nobody."
                : $"Run {run.Id} of goal '{_key.Name}' waits for no review: {(run.State == RunState.Running ? "it is under way, or was cut off" : run.Message)} Only what was proved can be approved.");
        }

        if (RunSituation.Of(ledger, run, goal, isUnderWay: false, clock.GetUtcNow()).RolledBack is { } back)
        {
            throw Refused($"Since run {run.Id} ended, {back}; what was proved is not there any more. 'dotnet goal run' proves what is there.");
        }

        return run;
    }

    private async Task RequireSameTreeAsync(LedgerRun run, CancellationToken cancellation)
    {
        if (run.GoalText != source.Text)
        {
            throw Refused($"The goal file was changed since run {run.Id} proved it. 'dotnet goal run' proves it anew, and asks again.");
        }

        if (run.Isolated)
        {
            // What is signed is the result that the patch brings; the user's tree may or may not have it yet.
            return;
        }

        using var snapshots = new SnapshotStore(workspace.StateDirectory, run.Root, $"{run.Id}.review");
        var now = await snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
        var changed = now == run.EndTree ? [] : (await snapshots.ChangesAsync(run.EndTree!, now, cancellation).ConfigureAwait(false)).Select(change => change.Path).ToList();
        snapshots.Close();
        if (now != run.EndTree)
        {
            throw Refused($"The tree is not the one that run {run.Id} proved: {TurnUndo.Names(changed)} changed since. 'dotnet goal run' proves what is there, and asks again.");
        }
    }

    private async Task<string?> PersonAsync(CancellationToken cancellation)
    {
        var git = GitCommand.OnUserRepository(workspace.Root);
        var name = await ConfiguredAsync("user.name").ConfigureAwait(false);
        var mail = await ConfiguredAsync("user.email").ConfigureAwait(false);
        return name.Length == 0 ? (mail.Length == 0 ? null : mail) : mail.Length == 0 ? name : $"{name} <{mail}>";

        async Task<string> ConfiguredAsync(string key) => (await git.TryAsync(["config", "--get", key], cancellation).ConfigureAwait(false)).Text.Trim();
    }

    private static GoalFaultException Refused(string message) => new(DiagnosticCatalogue.ApprovalRefused, message);
}
