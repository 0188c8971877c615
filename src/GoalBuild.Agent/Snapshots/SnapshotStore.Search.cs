namespace GoalBuild.Agent.Snapshots;

public sealed partial class SnapshotStore
{
    /// <summary>The files of a snapshot in which words stand, as whole words and as they are written; binary files are left out.</summary>
    /// <param name="tree">The snapshot.</param>
    /// <param name="words">The words.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>For each word that is found, its files relative to the root.</returns>
    public Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> FilesWithAsync(string tree, IReadOnlyCollection<string> words, CancellationToken cancellation) => GuardAsync("search a snapshot of", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        var patterns = string.Join('\n', words.Where(word => word.Length > 0 && !word.Contains('\n', StringComparison.Ordinal)));
        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        if (patterns.Length > 0)
        {
            // 1 says that nothing was found. Each line is "tree:path" NUL "word".
            var output = await git.TryAsync(["grep", "-I", "-z", "--only-matching", "--word-regexp", "--fixed-strings", "--no-color", "-f", "-", tree], cancellation, patterns).ConfigureAwait(false);
            if (output.ExitCode > 1)
            {
                throw new GitException(["grep"], output.ExitCode, output.Error);
            }

            foreach (var line in output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Split('\0') is [var place, var word] && place.Length > tree.Length)
                {
                    (found.TryGetValue(word, out var files) ? files : found[word] = new HashSet<string>(StringComparer.Ordinal)).Add(place[(tree.Length + 1)..]);
                }
            }
        }

        return (IReadOnlyDictionary<string, IReadOnlySet<string>>)found.ToDictionary(pair => pair.Key, pair => (IReadOnlySet<string>)pair.Value, StringComparer.Ordinal);
    });
}
