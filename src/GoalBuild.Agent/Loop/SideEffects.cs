using System.Text.Json;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// What verifying itself changes in the tree: results, lock files, generated code. New files outside <c>only</c> are its
/// by-products and break nothing; so does what it changed before any executor had a turn. All else counts as the work of the turn that led to it.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class SideEffects(RunContext context)
{
    private const string Kind = "VerificationChanged";

    /// <summary>Notes what the first verification changed, which no executor can be blamed for.</summary>
    /// <param name="before">Snapshot before it.</param>
    /// <param name="after">Snapshot after it.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task NoteAsync(string before, string after, CancellationToken cancellation)
    {
        var changes = await context.Snapshots.ChangesAsync(before, after, cancellation).ConfigureAwait(false);
        Note(changes.Select(change => change.Path));
    }

    /// <summary>Notes what verifying changed before any executor had a turn.</summary>
    /// <param name="paths">The files, relative to the workspace's root.</param>
    public void Note(IEnumerable<string> paths)
    {
        var own = Own();
        var fresh = paths.Where(path => !own.Contains(path)).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        context.Ledger.AddEvent(new LedgerEvent(context.Run, 0, context.Clock.GetUtcNow(), Kind, JsonSerializer.Serialize(fresh)));
        context.Recorder.Notice(null, $"Verifying changes files of the tree: {TurnUndo.Names(fresh)}. Let git ignore them, or make the command leave them alone.");
    }

    /// <summary>The rules that a change made by verifying breaks.</summary>
    /// <param name="stage">The part of the run.</param>
    /// <param name="before">Snapshot before it.</param>
    /// <param name="after">Snapshot after it.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task<IReadOnlyList<BrokenRule>> BreakingAsync(Stage stage, string before, string after, CancellationToken cancellation) =>
        Breaking(stage.Rules, await context.Snapshots.ChangesAsync(before, after, cancellation).ConfigureAwait(false), new HashSet<string>());

    /// <summary>The rules that changes break, by-products set aside.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="byTurns">Files that executors changed: for them there is no excuse.</param>
    public IReadOnlyList<BrokenRule> Breaking(ChangeRules rules, IReadOnlyList<FileChange> changes, IReadOnlySet<string> byTurns)
    {
        var own = changes.Count == 0 ? [] : Own();
        return [.. changes
            .Where(change => byTurns.Contains(change.Path) || !own.Contains(change.Path))
            .Select(change => (Change: change, Broken: rules.Check(change.Path)))
            .Where(pair => pair.Broken is not null
                && (byTurns.Contains(pair.Change.Path) || pair.Change.Kind != ChangeKind.Added || pair.Broken.Descriptor != DiagnosticCatalogue.OutsideOnly))
            .Select(pair => pair.Broken!)];
    }

    /// <summary>The files of a change that are no by-products known from before any turn: what was verified is something else than what is there.</summary>
    /// <param name="changes">What a verification changed.</param>
    /// <param name="byTurns">Files that executors changed: they are none, whatever they were before.</param>
    public IReadOnlyList<string> Unexpected(IReadOnlyList<FileChange> changes, IReadOnlySet<string> byTurns)
    {
        var own = Own();
        return [.. changes.Select(change => change.Path).Where(path => byTurns.Contains(path) || !own.Contains(path))];
    }

    /// <summary>The files that verifying changed before any executor had a turn.</summary>
    public HashSet<string> Own() => context.Ledger.EventsOf(context.Run)
        .Where(happened => happened.Kind == Kind)
        .SelectMany(happened => JsonSerializer.Deserialize<List<string>>(happened.Data) ?? [])
        .ToHashSet(StringComparer.Ordinal);
}
