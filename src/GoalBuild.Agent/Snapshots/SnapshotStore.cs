using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// Snapshots of one tree, kept in the private git directory under <c>.goal</c>: untracked files included, ignored ones not,
/// bytes as they are. The user's HEAD, index, branches and stashes are never written. One store serves one run; runs of
/// different goals may take snapshots of the same tree at once, each with an index of its own.
/// </summary>
public sealed partial class SnapshotStore : IDisposable
{
    // The end of a run asks for the same difference several times, and two trees never come to differ otherwise.
    private const int MostCompared = 8;

    private readonly SnapshotRepository _repository;
    private readonly string _stateDirectory;
    private readonly string _root;
    private readonly string _index;
    private readonly string? _newest;
    private readonly GitCommand? _user;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<(string From, string To), IReadOnlyList<FileChange>> _compared = [];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _excludes = [];
    private IReadOnlyList<string> _nested = [];
    private IReadOnlyList<string>? _ignored;

    // The index as it was when the newest labelled snapshot was taken: while it is the same, so is the tree.
    private (string Index, string Tree)? _taken;
    private (string Index, Listing Held)? _listed;
    private GitCommand? _git;
    private bool _isSeeded = true;

    /// <summary>Makes a store; nothing is written before the first snapshot.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="name">Names the index, such as the run's name; of one name only one store may be in use at a time.</param>
    /// <param name="keepsNewest">Whether the newest snapshot is kept as <c>&lt;name&gt;/now</c>: a run that takes hours must not lose it to the collection of another.</param>
    public SnapshotStore(string stateDirectory, string root, string name, bool keepsNewest = false)
    {
        _newest = keepsNewest ? $"{name}/now" : null;
        _stateDirectory = stateDirectory;
        _repository = new SnapshotRepository(stateDirectory);
        _root = root;
        _index = Path.Combine(_repository.Path, $"index-{name}");
        _user = Path.Exists(Path.Combine(root, ".git")) ? GitCommand.OnUserRepository(root) : null;
    }

