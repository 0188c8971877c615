using System.Security.Cryptography;
using System.Text;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// What git knows of the user's repository, to be compared: HEAD, index, branches, stash, configuration and hooks. Tags and remote branches are left out,
/// because an editor fetches them behind everybody's back; and in a worktree all that it shares, because others work there.
/// </summary>
internal static class RepositoryState
{
    private static readonly string[] Settings = ["config", "info/exclude", "info/attributes"];

    /// <summary>The state: what stands where, by paths such as <c>.git/refs/heads/main</c>. Empty where there is no repository. Nothing is written.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(string root, CancellationToken cancellation)
    {
        var state = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Path.Exists(Path.Combine(root, ".git")))
        {
            return state;
        }

        // At the same time, because each takes longer to start than to answer.
        var git = GitCommand.OnUserRepository(root);
        var answers = await Task.WhenAll(
            git.TryAsync(["rev-parse", "--git-dir", "--git-common-dir"], cancellation),
            git.TryAsync(["symbolic-ref", "--quiet", "HEAD"], cancellation),
            git.TryAsync(["rev-parse", "--quiet", "--verify", "HEAD"], cancellation),
            git.TryAsync(["ls-files", "--stage", "-z"], cancellation),
            git.TryAsync(["for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/stash"], cancellation)).ConfigureAwait(false);
        var (folders, branch, commit, staged, references) = (answers[0], answers[1], answers[2], answers[3], answers[4]);
        if (folders.Text.Split('\n') is not [var own, var common, ..])
        {
            state[".git"] = folders.Error;
            return state;
        }

        state[".git/HEAD"] = branch.ExitCode == 0 ? branch.Text : commit.Text;
        // What is staged, and not the file's bytes: git status refreshes those.
        state[".git/index"] = Hash(Encoding.UTF8.GetBytes(staged.Text));
        if (own != common)
        {
            return state;
        }

        foreach (var line in references.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            state[$".git/{line.Split(' ')[0]}"] = line.Split(' ')[1];
        }

        foreach (var file in SettingsOf(Path.GetFullPath(common, root)))
        {
            state[$".git/{Path.GetRelativePath(Path.GetFullPath(common, root), file).Replace('\\', '/')}"] = Hash(await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false));
        }

        return state;
    }

    private static IEnumerable<string> SettingsOf(string folder)
    {
        var files = Settings.Select(name => Path.Combine(folder, name)).Where(File.Exists);
        var hooks = Path.Combine(folder, "hooks");
        return Directory.Exists(hooks) ? files.Concat(Directory.EnumerateFiles(hooks)) : files;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
