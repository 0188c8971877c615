using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Tools;

/// <summary>Says which paths file tools may read and write. Links are resolved first: a path is judged by where it leads.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="forbids">Why a path, relative to the root or absolute, may not be written to; null where it may.</param>
internal sealed class FileGuard(Workspace workspace, Func<string, string?> forbids)
{
    private readonly string _root = LinkResolver.Resolve(workspace.Root);

    /// <summary>Absolute path of a folder that can be read although it lies in <c>.goal</c>: the one with what was too long for an answer. Null for none.</summary>
    public string? ReadableFolder { get; init; }

    /// <summary>Resolves a path for reading.</summary>
    /// <param name="path">As the model gave it: relative to the workspace's root, or absolute.</param>
    /// <returns>Absolute path, links resolved.</returns>
    /// <exception cref="ToolFaultException">It leads out of the repository, or into what is not the project's.</exception>
    public string Readable(string path)
    {
        var full = Resolve(path);
        var relative = Relative(full);
        if (ReadableFolder is { } folder && !IsOutside(Path.GetRelativePath(LinkResolver.Resolve(folder), full).Replace('\\', '/')))
        {
            return full;
        }

        if (IsOutside(relative))
        {
            throw new ToolFaultException($"'{path}' leads out of the repository, to '{full}'; only files in the repository can be read.");
        }

        return relative.Split('/')[0] is Workspace.StateDirectoryName
            ? throw new ToolFaultException($"'{path}' belongs to GoalBuild itself and cannot be read.")
            : full;
    }

    /// <summary>Resolves a path for writing.</summary>
    /// <param name="path">As for <see cref="Readable"/>.</param>
    /// <returns>Absolute path, links resolved.</returns>
    /// <exception cref="ToolFaultException">A constraint forbids it; the message names it with its line in the goal.</exception>
    public string Writable(string path)
    {
        var full = Resolve(path);
        return forbids(full) is { } why ? throw new ToolFaultException(why) : full;
    }

    /// <summary>A path as the model knows it: relative to the workspace's root, with <c>/</c>.</summary>
    /// <param name="full">An absolute path, links resolved.</param>
    public string Relative(string full) => Path.GetRelativePath(_root, full).Replace('\\', '/');

    private string Resolve(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ToolFaultException("The path is empty or holds a NUL; expected a path relative to the repository's root.");
        }

        return LinkResolver.Resolve(Path.GetFullPath(Path.Combine(workspace.Root, path)));
    }

    private static bool IsOutside(string relative) => Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal);
}
