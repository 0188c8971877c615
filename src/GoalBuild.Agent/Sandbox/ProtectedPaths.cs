using System.Collections.Concurrent;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Sandbox;

/// <summary>
/// The protected files of a tree, as few paths as will do: a folder in which everything is protected, what is not there yet included, stands for its files.
/// What is protected and not there yet cannot be guarded beforehand; the turn's diff sees it.
/// </summary>
/// <param name="workspace">The tree.</param>
/// <param name="isProtected">Whether a path, relative to the root, may not be changed; always the same for the same path. <c>only</c> is not meant: builds write outside of it.</param>
internal sealed class ProtectedPaths(Workspace workspace, Func<string, bool> isProtected)
{
    /// <summary>Most paths that are guarded beforehand. Each costs a command a quarter of a millisecond at its start and more as they grow (300: a third of a second, bubblewrap 0.8).</summary>
    public const int Most = 200;

    // No rule names such a file, so only one that is about all of a folder speaks of it.
    private const string AnyName = "goalbuild-any-name";

    private static readonly string[] ProjectFiles = ["*.csproj", "*.fsproj", "*.vbproj", "*.proj", "*.sln", "*.slnx", "package.json", "Cargo.toml", "go.mod", "pom.xml", "pyproject.toml", "build.gradle*"];

    // Rules match dozens of globs; a path is asked about once in a run.
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly string _root = LinkResolver.Resolve(workspace.Root);

    /// <summary>Whether a path is protected.</summary>
    /// <param name="path">Relative to the root, with <c>/</c>.</param>
    public bool Contains(string path) => _known.GetOrAdd(path, isProtected);

    /// <summary>Looks the paths up in the tree as it is.</summary>
    /// <returns>Absolute paths of what exists, links resolved, those nearest to the root first; and how many there would be without <see cref="Most"/>.</returns>
    public (IReadOnlyList<string> Paths, int Count) Find()
    {
        var found = new List<string>();
        foreach (var name in new[] { ".git", Workspace.StateDirectoryName }.Select(name => Path.Combine(_root, name)).Where(Path.Exists))
        {
            found.Add(name);
        }

        Walk(new DirectoryInfo(_root), found);
        var all = found.Select(Resolved).OfType<string>().Distinct(StringComparer.Ordinal).OrderBy(path => path.Count(character => character == '/')).ToList();
        return ([.. all.Take(Most)], all.Count);
    }

    /// <summary>Adds what is protected in a folder.</summary>
    /// <returns>Whether the whole of it is, so that it can stand for what is in it.</returns>
    private bool Walk(DirectoryInfo folder, List<string> found)
    {
        var own = new List<string>();
        var whole = folder.FullName != _root && Contains(Relative(Path.Combine(folder.FullName, AnyName))) && !MakesOutputs(folder);
        foreach (var entry in Entries(folder))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner && inner.Name != ".git")
            {
                // Outputs are made anew by every build; what is protected among them is the verification's own concern.
                whole &= !FolderWalk.IsOutput(inner.Name) && Walk(inner, own);
            }
            else if (Contains(Relative(entry.FullName)))
            {
                own.Add(entry.FullName);
            }
            else
            {
                whole = false;
            }
        }

        if (whole)
        {
            found.Add(folder.FullName);
        }
        else
        {
            found.AddRange(own);
        }

        return whole;
    }

    private static bool MakesOutputs(DirectoryInfo folder)
    {
        try
        {
            return ProjectFiles.Any(pattern => folder.EnumerateFiles(pattern).Any());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Where a path leads; null where that is outside of the tree, which is read-only as it is, or nowhere.</summary>
    private string? Resolved(string path)
    {
        var target = LinkResolver.Resolve(path);
        return Path.Exists(target) && target.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? target : null;
    }

    private string Relative(string path) => Path.GetRelativePath(_root, path).Replace('\\', '/');
}
