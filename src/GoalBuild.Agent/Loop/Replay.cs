using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// Makes the calls of a run's models again, in their order, with the real tools and no model: in a copy of the tree, which is brought to where each turn
/// began, or in the tree as it is. What verifies, or writes down what was learnt, is left out: its answer is taken from the record.
/// </summary>
/// <param name="user">The user's own tree.</param>
/// <param name="source">The goal file, in that tree.</param>
/// <param name="goal">The goal, as its file says it now: its constraints guard the tools.</param>
/// <param name="clock">The clock.</param>
public sealed class Replay(Workspace user, SourceText source, Goal goal, TimeProvider clock)
{
    private static readonly string[] LeftOut = ["verify", "remember"];

    /// <summary>Replays a run.</summary>
    /// <param name="id">The run's name.</param>
    /// <param name="isHere">Whether the calls are made in the tree as it is, instead of in a copy.</param>
    /// <param name="sandbox">Whether commands have to be contained.</param>
    /// <param name="command">The command line, for the one who finds the goal held meanwhile.</param>
    /// <param name="progress">Told of each call.</param>
    /// <param name="cancellation">Stops what is under way; the copy is removed.</param>
    /// <returns>The turns, in order.</returns>
    /// <exception cref="GoalFaultException">GOAL0007: the goal is run. GOAL0035: there is no such run. GOAL0036: its snapshots are gone.</exception>
    public async Task<IReadOnlyList<ReplayedTurn>> RunAsync(string id, bool isHere, SandboxMode sandbox, string command, IProgress<ReplayedCall>? progress, CancellationToken cancellation)
    {
        var key = new GoalKey(user.RelativePath(source.Path), goal.Name.Value);
        using var locks = RunLocks.Acquire(user, key, isolated: !isHere, command, clock);
        using var ledger = RunLedger.Open(user.StateDirectory, clock);
        var run = ledger.Run(id) is { } found && found.Goal == key ? found : throw new GoalFaultException(DiagnosticCatalogue.NoSuchRun, $"There is no run '{id}' of '{goal.Name.Value}'. 'dotnet goal log' shows the newest.");
        Secrets.Declare(Secrets.Of(goal));
        var name = $"replay-{id}";
        var root = isHere ? user.Root : Path.Combine(user.StateDirectory, "replays", name);
        var scratch = Path.Combine(user.StateDirectory, "tmp", name);
        var workspace = user with { Root = root };
        try
        {
            if (!isHere)
            {
                await IsolatedTree.CreateAsync(user.Root, root, cancellation).ConfigureAwait(false);
            }

            using var snapshots = new SnapshotStore(user.StateDirectory, root, name);
            if (!isHere)
            {
                await RequireAsync(snapshots, run.StartTree, run, cancellation).ConfigureAwait(false);
                await snapshots.CheckOutAsync(run.StartTree, cancellation).ConfigureAwait(false);
            }

            var inTree = new SourceText(Path.GetFullPath(Path.Combine(root, key.File)), source.Text);
            var stages = Stage.Of(goal, Path.GetDirectoryName(inTree.Path)!, workspace, StartTestProjects.Of(ledger, id, root, clock), inTree);
            return await ReplayAsync(ledger, run, snapshots, isHere, turn =>
            {
                var stage = stages.FirstOrDefault(stage => stage.Name == turn.Phase) ?? stages[^1];
                return new Turn(turn.Number, workspace, goal, inTree.Path, [], new Nobody())
                {
                    Forbids = stage.Rules.Forbids,
                    IsProtected = path => stage.Rules.CheckUnseen(path) is not null,
                    Host = new ReplayHost(name, turn, stage, inTree, scratch, sandbox, clock),
                };
            }, progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await CleanAsync(name, root, scratch, isHere).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<ReplayedTurn>> ReplayAsync(
        RunLedger ledger, LedgerRun run, SnapshotStore snapshots, bool isHere, Func<LedgerTurn, Turn> begin, IProgress<ReplayedCall>? progress, CancellationToken cancellation)
    {
        var mask = SecretMask.OfEnvironment();
        var entries = ledger.TranscriptAfter(run.Id, 0).ToLookup(entry => entry.Turn);
        var replayed = new List<ReplayedTurn>();
        ToolSet? tools = null;
        try
        {
            foreach (var row in ledger.TurnsOf(run.Id).Where(row => entries[row.Number].Any(entry => entry.Kind == TranscriptKinds.Called)))
            {
                if (!isHere)
                {
                    // What other steps, undone turns and verifications did in between is not done again.
                    await RequireAsync(snapshots, row.Before, run, cancellation).ConfigureAwait(false);
                    var now = await snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
                    await snapshots.RestoreAsync(row.Before, now, null, cancellation).ConfigureAwait(false);
                }

                var turn = begin(row);
                tools ??= await ToolSet.CreateAsync(turn, mask, cancellation).ConfigureAwait(false);
                tools.Begin(turn, (_, _) => Task.FromResult(""));
                var calls = await CallAsync(tools, turn, [.. entries[row.Number]], run, progress, cancellation).ConfigureAwait(false);
                await tools.Jobs.StopAllAsync().ConfigureAwait(false);
                replayed.Add(new ReplayedTurn(row.Number, calls, isHere ? null : await DifferingAsync(snapshots, row, cancellation).ConfigureAwait(false)));
            }
        }
        finally
        {
            if (tools is not null)
            {
                await tools.DisposeAsync().ConfigureAwait(false);
            }
        }

        return replayed;
    }

    private static async Task<IReadOnlyList<ReplayedCall>> CallAsync(ToolSet tools, Turn turn, List<LedgerEntry> entries, LedgerRun run, IProgress<ReplayedCall>? progress, CancellationToken cancellation)
    {
        // A call that was cut off may have been begun twice, and answered once.
        var answers = entries.Where(entry => entry.Kind == TranscriptKinds.Returned).Select(TranscriptKinds.Read<Returned>).GroupBy(returned => returned.Id).ToDictionary(group => group.Key, group => group.Last().Text, StringComparer.Ordinal);
        var calls = new List<ReplayedCall>();
        foreach (var call in entries.Where(entry => entry.Kind == TranscriptKinds.Called).Select(TranscriptKinds.Read<Called>).DistinctBy(call => call.Id))
        {
            cancellation.ThrowIfCancellationRequested();
            var recorded = answers.GetValueOrDefault(call.Id);
            var isMade = !LeftOut.Contains(call.Name);
            var answer = isMade ? (await tools.Table.CallAsync(call.Name, call.Arguments, tools.Context(_ => { }), cancellation).ConfigureAwait(false)).Text : null;

            // The copy lies elsewhere than the tree that the run worked in.
            calls.Add(new ReplayedCall(turn.Number, ToolLine.Of(call), recorded, answer?.Replace(turn.Workspace.Root, run.Root, StringComparison.Ordinal)));
            progress?.Report(calls[^1]);
        }

        return calls;
    }

    private static async Task<IReadOnlyList<string>?> DifferingAsync(SnapshotStore snapshots, LedgerTurn row, CancellationToken cancellation)
    {
        if (row.After is null || !await snapshots.HasAsync(row.After, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var tree = await snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
        return [.. (await snapshots.ChangesAsync(row.After, tree, cancellation).ConfigureAwait(false)).Select(change => change.Path)];
    }

    private static async Task RequireAsync(SnapshotStore snapshots, string tree, LedgerRun run, CancellationToken cancellation)
    {
        if (!await snapshots.HasAsync(tree, cancellation).ConfigureAwait(false))
        {
            throw new GoalFaultException(DiagnosticCatalogue.RollbackImpossible, $"The snapshots of run {run.Id} are gone; only those of a goal's newest run are kept, until 'dotnet goal clear'. With '--here' its calls are made in the tree as it is.");
        }
    }

    private async Task CleanAsync(string name, string root, string scratch, bool isHere)
    {
        if (!isHere)
        {
            await IsolatedTree.RemoveAsync(user.Root, root, CancellationToken.None).ConfigureAwait(false);
        }

        foreach (var folder in new[] { scratch, PrivateFolders.Of(user, name) }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        File.Delete(Path.Combine(user.StateDirectory, "snapshots.git", $"index-{name}"));
    }

    private sealed class Nobody : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