    /// <summary>Absolute path of the <c>.goal</c> folder.</summary>
    internal string StateDirectory => _stateDirectory;

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>Takes a snapshot of the tree as it is.</summary>
    /// <param name="label">Keeps it from being collected, under <c>refs/goal/&lt;label&gt;</c>, such as <c>run/3</c>; null for one that is needed until the next at most.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>Its id: equal trees have equal ids.</returns>
    /// <exception cref="GoalFaultException">GOAL0021: it could not be taken. GOAL0010: there is no git.</exception>
    public Task<string> TakeAsync(string? label, CancellationToken cancellation) => GuardAsync("take a snapshot of", async () =>
    {
        string tree;
        try
        {
            tree = await WriteTreeAsync(cancellation).ConfigureAwait(false);
        }
        catch (GitException)
        {
            // The index may name objects that were collected, and a turn may have made a repository in the tree; begun anew, neither is in the way.
            Forget();
            tree = await WriteTreeAsync(cancellation).ConfigureAwait(false);
        }

        if ((label ?? _newest) is { } kept)
        {
            await LabelAsync(_git!, kept, tree, cancellation).ConfigureAwait(false);

            // Without a label it might be collected, and would have to be written again.
            _taken = await IndexChecksum.OfAsync(_index, cancellation).ConfigureAwait(false) is { } index ? (index, tree) : null;
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

        if (_compared.TryGetValue((from, to), out var known))
        {
            return known;
        }

        var git = await GitAsync(cancellation).ConfigureAwait(false);
        var output = await git.TryAsync(["diff-tree", "-r", "-z", "--raw", "--no-renames", from, to], cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw new GitException(["diff-tree"], output.ExitCode, output.Error);
        }

        // ":oldmode newmode oldid newid status" NUL "path" NUL
        var changes = output.Items.Chunk(2).Select(pair =>
        {
            var fields = pair[0].Split(' ');
            var kind = fields[4][0] switch { 'A' => ChangeKind.Added, 'D' => ChangeKind.Deleted, _ => ChangeKind.Modified };
            return new FileChange(pair[1], kind) { OldBlob = fields[2], NewBlob = fields[3], IsRepository = fields[0] == ":160000" || fields[1] == "160000" };
        }).ToList();
        if (_compared.Count == MostCompared)
        {
            _compared.Clear();
        }

        _compared[(from, to)] = changes;
        return changes;
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
        _excludes = await SnapshotExcludes.OfAsync(_root, _user, cancellation).ConfigureAwait(false);
        var git = _repository.Git(_root, _index).WithSetting("core.excludesFile", _repository.WriteExcludes(_root, _excludes));
        await FindNestedAsync(git, [], cancellation).ConfigureAwait(false);
        if (_isSeeded)
        {
            await SeedAsync(git, cancellation).ConfigureAwait(false);
        }

        return _git = git;
    }

    private void Forget()
    {
        File.Delete(_index);
        ForgetLabels();
        (_isSeeded, _git, _listed) = (false, null, null);
    }

    private async Task<string> WriteTreeAsync(CancellationToken cancellation)
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        var tracked = _user?.TryAsync(["ls-files", "-z", "--cached", "--full-name"], cancellation);
        await AddAsync(git, cancellation).ConfigureAwait(false);
        await AddListedAsync(git, tracked is null ? null : await tracked.ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return _taken is var (index, tree) && index == await IndexChecksum.OfAsync(_index, cancellation).ConfigureAwait(false)
            ? tree
            : (await git.RunAsync(["write-tree"], cancellation).ConfigureAwait(false)).Trim();
    }

    // Files belong to the tree that the user's repository tracks although they are ignored, and those of nested repositories.
    private async Task AddListedAsync(GitCommand git, GitOutput? tracked, CancellationToken cancellation)
    {
        var listed = new List<string>(tracked is { ExitCode: 0 } ? tracked.Items : []);
        if (_nested.Count > 0)
        {
            _ignored ??= await SnapshotExcludes.OfUserAsync(GitCommand.OnUserRepository(_root), _root, cancellation).ConfigureAwait(false);
        }

        foreach (var repository in _nested.Where(IsRepository))
        {
            listed.AddRange(await NestedRepositories.FilesAsync(_repository, _root, repository, _ignored!, cancellation).ConfigureAwait(false));
        }

        if (listed.Count == 0)
        {
            return;
        }

        var known = (await ListAsync(git, cancellation).ConfigureAwait(false)).Files;
        var missing = listed.Where(path =>
            !known.Contains(path)
            && !path.Split('/').Contains(Workspace.StateDirectoryName, StringComparer.Ordinal)
            && IsFile(Path.Combine(_root, path))).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            await git.RunAsync(["update-index", "--add", "--remove", "--replace", "-z", "--stdin"], cancellation, string.Join('\0', missing)).ConfigureAwait(false);
        }
    }

    private bool IsFile(string path)
    {
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > _root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            // What lies behind a link belongs to where it leads.
            if (new DirectoryInfo(folder).LinkTarget is not null)
            {
                return false;
            }
        }

        return new FileInfo(path) is { } file && (file.Exists || file.LinkTarget is not null);
    }

    /// <summary>The ignored files of the tree, relative to its root with <c>/</c>, but those of build outputs: no snapshot holds them.</summary>
    /// <param name="cancellation">Kills git.</param>
    public async Task<IReadOnlyList<string>> IgnoredAsync(CancellationToken cancellation)
    {
        var entries = await IgnoredEntriesAsync(cancellation).ConfigureAwait(false);
        var inFolders = entries.Where(entry => entry.EndsWith('/'))
            .SelectMany(entry => FolderWalk.Folders(Path.Combine(_root, entry)))
            .SelectMany(folder => folder.Entries)
            .OfType<FileInfo>()
            .Select(file => Path.GetRelativePath(_root, file.FullName).Replace('\\', '/'));
        return [.. entries.Where(entry => !entry.EndsWith('/')), .. inFolders];
    }

    /// <summary>What is ignored as a whole, as <see cref="IgnoredAsync"/> has it, but a folder as one entry that ends with <c>/</c>.</summary>
    /// <param name="cancellation">Kills git.</param>
    public Task<IReadOnlyList<string>> IgnoredEntriesAsync(CancellationToken cancellation) => GuardAsync("list what git ignores in", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        var output = await git.RunAsync(["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"], cancellation).ConfigureAwait(false);
        return (IReadOnlyList<string>)[.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(entry => !entry.Split('/').SkipLast(1).Any(FolderWalk.IsOutput))];
    });

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
