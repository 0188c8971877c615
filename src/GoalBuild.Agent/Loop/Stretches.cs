using System.Text.Json;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// The stretches of a run: each begins with its start or a resume, and ends with its end or a crash. Between two stretches only others
/// work on the tree. What differs by then from the last snapshot that the run knows is theirs: it is not undone, and breaks no constraint.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class Stretches(RunContext context)
{
    private const string BeganKind = "StretchBegan";
    private const string EndedKind = "StretchEnded";
    /// <summary>The kind of the event that says that a stretch was cut off.</summary>
    public const string CrashedKind = "Crashed";

    /// <summary>Records when a run that was cut off was last alive, before the one that goes on with it tells that it is alive itself.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run, as the ledger has it.</param>
    /// <param name="lastAlive">When it was last alive; null where it let go of its locks itself, or was killed before it could tell.</param>
    public static void NoteCrash(RunLedger ledger, LedgerRun run, DateTimeOffset? lastAlive)
    {
        // Of several crashes without work between them the first counts: what changed after it, others changed.
        if (OfNewest(ledger, run.Id).Any(happened => happened.Kind is EndedKind or CrashedKind))
        {
            return;
        }

        var turn = ledger.TurnsOf(run.Id) is [.., var last] ? last : null;
        DateTimeOffset?[] signs = [run.ResumedAt, turn?.StartedAt, ledger.EventsOf(run.Id) is [.., var newest] ? newest.At : null];
        ledger.AddEvent(new LedgerEvent(run.Id, turn?.Number ?? 0, lastAlive ?? run.EndedAt ?? signs.Max()!.Value, CrashedKind, "{}"));
    }

    /// <summary>When the newest stretch was cut off, in UTC; null where it was not.</summary>
    public DateTimeOffset? CutOffAt => OfNewest(context.Ledger, context.Run).FirstOrDefault(happened => happened.Kind == CrashedKind)?.At;

    /// <summary>The newest snapshot that the run knows of: where its newest stretch ended, or how far that is known to have come.</summary>
    public string Known() => Known(context.Ledger, context.Run, context.StartTree);

    /// <summary>As <see cref="Known()"/>, of a run that is not under way.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    /// <param name="startTree">Snapshot of the tree at its start.</param>
    public static string Known(RunLedger ledger, string run, string startTree)
    {
        if (OfNewest(ledger, run).LastOrDefault(happened => happened.Kind == EndedKind) is { } ended)
        {
            return Read<Ended>(ended).Tree;
        }

        var (tree, number) = Newest(ledger, run, startTree);
        return ledger.TurnsOf(run).LastOrDefault(turn => turn.Number > number) switch
        {
            null => tree,
            { State: TurnState.Kept or TurnState.Started, After: { } after } => after,
            var turn => turn.Before,
        };
    }

    /// <summary>Begins a stretch, once the tree stands at the end of a turn: records who changed what since the last one began.</summary>
    /// <param name="known">What <see cref="Known()"/> was before turns were undone.</param>
    /// <param name="pending">A turn that still is to be judged or, where it has no snapshot of its end, to be gone on with; or null.</param>
    /// <returns>That turn, put on top of what others changed: to undo it leaves their work alone, and to judge it does not blame it for theirs.</returns>
    public async Task<LedgerTurn?> BeginAsync(string known, LedgerTurn? pending)
    {
        var (begun, _) = Newest();
        var turns = context.Ledger.TurnsOf(context.Run);
        var last = turns.Count == 0 ? 0 : turns[^1].Number;
        var tree = await context.Snapshots.TakeAsync($"{context.Run}/stretch-{context.Ledger.EventsOf(context.Run).Count}", CancellationToken.None).ConfigureAwait(false);
        var own = await PathsAsync(begun, known).ConfigureAwait(false);
        var since = await context.Snapshots.ChangesAsync(known, tree, CancellationToken.None).ConfigureAwait(false);
        var cutOff = CutOffAt;
        IReadOnlySet<string> others = cutOff is null ? since.Select(change => change.Path).ToHashSet(StringComparer.Ordinal) : FileTimes.Later(context.Workspace, since, cutOff.Value);
        own.UnionWith(since.Select(change => change.Path).Except(others, StringComparer.Ordinal));
        if (last == 0)
        {
            new SideEffects(context).Note(own);
        }

        var rebased = pending switch
        {
            null => null,
            { After: null } => others.Count == 0 ? pending : await RebaseAsync(pending, tree, [.. others]).ConfigureAwait(false) with { After = null },
            _ when pending.After == tree => pending,
            _ => await RebaseAsync(pending, tree, since.Select(change => change.Path).ToHashSet(StringComparer.Ordinal)).ConfigureAwait(false),
        };
        var data = JsonSerializer.Serialize(new Began(tree, [.. own], [.. others]));
        context.Ledger.BeginStretch(new LedgerEvent(context.Run, pending is null ? last : last - 1, context.Clock.GetUtcNow(), BeganKind, data), rebased);
        return rebased;
    }

    /// <summary>The files that others changed before the stretch that is under way began; empty for the first.</summary>
    public IReadOnlyList<string> Others() =>
        context.Ledger.EventsOf(context.Run).LastOrDefault(happened => happened.Kind == BeganKind) is { } began ? Read<Began>(began).Others : [];

    /// <summary>Records where a stretch ends, unless it never began.</summary>
    /// <param name="tree">Snapshot of the tree, kept under a label.</param>
    public void End(string tree)
    {
        if (OfNewest(context.Ledger, context.Run).Any(happened => happened.Kind is EndedKind or CrashedKind))
        {
            return;
        }

        EndAt(context.Ledger, context.Run, tree, context.Clock);
    }

    /// <summary>Records that the tree of a run that is not under way was brought to a snapshot: there its newest stretch ends from now on.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    /// <param name="tree">The snapshot, kept under a label.</param>
    /// <param name="clock">The clock.</param>
    public static void EndAt(RunLedger ledger, string run, string tree, TimeProvider clock) =>
        ledger.AddEvent(new LedgerEvent(run, 0, clock.GetUtcNow(), EndedKind, JsonSerializer.Serialize(new Ended(tree))));

    /// <summary>The files that were last changed while the run worked, relative to the workspace's root.</summary>
    /// <param name="end">Snapshot of the tree at the end.</param>
    public async Task<IReadOnlySet<string>> OwnAsync(string end)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var happened in context.Ledger.EventsOf(context.Run).Where(happened => happened.Kind == BeganKind))
        {
            var began = Read<Began>(happened);
            own.UnionWith(began.Own);
            own.ExceptWith(began.Others);
        }

        own.UnionWith(await PathsAsync(Newest().Tree, end).ConfigureAwait(false));
        return own;
    }

    /// <summary>
    /// The start of the run, with what others changed between its stretches on top: what differs between it and the end is the run's own work.
    /// </summary>
    public async Task<string> OwnStartAsync()
    {
        var start = context.StartTree;
        foreach (var began in context.Ledger.EventsOf(context.Run).Where(happened => happened.Kind == BeganKind).Select(Read<Began>).Where(began => began.Others.Count > 0))
        {
            start = await context.Snapshots.ComposeAsync(start, began.Tree, began.Others.ToHashSet(StringComparer.Ordinal), CancellationToken.None).ConfigureAwait(false);
        }

        return start;
    }

    // Both ends of the turn get what others changed: what is left between them is the turn's own.
    private async Task<LedgerTurn> RebaseAsync(LedgerTurn turn, string tree, HashSet<string> others)
    {
        var before = await context.Snapshots.ComposeAsync(turn.Before, tree, others, CancellationToken.None).ConfigureAwait(false);
        await context.Snapshots.KeepAsync($"{context.Run}/{turn.Number}-before-{before}", before, CancellationToken.None).ConfigureAwait(false);
        var both = turn.After is null ? [] : (await PathsAsync(turn.Before, turn.After).ConfigureAwait(false)).Where(others.Contains).ToList();
        if (both.Count > 0)
        {
            context.Recorder.Notice(null, $"Turn {turn.Number} changed {TurnUndo.Names(both)}, and so did somebody else after the interruption; {(both.Count == 1 ? "it stays as it is" : "they stay as they are")} whatever becomes of the turn.");
        }

        return turn with { Before = before, After = tree };
    }

    private async Task<HashSet<string>> PathsAsync(string from, string to) =>
        (await context.Snapshots.ChangesAsync(from, to, CancellationToken.None).ConfigureAwait(false)).Select(change => change.Path).ToHashSet(StringComparer.Ordinal);

    private (string Tree, int Turn) Newest() => Newest(context.Ledger, context.Run, context.StartTree);

    private static (string Tree, int Turn) Newest(RunLedger ledger, string run, string startTree) => ledger.EventsOf(run).LastOrDefault(happened => happened.Kind == BeganKind) is { } began
        ? (Read<Began>(began).Tree, began.Turn)
        : (startTree, 0);

    private static IEnumerable<LedgerEvent> OfNewest(RunLedger ledger, string run) =>
        ledger.EventsOf(run).Reverse().TakeWhile(happened => happened.Kind != BeganKind).Reverse();

    private static T Read<T>(LedgerEvent happened) => JsonSerializer.Deserialize<T>(happened.Data)!;

    private sealed record Began(string Tree, List<string> Own, List<string> Others);

    private sealed record Ended(string Tree);
}
