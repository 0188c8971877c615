using GoalBuild.Verification;

namespace GoalBuild.Agent.Snapshots;

/// <summary>What a snapshot leaves out: what git ignores in the user's repository, <c>.goal</c>, and the outputs of builds.</summary>
internal static class SnapshotExcludes
{
    private static readonly string[] ProjectFiles = ["*.csproj", "*.fsproj", "*.vbproj"];

    /// <summary>The patterns for a tree, in the syntax of <c>.gitignore</c>.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="user">Git on the user's repository, or null outside one.</param>
    /// <param name="cancellation">Kills git.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(string root, GitCommand? user, CancellationToken cancellation)
    {
        // A tree without a .gitignore (outside git, above all) would otherwise take in every build's output.
        var patterns = new List<string> { $"{Workspace.StateDirectoryName}/", "node_modules/", "TestResults/", ".vs/" };
        patterns.AddRange(ProjectFolders(root).SelectMany(folder => new[] { $"{Escape(folder)}/bin/", $"{Escape(folder)}/obj/" }));
        if (user is not null)
        {
            patterns.AddRange(Lines(await GitPathAsync(user, root, ["rev-parse", "--git-path", "info/exclude"], cancellation).ConfigureAwait(false)));
            patterns.AddRange(Lines(await GitPathAsync(user, root, ["config", "--type=path", "--get", "core.excludesFile"], cancellation).ConfigureAwait(false) ?? DefaultGlobalIgnore()));
        }

        return patterns;
    }

    // Folders with a project, as "/src/Payments"; those that no snapshot takes in are not entered, nor are links followed.
    private static IEnumerable<string> ProjectFolders(string root)
    {
        var pending = new Stack<string>([root]);
        while (pending.TryPop(out var folder))
        {
            var hasProject = false;
            IEnumerable<FileSystemInfo> entries;
            try
            {
                entries = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
            }
            catch (UnauthorizedAccessException)
            {
                continue;
            }

            foreach (var entry in entries)
            {
                if (entry is DirectoryInfo directory)
                {
                    if (directory.LinkTarget is null && directory.Name is not ("bin" or "obj" or "node_modules" or ".git" or Workspace.StateDirectoryName))
                    {
                        pending.Push(directory.FullName);
                    }
                }
                else
                {
                    hasProject |= ProjectFiles.Any(pattern => entry.Name.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase));
                }
            }

            if (hasProject)
            {
                var relative = Path.GetRelativePath(root, folder).Replace('\\', '/');
                yield return relative == "." ? "" : $"/{relative}";
            }
        }
    }

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
