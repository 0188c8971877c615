using System.Security.Cryptography;

namespace GoalBuild.Agent.Tools;

/// <summary>One file of an edit.</summary>
/// <param name="Path">Relative to the workspace's root, with <c>/</c>; links resolved.</param>
/// <param name="Before">Its bytes as they were read, or null where it was not there.</param>
/// <param name="After">Its bytes as they are to be, or null where it is to be deleted.</param>
internal sealed record FileEdit(string Path, byte[]? Before, byte[]? After)
{
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

/// <summary>
/// Writes files for tools: all of an edit or nothing, each file at once (written aside, then moved into place), and announced before the first is touched.
/// </summary>
/// <param name="root">Absolute path of the tree, links resolved.</param>
/// <param name="scratch">Absolute path of a folder on the same disk, for what is not whole yet.</param>
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

        announce([.. edits.Select(edit => new EditIntent(edit.Path, edit.BeforeHash, edit.AfterHash))]);
        var done = new List<FileEdit>();
        try
        {
            foreach (var edit in edits)
            {
                // Before it is tried: what fails half way is put back as well.
                done.Add(edit);
                Write(edit.Path, edit.After);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            PutBack(done);
            throw new ToolFaultException($"'{done[^1].Path}' cannot be written: {exception.Message.TrimEnd('.')}. Nothing was changed.");
        }
    }

    private void PutBack(List<FileEdit> done)
    {
        foreach (var edit in Enumerable.Reverse(done))
        {
            try
            {
                Write(edit.Path, edit.Before);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The one that could not be written is as it was.
            }
        }
    }

    private byte[]? Read(string path)
    {
        var full = Path.Combine(root, path);
        return File.Exists(full) ? File.ReadAllBytes(full) : null;
    }

    private void Write(string path, byte[]? bytes)
    {
        var full = Path.Combine(root, path);
        if (bytes is null)
        {
            File.Delete(full);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        Directory.CreateDirectory(scratch);
        var aside = Path.Combine(scratch, $"edit-{Guid.NewGuid():N}");
        File.WriteAllBytes(aside, bytes);
        if (!OperatingSystem.IsWindows() && File.Exists(full))
        {
            File.SetUnixFileMode(aside, File.GetUnixFileMode(full));
        }

        File.Move(aside, full, overwrite: true);
    }
}
