using GoalBuild.Verification;

namespace GoalBuild.Agent.Snapshots;

/// <summary>What a snapshot leaves out: what git ignores in the user's repository, <c>.goal</c>, and the outputs of builds.</summary>
internal static class SnapshotExcludes
{
    // A tree without a .gitignore (outside git, above all) would otherwise take in every build's output.
    private static readonly string[] Standing = [$"{Workspace.StateDirectoryName}/", "node_modules/", "TestResults/", ".vs/"];

    /// <summary>The patterns for a tree, in the syntax of <c>.gitignore</c>.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="user">Git on the user's repository, or null outside one.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(string root, GitCommand? user, CancellationToken cancellation)
    {
        // Git is asked while the folders are walked.
        var own = user is null ? null : GitPathAsync(user, root, ["rev-parse", "--git-path", "info/exclude"], cancellation);
        var global = user is null ? null : OfUserAsync(user, root, cancellation);
        var patterns = new List<string>(Standing);
        patterns.AddRange(ProjectFolders(root).SelectMany(folder => new[] { $"{Escape(folder)}/bin/", $"{Escape(folder)}/obj/" }));
        if (own is not null && global is not null)
        {
            await Task.WhenAll(own, global).ConfigureAwait(false);
            patterns.AddRange(Lines(await own.ConfigureAwait(false)));
            patterns.AddRange(await global.ConfigureAwait(false));
        }

        return patterns;
    }

    /// <summary>The patterns that the user ignores in every repository.</summary>
    /// <param name="user">Git in the tree.</param>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task<IReadOnlyList<string>> OfUserAsync(GitCommand user, string root, CancellationToken cancellation) =>
        Lines(await GitPathAsync(user, root, ["config", "--type=path", "--get", "core.excludesFile"], cancellation).ConfigureAwait(false) ?? DefaultGlobalIgnore());

    /// <summary>The pattern for one folder.</summary>
    /// <param name="folder">Relative to the tree's root, with <c>/</c> between its parts.</param>
    public static string OfFolder(string folder) => $"/{Escape(folder)}/";

    // Folders with a project, as "/src/Payments"; empty for the root.
    private static IEnumerable<string> ProjectFolders(string root) => FolderWalk.Folders(root)
        .Where(folder => folder.Entries.Any(entry => entry is FileInfo && entry.Extension.ToLowerInvariant() is ".csproj" or ".fsproj" or ".vbproj"))
        .Select(folder => Path.GetRelativePath(root, folder.Folder).Replace('\\', '/'))
        .Select(relative => relative == "." ? "" : $"/{relative}");

    private static string Escape(string path) => string.Concat(path.Select(c => c is '*' or '?' or '[' or '\\' ? $"\\{c}" : c.ToString()));

    private static async Task<string?> GitPathAsync(GitCommand user, string root, string[] arguments, CancellationToken cancellation)
    {
        var output = await user.TryAsync(arguments, cancellation).ConfigureAwait(false);
        var path = output.Text.Trim();
        return output.ExitCode == 0 && path.Length > 0 ? Path.Combine(root, path) : null;
    }

    private static string DefaultGlobalIgnore()
    {
        var configuration = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        return Path.Combine(
            string.IsNullOrEmpty(configuration) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config") : configuration,
            "git",
            "ignore");
    }

    private static string[] Lines(string? path) => path is not null && File.Exists(path) ? File.ReadAllLines(path) : [];
}
