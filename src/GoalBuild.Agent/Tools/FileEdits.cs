using System.Security.Cryptography;

namespace GoalBuild.Agent.Tools;

/// <summary>One file of an edit.</summary>
/// <param name="Path">Relative to the workspace's root, with <c>/</c>; links resolved.</param>
/// <param name="Before">Its bytes as they were read, or null where it was not there.</param>
/// <param name="After">Its bytes as they are to be, or null where it is to be deleted.</param>
internal sealed record FileEdit(string Path, byte[]? Before, byte[]? After)
{
    /// <summary>The rights that a new file is to have, such as those of the file that was moved; null for the usual ones. A file that is there keeps its own.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>Hash of <see cref="Before"/>; empty where the file was not there.</summary>
    public string BeforeHash => HashOf(Before);

    /// <summary>Hash of <see cref="After"/>; empty where the file is to be deleted.</summary>
    public string AfterHash => HashOf(After);

    /// <summary>Hash of a file's bytes; empty for a file that is not there.</summary>
    /// <param name="bytes">The bytes, or null.</param>
    public static string HashOf(byte[]? bytes) => bytes is null ? "" : Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>What an edit is about to do to a file, written down before it does so: a crash between the effect and its record can then be told from one before the effect.</summary>
/// <param name="Path">Relative to the workspace's root.</param>
/// <param name="Before">Hash before; empty where the file was not there.</param>
/// <param name="After">Hash after; empty where the file is to be deleted.</param>
internal sealed record EditIntent(string Path, string Before, string After);

/// <summary>How far an edit came that was announced.</summary>
internal enum EditState
{
    /// <summary>No file is touched, and what is to be written is gone: it can be done again.</summary>
    NotBegun,

    /// <summary>Each file is as it was to be.</summary>
    Done,

    /// <summary>A file is neither as before nor as it was to be: somebody else changed it.</summary>
    Foreign,
}

/// <summary>
/// Writes files for tools: all of an edit or nothing. Everything is written aside first, then announced, then moved into place, so that a crash at any
/// point leaves either nothing done, or an edit that can be brought to its end.
/// </summary>
/// <param name="root">Absolute path of the tree, links resolved.</param>
/// <param name="scratch">Absolute path of a folder on the same disk, for what is not in place yet.</param>
/// <param name="announce">Writes down what is about to be done; it returns when that would survive a crash.</param>
internal sealed class FileEdits(string root, string scratch, Action<IReadOnlyList<EditIntent>> announce)
{
    /// <summary>Does an edit. A file that is no longer as it was read stops all of it before anything is written.</summary>
    /// <param name="edits">The files; each path once.</param>
    /// <exception cref="ToolFaultException">A file changed since it was read, or cannot be written; nothing was changed.</exception>
    public void Apply(IReadOnlyList<FileEdit> edits)
    {
        foreach (var edit in edits)
        {
            if (FileEdit.HashOf(Read(edit.Path)) != edit.BeforeHash)
            {
                throw new ToolFaultException($"'{edit.Path}' changed while the edit was worked out. Read it again, then edit.");
            }
        }

        var modes = edits.ToDictionary(edit => edit, ModeOf);
        var done = new List<FileEdit>();
        try
        {
            foreach (var edit in edits.Where(edit => edit.After is not null))
            {
                WriteAside(edit.AfterHash, edit.After!, modes[edit] ?? edit.Mode);
            }

            announce([.. edits.Select(edit => new EditIntent(edit.Path, edit.BeforeHash, edit.AfterHash))]);
            foreach (var edit in edits)
            {
                // Before it is tried: what fails half way is put back as well.
                done.Add(edit);
                MoveIntoPlace(edit.Path, edit.AfterHash);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            PutBack(done, modes);
            throw new ToolFaultException($"{(done.Count == 0 ? "What is to be written" : $"'{done[^1].Path}'")} cannot be written: {exception.Message.TrimEnd('.')}. Nothing was changed.");
        }
        finally
        {
            foreach (var edit in edits)
            {
                File.Delete(Aside(edit.AfterHash));
            }
        }
    }

    /// <summary>Brings an edit to its end in whose middle a process died.</summary>
    /// <param name="intents">What it had announced.</param>
    public EditState RollForward(IReadOnlyList<EditIntent> intents)
    {
        var open = intents.Where(intent => FileEdit.HashOf(Read(intent.Path)) != intent.After).ToList();
        if (open.Count == 0)
        {
            return EditState.Done;
        }

        if (open.Any(intent => FileEdit.HashOf(Read(intent.Path)) != intent.Before))
        {
            return EditState.Foreign;
        }

        if (open.All(intent => intent.After.Length == 0 || (File.Exists(Aside(intent.After)) && FileEdit.HashOf(File.ReadAllBytes(Aside(intent.After))) == intent.After)))
        {
            foreach (var intent in open)
            {
                MoveIntoPlace(intent.Path, intent.After);
            }

            return EditState.Done;
        }

        return open.Count == intents.Count ? EditState.NotBegun : EditState.Foreign;
    }

    // Back to front, the one that failed included: it may have been done by half.
    private void PutBack(List<FileEdit> done, Dictionary<FileEdit, UnixFileMode?> modes)
    {
        foreach (var edit in Enumerable.Reverse(done))
        {
            try
            {
                if (edit.Before is not null)
                {
                    WriteAside(edit.BeforeHash, edit.Before, modes[edit]);
                }

                MoveIntoPlace(edit.Path, edit.BeforeHash);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The one that could not be written is as it was.
            }
            finally
            {
                File.Delete(Aside(edit.BeforeHash));
            }
        }
    }

    private UnixFileMode? ModeOf(FileEdit edit) =>
        edit.Before is null || OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(Path.Combine(root, edit.Path));

    private byte[]? Read(string path)
    {
        var full = Path.Combine(root, path);
        return File.Exists(full) ? File.ReadAllBytes(full) : null;
    }

    private string Aside(string hash) => Path.Combine(scratch, $"edit-{hash}");

    private void WriteAside(string hash, byte[] bytes, UnixFileMode? mode)
    {
        Directory.CreateDirectory(scratch);
        File.WriteAllBytes(Aside(hash), bytes);
        if (!OperatingSystem.IsWindows() && mode is { } rights)
        {
            File.SetUnixFileMode(Aside(hash), rights);
        }
    }

    private void MoveIntoPlace(string path, string hash)
    {
        var full = Path.Combine(root, path);
        if (hash.Length == 0)
        {
            File.Delete(full);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var aside = $"{Aside(hash)}.{Guid.NewGuid():N}";
        // Copied first, rights included: two files of an edit may have the same bytes.
        File.Copy(Aside(hash), aside);
        if (!OperatingSystem.IsWindows() && File.Exists(full))
        {
            File.SetUnixFileMode(aside, File.GetUnixFileMode(full));
        }

        File.Move(aside, full, overwrite: true);
    }
}
