using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Agent.Code;

/// <summary>
/// Knows what the C# files of a tree declare, by their text alone: it needs no build, and works on a tree that does not compile. A file is parsed again
/// only when its content changed. May be used by several calls at once. The room is neither Tools nor Conversation because both look things up in it.
/// </summary>
/// <param name="workspace">The tree.</param>
/// <param name="clock">The clock.</param>
internal sealed class CodeIndex(Workspace workspace, TimeProvider clock) : IDisposable
{
    /// <summary>Larger files are data in the guise of code; they are listed and not parsed.</summary>
    public const long LargestFile = 2 * 1024 * 1024;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly FileHashes _hashes = new(clock);
    private readonly NameTable _names = new();
    private Dictionary<string, (string Hash, ParsedFile File)> _parsed = new(StringComparer.Ordinal);

    /// <summary>How many files were parsed, for tests and measurements.</summary>
    public int FilesParsed { get; private set; }

    /// <summary>The tree as it is now.</summary>
    /// <param name="cancellation">Gives up, then throws.</param>
    /// <exception cref="GoalFaultException">There is C# and no SDK whose compiler could parse it.</exception>
    public async Task<CodeMap> LookAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var files = await SourceListing.FilesAsync(workspace.Root, cancellation).ConfigureAwait(false);
            return await Task.Run(() => new CodeMap([.. files.Where(IsThere)], Parse(files, cancellation), _names), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>One file as it is now, whether or not git ignores it.</summary>
    /// <param name="path">Relative to the workspace's root, with <c>/</c>.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="GoalFaultException">There is no SDK whose compiler could parse it.</exception>
    public ParsedFile Read(string path)
    {
        SdkLocator.Register(workspace.Root);
        return ParseOne(path);
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private bool IsThere(string path) => File.Exists(Path.Combine(workspace.Root, path));

    private List<ParsedFile> Parse(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var now = new Dictionary<string, (string Hash, ParsedFile File)>(StringComparer.Ordinal);
        var changed = new List<(string Path, string Hash)>();
        foreach (var path in files.Where(path => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)))
        {
            // Where a link leads is listed there, or is none of the tree's.
            var full = Path.Combine(workspace.Root, path);
            if (FileStat.Of(full, out var kind) is not { } stat || kind != EntryKind.Regular || stat.Size > LargestFile)
            {
                continue;
            }

            var hash = _hashes.Of(full, out _, cancellation);
            if (_parsed.TryGetValue(path, out var known) && known.Hash == hash)
            {
                now[path] = known;
            }
            else
            {
                changed.Add((path, hash));
            }
        }

        if (changed.Count > 0)
        {
            SdkLocator.Register(workspace.Root);
            var fresh = new ConcurrentBag<(string Hash, ParsedFile File)>();
            Parallel.ForEach(changed, new ParallelOptions { CancellationToken = cancellation }, file =>
            {
                try
                {
                    fresh.Add((file.Hash, ParseOne(file.Path)));
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // Gone or locked meanwhile; the next look finds it.
                }
            });
            foreach (var entry in fresh)
            {
                now[entry.File.Path] = entry;
            }

            FilesParsed += fresh.Count;
        }

        _parsed = now;
        return [.. now.Values.Select(entry => entry.File).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    // Kept apart, so that nothing of the compiler is asked for before it can be loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ParsedFile ParseOne(string path) => FileParser.Parse(workspace.Root, path, _names);
}
