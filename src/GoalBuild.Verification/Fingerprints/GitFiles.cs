using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>What git says of a work tree: which files it tracks where builds usually write, and which files of its own a command that asks git would read.</summary>
internal static class GitFiles
{
    private const string Link = "gitdir: ", Reference = "ref: ";

    // A hook, or whoever starts us, may have pointed git at another tree.
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["GIT_INDEX_FILE"] = null,
        ["GIT_OPTIONAL_LOCKS"] = "0",
    };

    /// <summary>Absolute paths of the files that git tracks in folders that <see cref="TreeWalk"/> may leave out: someone keeps them, so no build made them.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>None where the workspace is no work tree, or git does not answer.</returns>
    public static async Task<IReadOnlyList<string>> TrackedOutputsAsync(string root, CancellationToken cancellation)
    {
        if (!Path.Exists(Path.Combine(root, ".git")))
        {
            return [];
        }

        string[] arguments = ["-c", "core.fsmonitor=false", "ls-files", "-z", "--", .. TreeWalk.OutputNames.Select(name => $":(icase,glob)**/{name}/**")];
        try
        {
            var result = await ProcessRunner.RunAsync(
                new ProcessRequest("git", arguments) { WorkingDirectory = root, Environment = Environment, KillsLeftovers = false, Timeout = TimeSpan.FromSeconds(30) },
                cancellation).ConfigureAwait(false);
            return result is { ExitCode: 0, TimedOut: false, StandardOutput.IsWhole: true }
                ? [.. result.StandardOutput.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetFullPath(path, root))]
                : [];
        }
        catch (CommandNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Absolute paths of HEAD, of what it refers to, and of the index; none where the workspace is no work tree.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    public static IReadOnlyList<string> Of(string root)
    {
        var git = Path.Combine(root, ".git");
        try
        {
            if (File.Exists(git) && File.ReadAllText(git).TrimEnd() is { } text && text.StartsWith(Link, StringComparison.Ordinal))
            {
                git = Path.GetFullPath(text[Link.Length..], root);
            }

            var head = Path.Combine(git, "HEAD");
            if (!File.Exists(head))
            {
                return [];
            }

            var files = new List<string> { head, Path.Combine(git, "index") };
            if (File.ReadAllText(head).TrimEnd() is { } reference && reference.StartsWith(Reference, StringComparison.Ordinal))
            {
                // A linked work tree keeps its references where the main one does.
                var common = Path.Combine(git, "commondir");
                var store = File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).TrimEnd(), git) : git;
                files.Add(Path.Combine(store, reference[Reference.Length..]));
                files.Add(Path.Combine(store, "packed-refs"));
            }

            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [git];
        }
    }
}
