using System.Security.Cryptography;
using System.Text;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>The tree as it is at one moment: what several clauses ask of it is looked at once. Make another for another moment.</summary>
/// <param name="root">Absolute path of the workspace's root.</param>
/// <param name="tracked">What <see cref="GitFiles.TrackedOutputsAsync"/> gave.</param>
/// <param name="hashes">Hashes of files.</param>
/// <param name="cancellation">Gives up.</param>
internal sealed class TreeState(string root, IReadOnlyList<string> tracked, FileHashes hashes, CancellationToken cancellation)
{
    private readonly Dictionary<string, (string Hash, FileStat? Stat)> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TreeListing> _outside = new(StringComparer.Ordinal);
    private TreeListing? _listing;
    private HashSet<string>? _names;
    private string? _hash;

    /// <summary>Absolute path of the workspace's root.</summary>
    public string Root => root;

    /// <summary>Gives up.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>The files of the tree.</summary>
    public TreeListing Listing => _listing ??= List();

    /// <summary>Absolute paths of the files of the tree.</summary>
    public HashSet<string> Names => _names ??= new HashSet<string>(Listing.Files, StringComparer.Ordinal);

    /// <summary>The hash of all files of the tree and of what git says of it, or null where not all files are known.</summary>
    public string? Hash => !Listing.IsWhole ? null : _hash ??= HashAll();

    /// <summary>Absolute paths of the files of a folder, or null where not all are known.</summary>
    /// <param name="folder">Absolute path, in the tree or outside.</param>
    public IEnumerable<string>? Below(string folder)
    {
        if (!FindingPath.IsBelow(root, folder))
        {
            if (!_outside.TryGetValue(folder, out var listing))
            {
                _outside[folder] = listing = TreeWalk.Files(folder, cancellation);
            }

            return listing.IsWhole ? listing.Files : null;
        }

        return !Listing.IsWhole ? null
            : Listing.Rings.Any(ring => FindingPath.IsBelow(folder, ring)) ? Listing.Files
            : Listing.Files.Where(file => FindingPath.IsBelow(folder, file));
    }

    /// <summary>As <see cref="FileHashes.Of"/>, and the same for one file however often it is asked for.</summary>
    public string HashOf(string path, out FileStat? stat)
    {
        if (!_hashes.TryGetValue(path, out var known))
        {
            _hashes[path] = known = (hashes.Of(path, out var found, cancellation), found);
        }

        stat = known.Stat;
        return known.Hash;
    }

    private TreeListing List()
    {
        var listing = TreeWalk.Files(root, cancellation);
        return tracked.Count == 0 ? listing : listing with { Files = [.. new SortedSet<string>(listing.Files.Concat(tracked), StringComparer.Ordinal)] };
    }

    private string HashAll()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new byte[1024];
        foreach (var file in Listing.Files.Concat(GitFiles.Of(root)))
        {
            var content = HashOf(file, out _);
            var most = Encoding.UTF8.GetMaxByteCount(file.Length + content.Length + 2);
            line = line.Length < most ? new byte[most] : line;
            var length = Encoding.UTF8.GetBytes(file, line);
            line[length++] = (byte)' ';
            length += Encoding.UTF8.GetBytes(content, line.AsSpan(length));
            line[length++] = (byte)'\n';
            hash.AppendData(line.AsSpan(0, length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
