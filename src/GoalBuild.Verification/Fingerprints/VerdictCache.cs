using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>
/// The verdicts of one goal that may be used again, with the hashes of the files that they depend on: one small file in <c>.goal/cache</c>, replaced as a whole.
/// A damaged file, or one of another version, is as good as none.
/// </summary>
internal sealed class VerdictCache
{
    private const int Version = 1;

    // Test runs of some hundred projects; each is a line.
    private const int MostOthers = 500;

    private static readonly byte[] Magic = "GOALVERDICTS"u8.ToArray();

    private readonly string _path;
    private readonly OrderedDictionary<string, CachedVerdict> _verdicts = new(StringComparer.Ordinal);

    private VerdictCache(string path, TimeProvider time)
    {
        _path = path;
        Hashes = new FileHashes(time);
    }

    /// <summary>The hashes of files.</summary>
    public FileHashes Hashes { get; private set; }

    /// <summary>Opens the cache of a goal.</summary>
    /// <param name="workspace">The tree; the same goal in another tree has another cache.</param>
    /// <param name="goalFile">Absolute path of the goal file.</param>
    /// <param name="goal">The goal's name.</param>
    /// <param name="time">The clock.</param>
    public static VerdictCache Open(Workspace workspace, string goalFile, string goal, TimeProvider time)
    {
        var cache = new VerdictCache(PathOf(workspace, goalFile, goal), time);
        try
        {
            cache.Load();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or OverflowException or ArgumentException)
        {
            cache._verdicts.Clear();
            cache.Hashes = new FileHashes(time);
        }

        return cache;
    }

    /// <summary>Forgets all verdicts of a goal.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="goalFile">Absolute path of the goal file.</param>
    /// <param name="goal">The goal's name.</param>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    public static void Forget(Workspace workspace, string goalFile, string goal)
    {
        var path = PathOf(workspace, goalFile, goal);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>What was found of a clause, or null.</summary>
    /// <param name="clause">The clause's name.</param>
    public CachedVerdict? Find(string clause) => _verdicts.GetValueOrDefault(clause);

    /// <summary>Keeps what was found of a clause, in place of what was.</summary>
    public void Set(string clause, CachedVerdict verdict)
    {
        // Behind all others: what stands last is the newest.
        _verdicts.Remove(clause);
        _verdicts[clause] = verdict;
    }

    /// <summary>Forgets what was found of clauses that the goal no longer has.</summary>
    /// <param name="clauses">The names of the clauses that it has.</param>
    /// <param name="prefix">What the names of others begin with that are kept, the newest of them.</param>
    public void Keep(IEnumerable<string> clauses, string prefix)
    {
        var others = _verdicts.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        foreach (var gone in _verdicts.Keys.Except(clauses).Except(others.TakeLast(MostOthers)).ToList())
        {
            _verdicts.Remove(gone);
        }
    }

    /// <summary>Writes the file. Where it cannot be written, the next verification finds out anew.</summary>
    public void Save()
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            Hashes.Write(writer);
            writer.Write(_verdicts.Count);
            foreach (var (clause, cached) in _verdicts)
            {
                writer.Write(clause);
                cached.Write(writer);
            }
        }

        var bytes = content.ToArray();
        var temporary = $"{_path}.{Environment.ProcessId}.new";
        try
        {
            StateFolder.EnsureFor(Path.GetDirectoryName(_path)!);
            using (var file = new BinaryWriter(File.Create(temporary)))
            {
                file.Write(Magic);
                file.Write(Version);
                file.Write(SHA256.HashData(bytes));
                file.Write(bytes);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or GoalFaultException)
        {
            TryDelete(temporary);
        }
    }

    private static string PathOf(Workspace workspace, string goalFile, string goal)
    {
        var key = FileHashes.Hash(Encoding.UTF8.GetBytes($"{workspace.Root}\n{goalFile}\n{goal}"))[..16];
        return Path.Combine(workspace.StateDirectory, "cache", $"{key}.verdicts");
    }

    private void Load()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        var bytes = File.ReadAllBytes(_path);
        var start = Magic.Length + sizeof(int) + SHA256.HashSizeInBytes;
        if (bytes.Length < start
            || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic)
            || BitConverter.ToInt32(bytes, Magic.Length) != Version
            || !SHA256.HashData(bytes.AsSpan(start)).AsSpan().SequenceEqual(bytes.AsSpan(Magic.Length + sizeof(int), SHA256.HashSizeInBytes)))
        {
            return;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, start, bytes.Length - start));
        Hashes.Read(reader);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            _verdicts[reader.ReadString()] = CachedVerdict.Read(reader);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A leftover of some kilobytes; the next save writes over it.
        }
    }
}

/// <summary>A verdict, and what tells whether it still stands.</summary>
/// <param name="Verdict">The verdict as JSON, read only when it is used.</param>
/// <param name="Status">Its status.</param>
/// <param name="Fingerprint">The hash of everything that it depended on.</param>
/// <param name="EvidenceDirectory">Absolute path of the folder that its artifacts are in.</param>
/// <param name="Projects">What its projects read, or null where it reads no project.</param>
internal sealed record CachedVerdict(string Verdict, VerdictStatus Status, string Fingerprint, string EvidenceDirectory, ProjectInputs? Projects)
{
    /// <summary>The verdict, or null where it cannot be read.</summary>
    public Verdict? Parse()
    {
        try
        {
            return VerdictJson.Read(Verdict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CachedVerdict Read(BinaryReader reader) => new(
        reader.ReadString(),
        (VerdictStatus)reader.ReadInt32(),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadBoolean() ? new ProjectInputs(ReadList(reader), ReadList(reader), ReadList(reader)) : null);

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Verdict);
        writer.Write((int)Status);
        writer.Write(Fingerprint);
        writer.Write(EvidenceDirectory);
        writer.Write(Projects is not null);
        if (Projects is not null)
        {
            WriteList(writer, Projects.Folders);
            WriteList(writer, Projects.Files);
            WriteList(writer, Projects.Restored);
        }
    }

    private static List<string> ReadList(BinaryReader reader)
    {
        var list = new List<string>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            list.Add(reader.ReadString());
        }

        return list;
    }

    private static void WriteList(BinaryWriter writer, IReadOnlyList<string> list)
    {
        writer.Write(list.Count);
        foreach (var text in list)
        {
            writer.Write(text);
        }
    }
}
