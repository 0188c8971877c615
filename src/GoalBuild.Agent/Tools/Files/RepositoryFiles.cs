using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools.Files;

/// <summary>
/// The files of a tree that are the project's: what git tracks, and what it neither tracks nor ignores; never what is in <c>.git</c> and <c>.goal</c>, nor the outputs of
/// builds where no .gitignore names them. Outside of a repository git says it all the same, from the private git directory of the snapshots.
/// </summary>
internal static class RepositoryFiles
{
    private static readonly string[] Outputs = ["node_modules", "TestResults", ".vs"];

    /// <summary>The files below a folder, ordered; files that git tracks and that are gone are left out.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="folder">Relative to the tree's root with <c>/</c>; <c>.</c> or empty for all.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>Paths relative to the tree's root, with <c>/</c>.</returns>
    /// <exception cref="ToolFaultException">Git cannot say.</exception>
    public static async Task<IReadOnlyList<string>> OfAsync(Workspace workspace, string folder, CancellationToken cancellation)
    {
        var files = await AllAsync(workspace, cancellation).ConfigureAwait(false);
        var projects = files.Where(file => IsProject(file.Path)).Select(file => file.Path[..(file.Path.LastIndexOf('/') + 1)]).ToHashSet(StringComparer.Ordinal);
        var prefix = folder is "" or "." ? "" : $"{folder.TrimEnd('/')}/";
        return [.. files.Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal) && !IsLeftOut(file, projects)).Select(file => file.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static async Task<List<Listed>> AllAsync(Workspace workspace, CancellationToken cancellation)
    {
        try
        {
            var git = await GitAsync(workspace, cancellation).ConfigureAwait(false);
            var output = await git.RunAsync(["ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"], cancellation).ConfigureAwait(false);
            return await ListAsync(workspace, output.Split('\0', StringSplitOptions.RemoveEmptyEntries), "", cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is GitException or GoalFaultException)
        {
            throw new ToolFaultException($"The files cannot be listed: {exception.Message}");
        }
    }

    private static async Task<GitCommand> GitAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (Path.Exists(Path.Combine(workspace.Root, ".git")))
        {
            return GitCommand.OnUserRepository(workspace.Root);
        }

        var repository = new SnapshotRepository(workspace.StateDirectory);
        await repository.EnsureAsync(cancellation).ConfigureAwait(false);
        // An index that is not there: nothing is tracked.
        return repository.Git(workspace.Root, Path.Combine(repository.Path, "index-of-nothing"));
    }

    private static async Task<List<Listed>> ListAsync(Workspace workspace, IReadOnlyList<string> items, string prefix, CancellationToken cancellation)
    {
        var files = new List<Listed>();
        foreach (var item in items)
        {
            var (path, isTracked) = (prefix + item[2..].TrimEnd('/'), item[0] != '?');
            var full = Path.Combine(workspace.Root, path);
            if (!item.EndsWith('/') && (!isTracked || File.Exists(full) || new FileInfo(full).LinkTarget is not null))
            {
                files.Add(new Listed(path, isTracked));
            }
            else if (Path.Exists(Path.Combine(full, ".git")))
            {
                // A repository of its own: git names the folder.
                var ignored = await SnapshotExcludes.OfUserAsync(GitCommand.OnUserRepository(workspace.Root), workspace.Root, cancellation).ConfigureAwait(false);
                var within = await NestedRepositories.ItemsAsync(new SnapshotRepository(workspace.StateDirectory), full, ignored, cancellation).ConfigureAwait(false);
                files.AddRange(await ListAsync(workspace, within, $"{path}/", cancellation).ConfigureAwait(false));
            }
        }

        return files;
    }

    private static bool IsLeftOut(Listed file, HashSet<string> projects)
    {
        var parts = file.Path.Split('/');
        if (parts[0] == Workspace.StateDirectoryName || parts.Contains(".git", StringComparer.Ordinal))
        {
            return true;
        }

        if (file.IsTracked)
        {
            return false;
        }

        var length = 0;
        foreach (var part in parts.SkipLast(1))
        {
            if (Outputs.Contains(part, StringComparer.Ordinal) || (part is "bin" or "obj" && projects.Contains(file.Path[..length])))
            {
                return true;
            }

            length += part.Length + 1;
        }

        return false;
    }

    private static bool IsProject(string path) => Path.GetExtension(path.AsSpan()) is ".csproj" or ".fsproj" or ".vbproj";

    private readonly record struct Listed(string Path, bool IsTracked);
}
