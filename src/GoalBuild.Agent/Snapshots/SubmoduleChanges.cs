using System.Globalization;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// What differs within submodules from the commits that the user's HEAD holds of them. Git itself would start another git in each, which does what that
/// repository's configuration says; here a git directory of our own stands in the place of theirs, with the user's configuration, and only lends objects from
/// them. Whoever can write a repository can put forged objects into it, so that their ids are made anew, from the files up to the commit: where one does not
/// fit, or is missing, every file counts as changed.
/// </summary>
/// <param name="user">Git on the user's repository.</param>
/// <param name="root">Absolute path of the tree.</param>
/// <param name="scratch">Absolute path of a folder for the git directory; it is made, and whoever calls removes it.</param>
internal sealed class SubmoduleChanges(GitCommand user, string root, string scratch)
{
    private const string Mode = "160000 commit ";

    private readonly string _git = Path.Combine(scratch, ".git");
    private int _indexes;

    /// <summary>Paths of files that were added, changed or deleted in submodules, relative to the tree's root with <c>/</c>.</summary>
    /// <param name="cancellation">Kills git.</param>
    /// <exception cref="GitException">Git cannot list or compare.</exception>
    public async Task<IReadOnlyList<string>> FilesAsync(CancellationToken cancellation)
    {
        var held = (await user.RunAsync(["ls-tree", "-r", "-z", "--full-tree", "HEAD"], cancellation).ConfigureAwait(false)).Split('\0');
        var left = new Queue<(string Path, string Commit)>(Within("", held).Where(module => IsFolder(module.Path)));
        if (left.Count == 0)
        {
            return [];
        }

        var format = await user.RunAsync(["rev-parse", "--show-object-format"], cancellation).ConfigureAwait(false);
        await user.RunAsync(["init", "--quiet", "--template=", $"--object-format={format.Trim()}", scratch], cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(Path.Combine(_git, "info"));
        var files = new List<string>();
        while (left.TryDequeue(out var module))
        {
            var git = await PrepareAsync(module.Path, cancellation).ConfigureAwait(false);
            var entries = await EntriesAsync(git, module.Commit, cancellation).ConfigureAwait(false);
            foreach (var inner in Within($"{module.Path}/", entries).Where(inner => IsFolder(inner.Path)))
            {
                left.Enqueue(inner);
            }

            // It exits with 1 where a file differs.
            await git.TryAsync(["update-index", "-q", "--refresh", "--ignore-submodules"], cancellation).ConfigureAwait(false);
            var changed = await git.RunAsync(["diff-files", "--name-only", "-z", "--ignore-submodules=all"], cancellation).ConfigureAwait(false);
            var added = await git.RunAsync(["ls-files", "-z", "--others", "--exclude-standard"], cancellation).ConfigureAwait(false);
            files.AddRange($"{changed}{added}".Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(file => $"{module.Path}/{file}"));
        }

        return files;
    }

    // Git in the submodule, with an index that is still empty.
    private async Task<GitCommand> PrepareAsync(string module, CancellationToken cancellation)
    {
        var folder = Path.Combine(root, module);
        var link = Path.Combine(folder, ".git");
        var shared = GitFolders.Elsewhere(folder) is [.., var last] ? last : link;
        var excludes = Path.Combine(shared, "info", "exclude");
        var isThere = File.Exists(excludes) && !SpecialFile.Is(excludes);
        await File.WriteAllTextAsync(Path.Combine(_git, "info", "exclude"), isThere ? await File.ReadAllTextAsync(excludes, cancellation).ConfigureAwait(false) : "", cancellation).ConfigureAwait(false);
        var number = (_indexes++).ToString(CultureInfo.InvariantCulture);
        return user.In(folder).With("GIT_DIR", _git).With("GIT_WORK_TREE", folder).With("GIT_INDEX_FILE", Path.Combine(scratch, $"index-{number}"))
            .With("GIT_ALTERNATE_OBJECT_DIRECTORIES", Quoted(Path.Combine(shared, "objects")));
    }

    // Puts what a commit holds into the index; nothing where it cannot be shown to be what its id says.
    private async Task<IReadOnlyList<string>> EntriesAsync(GitCommand git, string commit, CancellationToken cancellation)
    {
        // By way of a file, since its message may be in any encoding.
        var file = Path.Combine(scratch, "commit");
        try
        {
            await git.RunToFileAsync(["cat-file", "commit", commit], file, cancellation).ConfigureAwait(false);
        }
        catch (GitException)
        {
            return [];
        }

        // It refuses what is no commit, too.
        var id = await git.TryAsync(["hash-object", "-t", "commit", "--no-filters", "--", file], cancellation).ConfigureAwait(false);
        if (id.Text.Trim() != commit)
        {
            return [];
        }

        // An index that is made of a listing knows no ids of folders: they are made of what is in it.
        var tree = File.ReadLines(file).First()["tree ".Length..];
        var listed = await git.TryAsync(["ls-tree", "-r", "-z", "--full-tree", tree], cancellation).ConfigureAwait(false);
        if (listed.ExitCode != 0)
        {
            return [];
        }

        var filled = await git.TryAsync(["update-index", "-z", "--index-info"], cancellation, listed.Text).ConfigureAwait(false);
        var made = await git.TryAsync(["write-tree", "--missing-ok"], cancellation).ConfigureAwait(false);
        if (filled.ExitCode == 0 && made.Text.Trim() == tree)
        {
            return listed.Items;
        }

        await git.RunAsync(["read-tree", "--empty"], cancellation).ConfigureAwait(false);
        return [];
    }

    private static IEnumerable<(string Path, string Commit)> Within(string prefix, IEnumerable<string> entries) => entries
        .Where(entry => entry.StartsWith(Mode, StringComparison.Ordinal))
        .Select(entry => entry.Split('\t', 2))
        .Select(parts => (prefix + parts[1], parts[0][Mode.Length..]));

    // What lies behind a link belongs to where it leads.
    private bool IsFolder(string path)
    {
        for (var folder = Path.Combine(root, path); folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (new DirectoryInfo(folder) is not { Exists: true, LinkTarget: null })
            {
                return false;
            }
        }

        return true;
    }

    // The variable is a list; in quotes a path may hold what separates its items.
    private static string Quoted(string path) => $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
