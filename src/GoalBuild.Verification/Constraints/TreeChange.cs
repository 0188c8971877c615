namespace GoalBuild.Verification.Constraints;

/// <summary>One file that a change adds, changes or deletes. A renamed file is one deleted and one added.</summary>
/// <param name="Path">Relative to the workspace's root, with <c>/</c> between its parts.</param>
/// <param name="WasThere">Whether the baseline has it.</param>
/// <param name="IsThere">Whether the tree has it now.</param>
public sealed record ChangedFile(string Path, bool WasThere, bool IsThere);

/// <summary>What a changed file said and says.</summary>
/// <param name="File">The file.</param>
/// <param name="Before">Its text in the baseline; empty where it was not there.</param>
/// <param name="After">Its text now; empty where it is gone.</param>
public sealed record ChangedText(ChangedFile File, string Before, string After)
{
    /// <summary>The file's path.</summary>
    public string Path => File.Path;
}

/// <summary>A whole change: which files differ from the baseline, and what they said and say. Texts are read once, when somebody asks for them.</summary>
/// <param name="root">Absolute path of the tree; it says which SDK's compiler reads C#.</param>
/// <param name="files">The files, ordered by path.</param>
/// <param name="read">Reads the texts of files, in the order that they are given.</param>
public sealed class TreeChange(string root, IReadOnlyList<ChangedFile> files, Func<IReadOnlyList<ChangedFile>, CancellationToken, Task<IReadOnlyList<ChangedText>>> read)
{
    private readonly Dictionary<string, ChangedText> _known = new(StringComparer.Ordinal);

    /// <summary>Absolute path of the tree.</summary>
    public string Root => root;

    /// <summary>The files, ordered by path.</summary>
    public IReadOnlyList<ChangedFile> Files => files;

    /// <summary>What some of the files said and say, ordered by path.</summary>
    /// <param name="which">Which files, by path.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<ChangedText>> TextsAsync(Func<string, bool> which, CancellationToken cancellation)
    {
        var wanted = files.Where(file => which(file.Path)).ToList();
        var missing = wanted.Where(file => !_known.ContainsKey(file.Path)).ToList();
        if (missing.Count > 0)
        {
            foreach (var text in await read(missing, cancellation).ConfigureAwait(false))
            {
                _known[text.Path] = text;
            }
        }

        return [.. wanted.Select(file => _known[file.Path])];
    }
}
