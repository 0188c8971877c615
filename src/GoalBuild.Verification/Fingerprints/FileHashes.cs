using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>Hashes of files' contents. A file is read again only when its state on disk differs from the one it was hashed in.</summary>
/// <param name="time">The clock.</param>
internal sealed class FileHashes(TimeProvider time)
{
    /// <summary>
    /// A file that was changed less than this before it was hashed is hashed again the next time: it may be changed once more within the same tick of the
    /// file system's clock (2 s on FAT) and look as it did. git calls such an entry racily clean.
    /// </summary>
    public static TimeSpan RacyTime => TimeSpan.FromSeconds(2);

    private const int LargestRead = 256 * 1024;

    // A damaged count must not take all memory.
    private const int MostReserved = 1_000_000;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private sealed record Entry(FileStat Stat, string Hash, bool IsRacy)
    {
        /// <summary>Whether somebody asked for it since it was read.</summary>
        public bool IsUsed { get; set; }
    }

    /// <summary>How many files were read.</summary>
    public int FilesRead { get; private set; }

    /// <summary>How many of them were new, or had another content than before.</summary>
    public int FilesChanged { get; private set; }

    /// <summary>The hash of a file's content, or a word where there is none to read. A link is its own text and what it leads to.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="stat">The file's state when it was looked at, a link's as that of what changed last; null where there is no file.</param>
    /// <param name="cancellation">Gives up, also within a large file.</param>
    public string Of(string path, out FileStat? stat, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            stat = FileStat.Of(path, out var kind);
            return kind switch
            {
                EntryKind.Regular => OfRegular(path, stat!.Value, cancellation),
                EntryKind.Link => OfLink(path, ref stat, cancellation),
                EntryKind.Folder => "folder",
                EntryKind.Other => "special",
                _ => "none",
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            stat = null;
            return "unreadable";
        }
    }

    private string OfRegular(string path, FileStat now, CancellationToken cancellation)
    {
        if (_entries.TryGetValue(path, out var entry) && entry.Stat == now && !entry.IsRacy)
        {
            entry.IsUsed = true;
            return entry.Hash;
        }

        FilesRead++;
        var hashedAt = time.GetUtcNow();
        var hash = HashFile(path, cancellation);

        // Changed while it was read: what was hashed is not what is there now.
        var isRacy = now.ChangedSince(hashedAt - RacyTime) || FileStat.Of(path, out _) != now;
        FilesChanged += entry?.Hash == hash ? 0 : 1;
        _entries[path] = new Entry(now, hash, isRacy) { IsUsed = true };
        return hash;
    }

    private string OfLink(string path, ref FileStat? stat, CancellationToken cancellation)
    {
        var link = new FileInfo(path);
        var text = $"link {link.LinkTarget}\n";
        if (link.ResolveLinkTarget(returnFinalTarget: true) is { } target && FileStat.Of(target.FullName, out var kind) is { } there && kind == EntryKind.Regular)
        {
            text += OfRegular(target.FullName, there, cancellation);
            stat = there with { Modified = Math.Max(there.Modified, stat!.Value.Modified) };
        }
        else
        {
            // What is in a folder stands beside the link: TreeWalk follows it.
            text += FileStat.KindOf(path);
        }

        return Hash(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        _entries.EnsureCapacity(Math.Clamp(count, 0, MostReserved));
        for (var left = count; left > 0; left--)
        {
            var path = reader.ReadString();
            var stat = new FileStat(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
            _entries[path] = new Entry(stat, reader.ReadString(), reader.ReadBoolean());
        }
    }

    /// <summary>Writes the hashes of the files that were asked for since they were read.</summary>
    public void Write(BinaryWriter writer)
    {
        var kept = _entries.Where(entry => entry.Value.IsUsed).ToList();
        writer.Write(kept.Count);
        foreach (var (path, entry) in kept)
        {
            writer.Write(path);
            writer.Write(entry.Stat.Size);
            writer.Write(entry.Stat.Modified);
            writer.Write(entry.Stat.Changed);
            writer.Write(entry.Stat.Inode);
            writer.Write(entry.Hash);
            writer.Write(entry.IsRacy);
        }
    }

    /// <summary>The hash of bytes, in hexadecimal digits.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string HashFile(string path, CancellationToken cancellation)
    {
        using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(stream.Length, 1, LargestRead));
        try
        {
            while (stream.Read(buffer) is var count and > 0)
            {
                hash.AppendData(buffer.AsSpan(0, count));
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
