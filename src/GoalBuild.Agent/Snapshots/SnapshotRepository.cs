using System.Security.Cryptography;
using System.Text;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// The private git directory <c>.goal/snapshots.git</c>: its settings, and what a snapshot leaves out. It has nothing to do
/// with the user's repository but that it reads which files that one tracks and ignores.
/// </summary>
internal sealed class SnapshotRepository
{
    // -text and its company keep bytes as they are: no line ending, filter (LFS), keyword or encoding is converted, in or out.
    private const string Attributes = "* -text !eol -filter -ident -working-tree-encoding !diff !merge\n";

    private const string Configuration = """
        [core]
            repositoryformatversion = 0
            bare = false
            autocrlf = false
            safecrlf = false
            looseCompression = 1
            fsyncMethod = batch
            fsmonitor = false
            untrackedCache = false
            logAllRefUpdates = false
            quotePath = false
            longpaths = true
        [gc]
            auto = 0
        [advice]
            addEmbeddedRepo = false

        """;

    private readonly string _gitDirectory;

    /// <summary>Opens the repository, or makes it.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    public SnapshotRepository(string stateDirectory)
    {
        _gitDirectory = System.IO.Path.Combine(stateDirectory, "snapshots.git");
        StateFolder.Ensure(stateDirectory);
    }

    /// <summary>Absolute path of the git directory.</summary>
    public string Path => _gitDirectory;

    /// <summary>Makes the directory where it is missing or half made.</summary>
    /// <param name="cancellation">Kills git.</param>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        var attributes = System.IO.Path.Combine(_gitDirectory, "info", "attributes");
        // Written last, so that it stands only in a directory that is whole.
        if (File.Exists(attributes))
        {
            return;
        }

        Directory.CreateDirectory(_gitDirectory);
        await new GitCommand(_gitDirectory, Isolation())
            .RunAsync(["init", "--quiet", "--bare", "--object-format=sha1", "--template=", _gitDirectory], cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(System.IO.Path.Combine(_gitDirectory, "config"), Configuration + Platform(), cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(System.IO.Path.Combine(_gitDirectory, "info"));
        await File.WriteAllTextAsync(attributes, Attributes, cancellation).ConfigureAwait(false);
    }

    /// <summary>Git on this repository.</summary>
    /// <param name="root">Absolute path of the tree that snapshots are taken of.</param>
    /// <param name="index">Absolute path of the index file.</param>
    public GitCommand Git(string root, string index)
    {
        var environment = Isolation();
        environment["GIT_DIR"] = _gitDirectory;
        environment["GIT_WORK_TREE"] = root;
        environment["GIT_INDEX_FILE"] = index;
        environment["GIT_LITERAL_PATHSPECS"] = "1";
        return new GitCommand(root, environment);
    }

    /// <summary>Writes what snapshots of a tree leave out, beyond what its own <c>.gitignore</c> files say.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="patterns">Patterns in the syntax of <c>.gitignore</c>.</param>
    /// <returns>The file, for <c>core.excludesFile</c>.</returns>
    public string WriteExcludes(string root, IEnumerable<string> patterns)
    {
        var path = ExcludesOf(root);
        var text = string.Join('\n', patterns) + "\n";
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }

        return path;
    }

    /// <summary>Deletes what <see cref="WriteExcludes"/> wrote for a tree.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    public void DeleteExcludes(string root)
    {
        if (File.Exists(ExcludesOf(root)))
        {
            File.Delete(ExcludesOf(root));
        }
    }

    private string ExcludesOf(string root) =>
        System.IO.Path.Combine(_gitDirectory, "info", $"exclude-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..16]}");

    // Git records in its config what the file system can do when it makes a repository; ours is written by hand.
    private static string Platform() =>
        $"[core]\n    filemode = {(OperatingSystem.IsWindows() ? "false" : "true")}\n    symlinks = {(OperatingSystem.IsWindows() ? "false" : "true")}\n    ignorecase = {(OperatingSystem.IsLinux() ? "false" : "true")}\n";

    private static Dictionary<string, string?> Isolation()
    {
        var nowhere = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        return new Dictionary<string, string?>
        {
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_SYSTEM"] = nowhere,
            ["GIT_CONFIG_GLOBAL"] = nowhere,
            ["GIT_ATTR_NOSYSTEM"] = "1",
        };
    }
}
