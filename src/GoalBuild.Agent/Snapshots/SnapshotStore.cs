using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// Snapshots of one tree, kept in the private git directory under <c>.goal</c>: untracked files included, ignored ones not,
/// bytes as they are. The user's HEAD, index, branches and stashes are never written. One store serves one run; runs of
/// different goals may take snapshots of the same tree at once, each with an index of its own.
/// </summary>
public sealed partial class SnapshotStore : IDisposable
{
    private readonly SnapshotRepository _repository;
    private readonly string _stateDirectory;
    private readonly string _root;
    private readonly string _index;
    private readonly GitCommand? _user;
    private readonly SemaphoreSlim _gate = new(1);
    private GitCommand? _git;

    /// <summary>Makes a store; nothing is written before the first snapshot.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="name">Names the index, such as the run's name; of one name only one store may be in use at a time.</param>
    public SnapshotStore(string stateDirectory, string root, string name)
    {
        _stateDirectory = stateDirectory;
        _repository = new SnapshotRepository(stateDirectory);
        _root = root;
        _index = Path.Combine(_repository.Path, $"index-{name}");
        _user = Path.Exists(Path.Combine(root, ".git")) ? GitCommand.OnUserRepository(root) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>Takes a snapshot of the tree as it is.</summary>
    /// <param name="label">Keeps it from being collected, under <c>refs/goal/&lt;label&gt;</c>, such as <c>run/3</c>; null for one that is needed only for a moment.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>Its id: equal trees have equal ids.</returns>
    /// <exception cref="GoalFaultException">GOAL0021: it could not be taken. GOAL0010: there is no git.</exception>
    public Task<string> TakeAsync(string? label, CancellationToken cancellation) => GuardAsync("take a snapshot of", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        await git.RunAsync(["add", "--all", "--", "."], cancellation).ConfigureAwait(false);
        await AddTrackedAsync(git, cancellation).ConfigureAwait(false);
        var tree = (await git.RunAsync(["write-tree"], cancellation).ConfigureAwait(false)).Trim();
        if (label is not null)
        {
            await LabelAsync(git, label, tree, cancellation).ConfigureAwait(false);
        }

        return tree;
    });

    /// <summary>What differs between two snapshots, ordered by path.</summary>
    /// <param name="from">The older one.</param>
    /// <param name="to">The newer one.</param>
    /// <param name="cancellation">Kills git.</param>
    public Task<IReadOnlyList<FileChange>> ChangesAsync(string from, string to, CancellationToken cancellation) => GuardAsync("compare snapshots of", async () =>
    {
        if (from == to)
        {
            return (IReadOnlyList<FileChange>)[];
        }

        var git = await GitAsync(cancellation).ConfigureAwait(false);
        var output = await git.TryAsync(["diff-tree", "-r", "-z", "--raw", "--no-renames", from, to], cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw new GitException(["diff-tree"], output.ExitCode, output.Error);
        }

        // ":oldmode newmode oldid newid status" NUL "path" NUL
        return output.Items.Chunk(2).Select(pair =>
        {
            var fields = pair[0].Split(' ');
            var kind = fields[4][0] switch { 'A' => ChangeKind.Added, 'D' => ChangeKind.Deleted, _ => ChangeKind.Modified };
            return new FileChange(pair[1], kind) { IsRepository = fields[0] == ":160000" || fields[1] == "160000" };
        }).ToList();
    });

    /// <summary>Writes what differs between two snapshots as a patch that <c>git apply</c> takes, binary files included.</summary>
    /// <param name="from">The older one.</param>
    /// <param name="to">The newer one.</param>
    /// <param name="path">Absolute path of the patch; it is replaced once the new one is whole.</param>
    /// <param name="cancellation">Kills git.</param>
    public Task WritePatchAsync(string from, string to, string path, CancellationToken cancellation) => GuardAsync("write a patch of", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.tmp";
        await git.RunToFileAsync(
            ["diff-tree", "-r", "-p", "--binary", "--full-index", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", from, to],
            unfinished,
            cancellation).ConfigureAwait(false);
        File.Move(unfinished, path, overwrite: true);
        return true;
    });

    private async Task<GitCommand> GitAsync(CancellationToken cancellation)
    {
        if (_git is not null)
        {
            return _git;
        }

        await _repository.EnsureAsync(cancellation).ConfigureAwait(false);
        var excludes = await SnapshotExcludes.OfAsync(_root, _user, cancellation).ConfigureAwait(false);
        var git = _repository.Git(_root, _index)
            .With("GIT_CONFIG_COUNT", "2")
            .With("GIT_CONFIG_KEY_1", "core.excludesFile")
            .With("GIT_CONFIG_VALUE_1", _repository.WriteExcludes(_root, excludes));
        await SeedAsync(git, cancellation).ConfigureAwait(false);
        return _git = git;
    }

    // Files that the user's repository tracks although they are ignored belong to the tree.
    private async Task AddTrackedAsync(GitCommand git, CancellationToken cancellation)
    {
        if (_user is null)
        {
            return;
        }

        var tracked = await _user.TryAsync(["ls-files", "-z", "--cached", "--full-name"], cancellation).ConfigureAwait(false);
        if (tracked.ExitCode != 0 || tracked.Text.Length == 0)
        {
            return;
        }

        var known = (await git.TryAsync(["ls-files", "-z"], cancellation).ConfigureAwait(false)).Items.ToHashSet(StringComparer.Ordinal);
        var missing = tracked.Items.Where(path =>
            !known.Contains(path)
            && !path.Split('/').Contains(".goal", StringComparer.Ordinal)
            && IsFile(Path.Combine(_root, path))).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            await git.RunAsync(["add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul"], cancellation, string.Join('\0', missing)).ConfigureAwait(false);
        }
    }

    private static bool IsFile(string path) => new FileInfo(path) is { } file && (file.Exists || file.LinkTarget is not null);

    private async Task<T> GuardAsync<T>(string act, Func<Task<T>> work)
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is GitException or IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.SnapshotFailed, $"It was not possible to {act} '{_root}': {exception.Message.TrimEnd('.')}. No turn is taken without a snapshot; put this right, then run again.", exception);
        }
        finally
        {
            _gate.Release();
        }
    }
}
