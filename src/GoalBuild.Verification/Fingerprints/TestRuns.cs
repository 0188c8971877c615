using System.Text;
using System.Text.Json;
using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>Test runs of earlier verifications whose results still stand: those of the same binaries, run in the same way, in which every test passed.</summary>
/// <remarks>
/// Why that is sound. A run is taken again only for tests that compute and nothing else (<see cref="TreeReaders"/> says how that is known): they can see no
/// source, no program and no server, so that what they depend on is the code that is loaded, which is all in the folder of their assembly or belongs to the
/// SDK; the files in that folder, which hold what a build copied there; how they are run; the environment; and GoalBuild itself. All of that is hashed, the
/// folder after the build and once more after the run. Every file of the tree that is no source counts too: no such test should be able to read one, but
/// they seldom change. The time of day is no part of it, as it is no part of any verdict that is reused; the final proof of a run reuses nothing.
/// Tasks of several clauses run on several threads at once.
/// </remarks>
/// <param name="cache">Keeps them.</param>
/// <param name="tree">The tree as it was before anything was built.</param>
/// <param name="environment">What <see cref="HostFingerprint.Environment"/> gave.</param>
/// <param name="mayFind">Whether earlier runs may stand.</param>
internal sealed class TestRuns(VerdictCache cache, TreeState tree, string environment, bool mayFind)
{
    /// <summary>What the names of their entries in the cache begin with; no clause has such a name.</summary>
    public const string Prefix = "\0tests ";

    private static readonly HashSet<string> SourceExtensions = new(StringComparer.OrdinalIgnoreCase) { ".cs", ".fs", ".vb" };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<TreeState, string?> _data = [];

    private sealed record Run(string Assembly, string How, string From, IReadOnlyList<string> Files);

    private sealed record KeptFile(string Path, string Hash);

    private sealed record KeptRun(string From, IReadOnlyList<KeptFile> Files);

    /// <summary>Looks for a run of the same tests.</summary>
    /// <param name="assembly">Absolute path of the test assembly, as it was built now.</param>
    /// <param name="how">How its tests are run: filter, settings with their content, variables.</param>
    /// <returns>
    /// Its key, then the evidence folder of the verification that made the run, relative to the workspace's root, then absolute paths of the files that it left,
    /// the results first; the key alone where there is none. Nothing where a run of these tests cannot stand.
    /// </returns>
    public IReadOnlyList<string> Find(string assembly, string how)
    {
        lock (_lock)
        {
            if (KeyOf(assembly, how, tree) is not { } key)
            {
                return [];
            }

            _runs.TryAdd(key, new Run(assembly, how, "", []));
            return mayFind && cache.Find(Prefix + key) is { } cached && Read(cached.Verdict) is { } kept ? [key, kept.From, .. kept.Files.Select(file => file.Path)] : [key];
        }
    }

    /// <summary>Takes note of the files that a run left in which all tests passed: one that was made, or found and copied.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="from">The evidence folder that <see cref="Find"/> gave; empty for a run that was made now.</param>
    /// <param name="files">Absolute paths of the files, the results first.</param>
    public void Keep(string key, string from, IReadOnlyList<string> files)
    {
        lock (_lock)
        {
            if (_runs.TryGetValue(key, out var run))
            {
                _runs[key] = run with { From = from.Length > 0 ? from : FindingPath.Of(tree.Root, Path.GetDirectoryName(files[0])!), Files = files };
            }
        }
    }

    /// <summary>Puts the runs into the cache around which nothing changed while they were made.</summary>
    /// <param name="after">The tree as it is now.</param>
    public void Save(TreeState after)
    {
        lock (_lock)
        {
            foreach (var (key, run) in _runs.Where(run => run.Value.Files.Count > 0 && KeyOf(run.Value.Assembly, run.Value.How, after) == run.Key))
            {
                var kept = new KeptRun(run.From, [.. run.Files.Select(file => new KeptFile(file, cache.Hashes.Of(file, out _)))]);
                cache.Set(Prefix + key, new CachedVerdict(JsonSerializer.Serialize(kept), VerdictStatus.Holds, key, "", null));
            }
        }
    }

    // A results file that anybody wrote to since is none.
    private KeptRun? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<KeptRun>(json) is { Files: [_, ..] } kept
                && kept.Files.All(file => File.Exists(file.Path) && cache.Hashes.Of(file.Path, out _) == file.Hash) ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? KeyOf(string assembly, string how, TreeState now)
    {
        try
        {
            var outputs = Directory.EnumerateFiles(Path.GetDirectoryName(assembly)!, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            if (TreeReaders.MayRead(assembly, outputs, how) || DataOf(now) is not { } data)
            {
                return null;
            }

            var text = new StringBuilder();
            HostFingerprint.AddTool(text);
            HostFingerprint.AddSdks(text);
            text.Append(environment).Append(assembly).Append('\n').Append(how).Append('\n').Append(data).Append('\n');
            foreach (var file in outputs)
            {
                text.Append(file).Append(' ').Append(cache.Hashes.Of(file, out _)).Append('\n');
            }

            return FileHashes.Hash(Encoding.UTF8.GetBytes(text.ToString()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? DataOf(TreeState now)
    {
        if (_data.TryGetValue(now, out var hash) || !now.Listing.IsWhole)
        {
            return hash;
        }

        var text = new StringBuilder();
        foreach (var file in now.Listing.Files.Where(file => !SourceExtensions.Contains(Path.GetExtension(file))))
        {
            text.Append(file).Append(' ').Append(now.HashOf(file, out _)).Append('\n');
        }

        return _data[now] = FileHashes.Hash(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
