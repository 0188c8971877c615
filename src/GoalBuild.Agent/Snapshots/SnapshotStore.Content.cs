using System.Globalization;
using System.Text;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Snapshots;

public sealed partial class SnapshotStore
{
    /// <summary>What differs between two snapshots, for checks that look into files: their texts come from the snapshots when they are asked for, all in one reading.</summary>
    /// <param name="from">The older one.</param>
    /// <param name="to">The newer one.</param>
    /// <param name="except">Files that do not count, by path.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task<TreeChange> ContentAsync(string from, string to, IReadOnlySet<string> except, CancellationToken cancellation)
    {
        var changes = (await ChangesAsync(from, to, cancellation).ConfigureAwait(false))
            .Where(change => !change.IsRepository && !except.Contains(change.Path))
            .ToDictionary(change => change.Path, StringComparer.Ordinal);
        var files = changes.Values.Select(change => new ChangedFile(change.Path, change.Kind != ChangeKind.Added, change.Kind != ChangeKind.Deleted)).ToList();
        return new TreeChange(_root, files, async (wanted, token) =>
        {
            var blobs = wanted.Select(file => changes[file.Path])
                .SelectMany(change => new[] { change.Kind == ChangeKind.Added ? "" : change.OldBlob, change.Kind == ChangeKind.Deleted ? "" : change.NewBlob })
                .Where(blob => blob.Length > 0).Distinct().ToList();
            var texts = await TextsAsync(blobs, token).ConfigureAwait(false);
            return [.. wanted.Select(file => new ChangedText(file, file.WasThere ? texts[changes[file.Path].OldBlob] : "", file.IsThere ? texts[changes[file.Path].NewBlob] : ""))];
        });
    }

    /// <summary>What differs between two snapshots, as the text of a patch.</summary>
    /// <param name="from">The older one.</param>
    /// <param name="to">The newer one.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task<string> PatchAsync(string from, string to, CancellationToken cancellation)
    {
        var file = Path.Combine(Path.GetTempPath(), $"goalbuild-{Guid.NewGuid():N}.patch");
        try
        {
            await WritePatchAsync(from, to, file, cancellation).ConfigureAwait(false);
            return await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The texts of files of snapshots, by their ids.</summary>
    private Task<Dictionary<string, string>> TextsAsync(List<string> blobs, CancellationToken cancellation) => GuardAsync("read a snapshot of", async () =>
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (blobs.Count == 0)
        {
            return texts;
        }

        var git = await GitAsync(cancellation).ConfigureAwait(false);
        var bytes = await git.RunToBytesAsync(["cat-file", "--batch"], cancellation, string.Join('\n', blobs) + "\n").ConfigureAwait(false);

        // For each: "id blob size" LF, the bytes, LF.
        var at = 0;
        foreach (var blob in blobs)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            var header = end < 0 ? [] : Encoding.ASCII.GetString(bytes, at, end - at).Split(' ');
            if (header.Length != 3 || !int.TryParse(header[2], CultureInfo.InvariantCulture, out var size) || end + 1 + size > bytes.Length)
            {
                throw new GitException(["cat-file"], 0, $"it did not give the object {blob}");
            }

            using var reader = new StreamReader(new MemoryStream(bytes, end + 1, size), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            texts[blob] = await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
            at = end + 1 + size + 1;
        }

        return texts;
    });
}
