using GoalBuild.Verification.Constraints;

namespace GoalBuild.Verification.Clauses;

/// <summary>
/// Finds the files of a glob in a workspace: never behind a link that leads out of it, and never in <c>.git</c> or <c>.goal</c>; in a folder
/// that holds what tools make, such as <c>bin</c>, only where the glob says the folder's name. Otherwise what a clause finds would differ
/// before and after a build.
/// </summary>
public static class GlobFiles
{
    private static readonly char[] Wildcards = ['*', '?', '!'];

    /// <summary>The files, ordered by path. A link that leads out of the workspace or nowhere is there like any file, and is marked.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="goalDirectory">Absolute path of the goal's folder.</param>
    /// <param name="glob">Relative to the goal's folder; <c>!</c> in front takes all files but those.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">A folder cannot be listed, or lies behind a link that leads out of the workspace.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be listed.</exception>
    public static IReadOnlyList<GlobEntry> Find(string root, string goalDirectory, string glob, CancellationToken cancellation) =>
        Find(root, goalDirectory, glob, directory => directory.EnumerateFileSystemInfos(), cancellation);

    /// <summary>The same, with another way to list a folder.</summary>
    internal static IReadOnlyList<GlobEntry> Find(
        string root, string goalDirectory, string glob, Func<DirectoryInfo, IEnumerable<FileSystemInfo>> list, CancellationToken cancellation)
    {
        var folder = FindingPath.Of(root, goalDirectory);
        var set = new GlobSet([glob], folder, ignoreCase: !OperatingSystem.IsLinux());
        var found = new List<GlobEntry>();
        var named = glob.TrimStart('!').Split('/', '\\').ToHashSet(StringComparer.Ordinal);
        var start = Path.TrimEndingDirectorySeparator(Path.GetFullPath(StaticPart(glob), goalDirectory));
        var startsOutside = LeadsOut(root, start);

        // A glob that names a link means the link; one with a pattern behind it means what the link leads to.
        if (!Directory.Exists(start) || (startsOutside && glob.IndexOfAny(Wildcards) < 0 && new FileInfo(start).LinkTarget is not null))
        {
            if ((int)new FileInfo(start).Attributes != -1)
            {
                Add(start, startsOutside);
            }
        }
        else if (startsOutside)
        {
            throw new IOException($"'{FindingPath.Of(root, start)}' lies behind a link that leads out of the repository.");
        }
        else
        {
            // A start in an output, which the glob then names, means all that is in it.
            Walk(new DirectoryInfo(start), FindingPath.Of(root, start).Split('/').Any(FolderWalk.IsOutput));
        }

        found.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;

        void Walk(DirectoryInfo directory, bool isInOutput)
        {
            cancellation.ThrowIfCancellationRequested();
            if (directory.Name is ".git" or Workspace.StateDirectoryName)
            {
                return;
            }

            foreach (var entry in list(directory))
            {
                var leadsOut = entry.LinkTarget is not null && LinkLeadsOut(root, entry);
                if (entry is not DirectoryInfo below || leadsOut)
                {
                    Add(entry.FullName, leadsOut);
                }
                else if (below.LinkTarget is null && (isInOutput || !FolderWalk.IsOutput(below.Name) || named.Contains(below.Name)))
                {
                    // A link to a folder inside is not followed: its files are found where they are, and rings end.
                    Walk(below, isInOutput || FolderWalk.IsOutput(below.Name));
                }
            }
        }

        void Add(string path, bool leadsOut)
        {
            if (set.Contains(FindingPath.Of(root, path)))
            {
                found.Add(new GlobEntry(path, leadsOut));
            }
        }
    }

    /// <summary>Whether a path is a link, or lies behind one, that leads out of the workspace or nowhere.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="path">Absolute path below it.</param>
    internal static bool LeadsOut(string root, string path)
    {
        for (FileSystemInfo? entry = new FileInfo(path); entry is not null && entry.FullName.Length > root.Length; entry = Directory.GetParent(entry.FullName))
        {
            if (entry.LinkTarget is not null && LinkLeadsOut(root, entry))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LinkLeadsOut(string root, FileSystemInfo link)
    {
        try
        {
            var target = link.ResolveLinkTarget(returnFinalTarget: true);
            return target is null || !Path.Exists(target.FullName)
                || !FindingPath.IsBelow(LinkResolver.Resolve(root), LinkResolver.Resolve(target.FullName));
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string StaticPart(string glob)
    {
        if (glob.StartsWith('!'))
        {
            return ".";
        }

        var wildcard = glob.IndexOfAny(Wildcards);
        return wildcard < 0 ? glob.TrimEnd('/') : glob[..(glob.LastIndexOf('/', wildcard) + 1)] is { Length: > 0 } part ? part : ".";
    }
}

/// <summary>A file that a glob means.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="LeadsOut">Whether it is a link that leads out of the workspace or nowhere: it is there, and what is behind it is not read.</param>
public readonly record struct GlobEntry(string Path, bool LeadsOut);
