using GoalBuild.Agent.Tools.Files;

namespace GoalBuild.Agent.Tools.Patches;

/// <summary>The files that a patch touches, as they are to be; nothing is written. A later part of the patch finds what an earlier one made.</summary>
/// <param name="guard">Which files may be written.</param>
internal sealed class FileDrafts(FileGuard guard)
{
    private readonly Dictionary<string, FileDraft> _byPath = new(StringComparer.Ordinal);

    /// <summary>A file as it is after what the patch did so far.</summary>
    /// <param name="path">As the patch names it.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="ToolFaultException">It may not be written, or is a folder.</exception>
    public async Task<FileDraft> OpenAsync(string path, CancellationToken cancellation)
    {
        var full = guard.Writable(path);
        if (Directory.Exists(full))
        {
            throw new ToolFaultException($"'{path}' is a folder; expected a file.");
        }

        if (!_byPath.TryGetValue(full, out var draft))
        {
            var bytes = File.Exists(full) ? await File.ReadAllBytesAsync(full, cancellation).ConfigureAwait(false) : null;
            draft = new FileDraft(guard.Relative(full), bytes) { Mode = bytes is null || OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(full) };
            _byPath.Add(full, draft);
        }

        return draft;
    }

    /// <summary>What is to be done: deletions first, so that a file can make room for a folder of its name. Files that stay as they are do not count.</summary>
    public IReadOnlyList<FileEdit> Edits() =>
        [.. _byPath.Values.Where(draft => draft.IsChanged).OrderBy(draft => draft.Bytes is not null).Select(draft => new FileEdit(draft.Path, draft.Before, draft.Bytes) { Mode = draft.Mode })];
}

/// <summary>One file of a patch, as it is to be.</summary>
/// <param name="path">Relative to the workspace's root.</param>
/// <param name="before">Its bytes on the disk, or null.</param>
internal sealed class FileDraft(string path, byte[]? before)
{
    /// <summary>Relative to the workspace's root.</summary>
    public string Path => path;

    /// <summary>Its bytes on the disk, or null where it is not there.</summary>
    public byte[]? Before { get; } = before;

    /// <summary>Its bytes as they are to be, or null where it is to be gone.</summary>
    public byte[]? Bytes { get; set; } = before;

    /// <summary>Its rights, or null for those of a new file.</summary>
    public UnixFileMode? Mode { get; set; }

    /// <summary>Whether anything is to be done.</summary>
    public bool IsChanged => Before is null ? Bytes is not null : Bytes is null || !Before.AsSpan().SequenceEqual(Bytes);

    /// <summary>Gives it a text.</summary>
    /// <param name="old">The text that it has, with its encoding.</param>
    /// <param name="text">The text that it is to have.</param>
    /// <exception cref="ToolFaultException">The encoding cannot hold it, or it holds the placeholder of a secret.</exception>
    public void Write(FileText old, string text)
    {
        MaskGuard.Check(old.Text, text);
        Bytes = old.Encode(text);
    }

    /// <summary>Moves another file here.</summary>
    /// <param name="source">The file; it is gone afterwards.</param>
    /// <exception cref="ToolFaultException">There is a file here.</exception>
    public void TakeFrom(FileDraft source)
    {
        if (Bytes is not null)
        {
            throw new ToolFaultException($"It cannot be moved to '{path}': that file exists already. Delete it first in the same patch if it is to be replaced.");
        }

        (Bytes, Mode, source.Bytes) = (source.Bytes, source.Mode, null);
    }
}
