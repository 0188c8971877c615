using GoalBuild.Verification.Constraints;

namespace GoalBuild.Verification.Clauses;

/// <summary>Finds the files of a glob in a workspace: never through a link that leads out of it, and never in <c>.git</c> or <c>.goal</c>.</summary>
public static class GlobFiles
{
    private static readonly char[] Wildcards = ['*', '?', '!'];

    /// <summary>Absolute paths of the files, ordered.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="goalDirectory">Absolute path of the goal's folder.</param>
    /// <param name="glob">Relative to the goal's folder; <c>!</c> in front takes all files but those.</param>
    /// <param name="cancellation">Gives up.</param>
    public static IReadOnlyList<string> Find(string root, string goalDirectory, string glob, CancellationToken cancellation)
    {
        var folder = FindingPath.Of(root, goalDirectory);
        var set = new GlobSet([glob], folder, ignoreCase: !OperatingSystem.IsLinux());
        var found = new List<string>();
        var start = Path.GetFullPath(StaticPart(glob), goalDirectory);
        if (File.Exists(start))
        {
            Add(start);
        }
        else if (Directory.Exists(start))
        {
            Walk(new DirectoryInfo(start));
        }

        found.Sort(StringComparer.Ordinal);
        return found;

        void Walk(DirectoryInfo directory)
        {
            cancellation.ThrowIfCancellationRequested();
            if (directory.Name is ".git" or Workspace.StateDirectoryName || LeadsOut(root, directory))
            {
                return;
            }

            foreach (var entry in directory.EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo below)
                {
                    // A link to a folder inside is not followed either: its files are found where they are, and rings end.
                    if (below.LinkTarget is null)
                    {
                        Walk(below);
                    }
                }
                else
                {
                    Add(entry.FullName);
                }
            }
        }

        void Add(string path)
        {
            if (set.Contains(FindingPath.Of(root, path)) && !LeadsOut(root, new FileInfo(path)))
            {
                found.Add(path);
            }
        }
    }

    /// <summary>Whether an entry is a link, or lies behind one, that leads out of the workspace or nowhere.</summary>
    private static bool LeadsOut(string root, FileSystemInfo entry)
    {
        for (var path = entry; path is not null && path.FullName.Length > root.Length; path = Directory.GetParent(path.FullName))
        {
            if (path.LinkTarget is not null)
            {
                try
                {
                    var target = path.ResolveLinkTarget(returnFinalTarget: true);
                    if (target is null || !target.Exists || FindingPath.Of(root, target.FullName) == target.FullName)
                    {
                        return true;
                    }
                }
                catch (IOException)
                {
                    return true;
                }
            }
        }

        return false;
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
