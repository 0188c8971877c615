using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>Holds what the files say, in the whole difference from the start of the run, against the constraints. What others changed between the stretches of the run belongs to the start.</summary>
/// <param name="context">The run.</param>
internal sealed class ContentRules(RunContext context)
{
    /// <summary>What a turn broke: what was broken before it is not its doing, and a test that an earlier turn added is its own to take back.</summary>
    /// <param name="stage">The part of the run.</param>
    /// <param name="before">Snapshot of the tree before the turn.</param>
    /// <param name="after">Snapshot of the tree after it.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<BrokenRule>> BrokenByTurnAsync(Stage stage, string before, string after, CancellationToken cancellation)
    {
        var start = await new Stretches(context).OwnStartAsync().ConfigureAwait(false);
        var excused = await ExcusedAsync(before, after, cancellation).ConfigureAwait(false);
        var broken = await CheckAsync(stage.Rules, start, after, excused, cancellation).ConfigureAwait(false);
        if (broken.Count == 0 || before == start)
        {
            return broken;
        }

        var known = await CheckAsync(stage.Rules, start, before, excused, cancellation).ConfigureAwait(false);
        return [.. broken.Where(found => !known.Any(found.IsSameAs))];
    }

    /// <summary>What the whole run broke.</summary>
    /// <param name="end">Snapshot of the tree at the end.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<BrokenRule>> BrokenByRunAsync(string end, CancellationToken cancellation)
    {
        var start = await new Stretches(context).OwnStartAsync().ConfigureAwait(false);
        var excused = await ExcusedAsync(end, end, cancellation).ConfigureAwait(false);
        return await CheckAsync(context.Stages[^1].Rules, start, end, excused, cancellation).ConfigureAwait(false);
    }

    // What verifying itself changed before any executor had a turn, as far as no turn touched it.
    private async Task<IReadOnlySet<string>> ExcusedAsync(string before, string after, CancellationToken cancellation)
    {
        var excused = new SideEffects(context).Own();
        if (excused.Count > 0)
        {
            excused.ExceptWith(await new FinalProof(context).OfTurnsAsync(cancellation).ConfigureAwait(false));
            excused.ExceptWith((await context.Snapshots.ChangesAsync(before, after, cancellation).ConfigureAwait(false)).Select(change => change.Path));
        }

        return excused;
    }

    private async Task<IReadOnlyList<BrokenRule>> CheckAsync(ChangeRules rules, string from, string to, IReadOnlySet<string> excused, CancellationToken cancellation)
    {
        var change = await context.Snapshots.ContentAsync(from, to, excused, cancellation).ConfigureAwait(false);
        return change.Files.Count == 0 ? [] : await rules.CheckAsync(change, cancellation).ConfigureAwait(false);
    }
}
