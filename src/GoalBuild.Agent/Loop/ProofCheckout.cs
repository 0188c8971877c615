using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Agent.Loop;

/// <summary>A clean checkout of a run's result in a fresh folder, where everything is verified once more. It is removed when it is disposed of; after a crash, by the next run.</summary>
internal sealed class ProofCheckout : IAsyncDisposable
{
    private readonly RunContext _run;
    private readonly SnapshotStore _snapshots;
    private readonly string _folder;
    private string _laid = "";

    private ProofCheckout(RunContext run, RunContext context, SnapshotStore snapshots, string folder)
    {
        _folder = folder;
        _run = run;
        Context = context;
        _snapshots = snapshots;
    }

    /// <summary>The run, as if it worked in the checkout.</summary>
    public RunContext Context { get; }

    /// <summary>Makes a checkout.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tree">Snapshot of what is to be in it.</param>
    /// <param name="cancellation">Kills git; nothing is left then.</param>
    /// <exception cref="Language.Diagnostics.GoalFaultException">GOAL0021, GOAL0023: it could not be made.</exception>
    public static async Task<ProofCheckout> MakeAsync(RunContext run, string tree, CancellationToken cancellation)
    {
        var folder = ProofFolders.Make(run.Workspace.StateDirectory, run.Run);
        var root = ProofFolders.Checkout(folder);
        var source = new SourceText(Path.GetFullPath(Path.Combine(root, run.Workspace.RelativePath(run.Source.Path))), run.Source.Text);
        var changed = (await run.Snapshots.ChangesAsync(run.BaselineTree, tree, cancellation).ConfigureAwait(false)).Select(change => change.Path);
        var context = run with
        {
            Workspace = run.Workspace with { Root = root },
            Source = source,
            Baseline = new BaselineOfProof(run, tree, changed.ToHashSet(StringComparer.Ordinal), ProofFolders.Baseline(folder)),
        };
        var made = new ProofCheckout(run, context, new SnapshotStore(run.Workspace.StateDirectory, root, $"{run.Run}.proof"), folder);
        try
        {
            // A crash may have left one, with verdicts of what was in it.
            made.Forget();
            await CleanCheckout.CreateAsync(run.Workspace.Root, root, cancellation).ConfigureAwait(false);
            await made._snapshots.CheckOutAsync(tree, cancellation).ConfigureAwait(false);
            if (!File.Exists(source.Path))
            {
                // A goal file that git ignores is in no snapshot.
                Directory.CreateDirectory(Path.GetDirectoryName(source.Path)!);
                await File.WriteAllTextAsync(source.Path, source.Text, cancellation).ConfigureAwait(false);
            }

            made._laid = await made._snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
            return made;
        }
        catch
        {
            await made.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What verifying changed in it.</summary>
    /// <param name="cancellation">Kills git.</param>
    public async Task<IReadOnlyList<FileChange>> ChangesAsync(CancellationToken cancellation)
    {
        var now = await _snapshots.TakeAsync(null, cancellation).ConfigureAwait(false);
        return await _snapshots.ChangesAsync(_laid, now, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        try
        {
            Forget();
            ProofFolders.Remove(_folder);
            _snapshots.Discard();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _run.Recorder.Notice(null, $"The checkout '{_folder}' could not be removed: {exception.Message.TrimEnd('.')}. The next run, or 'dotnet goal clear', tries again.");
        }

        _snapshots.Dispose();
        return ValueTask.CompletedTask;
    }

    // Nothing that was found out in it may ever stand for something else of that path.
    private void Forget() => VerdictCache.Forget(Context.Workspace, Context.Source.Path, Context.Goal.Name.Value);

    // The checkout has no history of its own: what the result differs in, and from what, is what the run knows.
    private sealed class BaselineOfProof(RunContext run, string tree, IReadOnlySet<string> changed, string folder) : IBaseline
    {
        public Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation) => Task.FromResult(changed);

        public async Task<string?> DiffAsync(CancellationToken cancellation) =>
            await run.Snapshots.PatchAsync(run.BaselineTree, tree, cancellation).ConfigureAwait(false);

        // Whatever the verifications of the run left was within reach of the tests that they ran.
        public async Task<BaselineTree?> TreeAsync(CancellationToken cancellation) =>
            await BaselineFolder.WriteAsync(folder, run.BaselineTree, into => run.Snapshots.WriteIntoAsync(run.BaselineTree, into, cancellation)).ConfigureAwait(false);
    }
}
