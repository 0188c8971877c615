namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// The checksum at the end of a git index: two indices with the same one hold the same. (Git's documentation, gitformat-index: "Hash checksum over the
/// content of the index file before this checksum".) To read it costs nothing, to ask git a process.
/// </summary>
internal static class IndexChecksum
{
    // Of SHA-1, in which the snapshots' repository is made.
    private const int Length = 20;

    /// <summary>The checksum, or null where there is none: no index, or one that was written without (<c>index.skipHash</c>).</summary>
    /// <param name="index">Absolute path of the index.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<string?> OfAsync(string index, CancellationToken cancellation)
    {
        try
        {
            await using var stream = new FileStream(index, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.Length <= Length)
            {
                return null;
            }

            var checksum = new byte[Length];
            stream.Seek(-Length, SeekOrigin.End);
            await stream.ReadExactlyAsync(checksum, cancellation).ConfigureAwait(false);
            return checksum.AsSpan().ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(checksum) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
