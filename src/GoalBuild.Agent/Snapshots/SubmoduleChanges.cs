using System.Globalization;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// What differs within submodules from the commits that the user's HEAD holds of them. Git itself would start another git in each, which does what that
/// repository's configuration says; here a git directory of our own stands in the place of theirs, with the user's configuration, and only lends objects from
/// them. Whoever can write a repository can put forged objects into it, so that their ids are made anew, from the files up to the commit. Where what HEAD holds
/// cannot be shown, nobody knows what was deleted: that is a fault, and no answer.
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
    /// <exception cref="GoalFaultException">What HEAD holds of a submodule is not there.</exception>
    public async Task<IReadOnlyList<string>> FilesAsync(CancellationToken cancellation)
    {
        // With -d only what is no file: trees, which are few, and submodules.
        var held = Links((await user.RunAsync(["ls-tree", "-r", "-d", "-z", "--full-tree", "HEAD"], cancellation).ConfigureAwait(false)).Split('\0'));
        if (held.Count == 0)
        {
            return [];
        }

        var format = await user.RunAsync(["rev-parse", "--show-object-format"], cancellation).ConfigureAwait(false);
        await user.RunAsync(["init", "--quiet", "--template=", $"--object-format={format.Trim()}", scratch], cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(Path.Combine(_git, "info"));
        var files = new List<string>();
        var left = new Queue<Submodule>(await WithinAsync(held, cancellation).ConfigureAwait(false));
        while (left.TryDequeue(out var module))
        {
            await CompareAsync(module, files, left, cancellation).ConfigureAwait(false);
        }

        return files;
    }

    private async Task CompareAsync(Submodule module, List<string> files, Queue<Submodule> left, CancellationToken cancellation)
    {
        var folder = Path.Combine(root, module.Path);
        var isFolder = IsFolder(module.Path);
        var lenders = (isFolder ? new[] { OwnGit(folder), module.Kept } : [module.Kept]).OfType<string>().ToList();
        if (lenders.Count == 0 && !isFolder)
        {
            // Git itself says that it is gone, or something else.
            return;
        }

        if (lenders.Count == 0 && !module.IsDeclared && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw NotShown(module);
        }

        var git = await PrepareAsync(isFolder ? folder : Directory.CreateDirectory(Path.Combine(scratch, "nothing")).FullName, lenders, cancellation).ConfigureAwait(false);
        if (lenders.Count > 0)
        {
            var entries = await EntriesAsync(git, module.Commit, cancellation).ConfigureAwait(false) ?? throw NotShown(module);
            foreach (var inner in await WithinAsync(git, module, lenders, Links(entries), cancellation).ConfigureAwait(false))
            {
                left.Enqueue(inner);
            }
        }

        // It exits with 1 where a file differs.
        await git.TryAsync(["update-index", "-q", "--refresh", "--ignore-submodules"], cancellation).ConfigureAwait(false);
        var changed = await git.RunAsync(["diff-files", "--name-only", "-z", "--ignore-submodules=dirty"], cancellation).ConfigureAwait(false);
        var added = await git.RunAsync(["ls-files", "-z", "--others", "--exclude-standard"], cancellation).ConfigureAwait(false);
        files.AddRange($"{changed}{added}".Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(file => $"{module.Path}/{file}"));
    }

    // The submodules of the tree. What was never initialised, or is no longer, is an empty folder in good order, whatever git keeps of it.
    private async Task<IEnumerable<Submodule>> WithinAsync(IReadOnlyList<(string Path, string Commit)> links, CancellationToken cancellation)
    {
        var names = await NamesAsync(user, "HEAD", cancellation).ConfigureAwait(false);
        var active = (await SettingsAsync(user, [], "url", cancellation).ConfigureAwait(false)).Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);

        // A linked worktree keeps its own.
        var folders = await user.RunAsync(["rev-parse", "--git-dir", "--git-common-dir"], cancellation).ConfigureAwait(false);
        var keepers = folders.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.GetFullPath(Path.Combine(root, folder))).ToList();
        return Named("", links, names, name => active.Contains(name) ? KeptGit(keepers, name) : null);
    }

    // The submodules of a submodule, which were initialised where something is kept of them.
    private static async Task<IEnumerable<Submodule>> WithinAsync(GitCommand git, Submodule module, IReadOnlyList<string> keepers, IReadOnlyList<(string Path, string Commit)> links, CancellationToken cancellation)
    {
        var names = links.Count == 0 ? [] : await NamesAsync(git, module.Commit, cancellation).ConfigureAwait(false);
        return Named($"{module.Path}/", links, names, name => KeptGit(keepers, name));
    }

    private static IEnumerable<Submodule> Named(string prefix, IReadOnlyList<(string Path, string Commit)> links, Dictionary<string, string> names, Func<string, string?> kept) =>
        links.Select(link => names.TryGetValue(link.Path, out var name)
            ? new Submodule(prefix + link.Path, link.Commit, kept(name), true)
            : new Submodule(prefix + link.Path, link.Commit, null, false));

    private static async Task<Dictionary<string, string>> NamesAsync(GitCommand git, string commit, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, path) in await SettingsAsync(git, ["--blob", $"{commit}:.gitmodules"], "path", cancellation).ConfigureAwait(false))
        {
            names[path] = name;
        }

        return names;
    }

    private static async Task<IEnumerable<(string Name, string Value)>> SettingsAsync(GitCommand git, string[] where, string key, CancellationToken cancellation)
    {
        var listed = await git.TryAsync(["config", .. where, "--null", "--get-regexp", $@"^submodule\..*\.{key}$"], cancellation).ConfigureAwait(false);
        return from setting in listed.ExitCode == 0 ? listed.Items : []
               let parts = setting.Split('\n', 2)
               where parts.Length == 2
               select (parts[0]["submodule.".Length..^(key.Length + 1)], parts[1]);
    }

    private static string? OwnGit(string folder)
    {
        var link = Path.Combine(folder, ".git");
        return GitFolders.Elsewhere(folder) is [.., var last] ? last : Directory.Exists(link) ? link : null;
    }

    // The name comes from a file of the repository, so that it could lead anywhere.
    private static string? KeptGit(IEnumerable<string> keepers, string name) => keepers
        .Select(keeper => Path.Combine(keeper, "modules") + Path.DirectorySeparatorChar)
        .Select(modules => (Modules: modules, Folder: Path.GetFullPath(Path.Combine(modules, name))))
        .FirstOrDefault(kept => kept.Folder.StartsWith(kept.Modules, StringComparison.Ordinal) && Directory.Exists(kept.Folder)).Folder;

    private static GoalFaultException NotShown(Submodule module) => new(
        DiagnosticCatalogue.SnapshotFailed,
        $"What HEAD holds of the submodule '{module.Path}' was not found: commit {module.Commit} is not there, is not what it says, or has names that are not UTF-8. Run 'git submodule update --init --recursive'.");

    // Git in the submodule, with an index that is still empty.
    private async Task<GitCommand> PrepareAsync(string folder, IReadOnlyList<string> lenders, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Path.Combine(_git, "info", "exclude"), lenders is [var first, ..] ? ExcludesOf(first) : "", cancellation).ConfigureAwait(false);
        var number = (_indexes++).ToString(CultureInfo.InvariantCulture);
        return user.In(folder).With("GIT_DIR", _git).With("GIT_WORK_TREE", folder).With("GIT_INDEX_FILE", Path.Combine(scratch, $"index-{number}"))
            .With("GIT_ALTERNATE_OBJECT_DIRECTORIES", string.Join(Path.PathSeparator, lenders.Select(lender => Quoted(Path.Combine(lender, "objects")))));
    }

    // Without it, what it would have ignored is new: one false alarm more, and nothing hidden.
    private static string ExcludesOf(string git)
    {
        var path = Path.Combine(git, "info", "exclude");
        try
        {
            return File.Exists(path) && !SpecialFile.Is(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // Puts what a commit holds into the index, and lists it; null where it cannot be shown to be what its id says.
    private async Task<IReadOnlyList<string>?> EntriesAsync(GitCommand git, string commit, CancellationToken cancellation)
    {
        // By way of a file, since its message may be in any encoding.
        var file = Path.Combine(scratch, "commit");
        try
        {
            await git.RunToFileAsync(["cat-file", "commit", commit], file, cancellation).ConfigureAwait(false);
        }
        catch (GitException)
        {
            return null;
        }

        // It refuses what is no commit, too.
        var id = await git.TryAsync(["hash-object", "-t", "commit", "--no-filters", "--", file], cancellation).ConfigureAwait(false);
        if (id.Text.Trim() != commit)
        {
            return null;
        }

        // An index that is made of a listing knows no ids of folders: they are made of what is in it.
        var tree = File.ReadLines(file).First()["tree ".Length..];
        var listed = await git.TryAsync(["ls-tree", "-r", "-z", "--full-tree", tree], cancellation).ConfigureAwait(false);
        if (listed.ExitCode != 0)
        {
            return null;
        }

        var filled = await git.TryAsync(["update-index", "-z", "--index-info"], cancellation, listed.Text).ConfigureAwait(false);
        var made = await git.TryAsync(["write-tree", "--missing-ok"], cancellation).ConfigureAwait(false);
        return filled.ExitCode == 0 && made.Text.Trim() == tree ? listed.Items : null;
    }

    private static IReadOnlyList<(string Path, string Commit)> Links(IEnumerable<string> entries) =>
    [
        .. entries
            .Where(entry => entry.StartsWith(Mode, StringComparison.Ordinal))
            .Select(entry => entry.Split('\t', 2))
            .Select(parts => parts[1].Contains('\uFFFD', StringComparison.Ordinal)
                ? throw new GoalFaultException(DiagnosticCatalogue.SnapshotFailed, $"The path '{parts[1]}' of a submodule is not UTF-8, so that its files cannot be compared with HEAD. Rename it.")
                : (parts[1], parts[0][Mode.Length..])),
    ];

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

    /// <summary>A submodule.</summary>
    /// <param name="Path">Its folder, relative to the tree's root.</param>
    /// <param name="Commit">What is held of it.</param>
    /// <param name="Kept">The git directory that the repository around it keeps for it, or null.</param>
    /// <param name="IsDeclared">Whether <c>.gitmodules</c> names it.</param>
    private sealed record Submodule(string Path, string Commit, string? Kept, bool IsDeclared);
}
