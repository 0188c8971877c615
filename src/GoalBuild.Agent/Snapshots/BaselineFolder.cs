using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// Baseline trees with their files, under <c>.goal/baselines/&lt;id&gt;</c>: what has to be built of one is built once for each tree, however many
/// verifications ask. Executors cannot write there.
/// </summary>
internal static class BaselineFolder
{
    // Of each, a build's outputs lie here too; a goal has one baseline, and few goals are under way at once.
    private const int MostKept = 4;

    // MSBuild and the compiler look for these in every folder above. The tree's own come first; those of the user's tree, as it is now, are not to be found.
    private static readonly (string Name, string Text)[] Barriers =
        [("Directory.Build.props", "<Project />\n"), ("Directory.Build.targets", "<Project />\n"), ("Directory.Packages.props", "<Project />\n"), ("Directory.Build.rsp", "\n"), (".editorconfig", "root = true\n")];

    /// <summary>The folder of a tree, made when missing.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="id">The tree's id: equal trees have equal ones.</param>
    /// <param name="write">Writes the tree's files into a folder that exists and is empty.</param>
    /// <exception cref="GoalFaultException">GOAL0021: it could not be written.</exception>
    public static async Task<BaselineTree> EnsureAsync(string stateDirectory, string id, Func<string, Task> write)
    {
        var all = Path.Combine(stateDirectory, "baselines");
        var own = Path.Combine(all, id);
        var tree = Path.Combine(own, "tree");
        try
        {
            if (!Directory.Exists(tree))
            {
                StateFolder.Ensure(stateDirectory);
                RaiseBarriers(own);

                // Whole or not at all: a process that is killed here leaves a folder that nobody takes for the tree.
                var unfinished = Path.Combine(own, $"tree-{Guid.NewGuid():N}");
                Directory.CreateDirectory(unfinished);
                await write(unfinished).ConfigureAwait(false);
                if (!Directory.Exists(tree))
                {
                    Directory.Move(unfinished, tree);
                }
            }

            Directory.SetLastWriteTimeUtc(own, DateTime.UtcNow);
            Prune(all);
            return new BaselineTree(id, tree);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or GitException)
        {
            throw Failed(own, exception);
        }
    }

    /// <summary>Writes a tree anew, for one use: nothing that is there already, and nothing that was built of it, is believed.</summary>
    /// <param name="folder">Absolute path of a folder of its own; what is in it is removed.</param>
    /// <param name="id">As for <see cref="EnsureAsync"/>.</param>
    /// <param name="write">As for <see cref="EnsureAsync"/>.</param>
    /// <exception cref="GoalFaultException">GOAL0021: it could not be written.</exception>
    public static async Task<BaselineTree> WriteAsync(string folder, string id, Func<string, Task> write)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                IsolatedTree.DeleteFolder(folder);
            }

            RaiseBarriers(folder);
            var tree = Directory.CreateDirectory(Path.Combine(folder, "tree")).FullName;
            await write(tree).ConfigureAwait(false);
            return new BaselineTree(id, tree);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or GitException)
        {
            throw Failed(folder, exception);
        }
    }

    /// <summary>Makes a folder beyond which builds of a tree in it look for nothing.</summary>
    /// <param name="folder">Absolute path; made when missing.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void RaiseBarriers(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Barriers)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    private static GoalFaultException Failed(string folder, Exception exception) =>
        new(DiagnosticCatalogue.SnapshotFailed, $"The baseline could not be written to '{folder}': {exception.Message}", exception);

    private static void Prune(string all)
    {
        foreach (var old in new DirectoryInfo(all).EnumerateDirectories().OrderByDescending(folder => folder.LastWriteTimeUtc).Skip(MostKept))
        {
            try
            {
                old.Delete(recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It costs only room.
            }
        }
    }
}
