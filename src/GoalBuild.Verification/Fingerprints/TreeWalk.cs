namespace GoalBuild.Verification.Fingerprints;

/// <summary>Finds the files of a folder that a person or an executor writes: not what builds, package managers, git and GoalBuild put there.</summary>
internal static class TreeWalk
{
    /// <summary>Most files that are listed behind links that lead out of the folder; one to the root of the system would list all of it.</summary>
    public const int MostLinked = 20_000;

    /// <summary>Folders by these names are left out where they are real output; files in them that git tracks are not.</summary>
    public static readonly IReadOnlyList<string> OutputNames = ["bin", "obj", "TestResults", "node_modules", ".vs"];

    /// <summary>What npm installed, in one file.</summary>
    private const string InstalledPackages = ".package-lock.json";

    /// <summary>Lists the files, ordered. Links are among them, and so is what is in the folders that they lead to, under the link's path.</summary>
    /// <param name="folder">Absolute path; a folder that does not exist has no files.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="mostLinked">Most files behind links.</param>
    public static TreeListing Files(string folder, CancellationToken cancellation, int mostLinked = MostLinked)
    {
        var files = new List<string>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        var rings = new List<string>();
        var linked = 0;
        Walk(new DirectoryInfo(folder), Constraints.LinkResolver.Resolve(folder), isLinked: false);
        files.Sort(StringComparer.Ordinal);
        for (var i = files.Count - 1; i > 0; i--)
        {
            // A link that cannot be followed stands there as the link and as what cannot be listed.
            if (files[i] == files[i - 1])
            {
                files.RemoveAt(i);
            }
        }

        return new TreeListing(files, rings, linked <= mostLinked);

        void Walk(DirectoryInfo directory, string real, bool isLinked)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!open.Add(real))
            {
                rings.Add(directory.FullName);
                return;
            }

            try
            {
                var entries = directory.GetFileSystemInfos();
                var hasProject = entries.Any(IsProject);
                var hasSolution = entries.Any(entry => Compilation.ProjectFile.IsSolution(entry.Name));
                foreach (var entry in entries)
                {
                    if (isLinked && ++linked > mostLinked)
                    {
                        break;
                    }

                    if (entry is not DirectoryInfo below)
                    {
                        files.Add(entry.FullName);
                    }
                    else if (below.LinkTarget is not null)
                    {
                        files.Add(below.FullName);
                        if (below.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target)
                        {
                            Walk(below, Constraints.LinkResolver.Resolve(target.FullName), isLinked: true);
                        }
                    }
                    else if (!IsLeftOut(below, hasProject, hasSolution))
                    {
                        Walk(below, Path.Combine(real, below.Name), isLinked);
                    }
                    else if (below.Name == "node_modules")
                    {
                        files.Add(Path.Combine(below.FullName, InstalledPackages));
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What cannot be listed is not read by a clause either; that it is there counts.
                files.Add(directory.FullName);
            }

            open.Remove(real);
        }
    }

    /// <summary>
    /// Whether nothing in a folder was written by hand. Builds write <c>bin</c> and <c>obj</c> beside the project, or in <c>artifacts</c> beside Directory.Build.props;
    /// a folder of such a name anywhere else is a folder of sources like any other.
    /// </summary>
    private static bool IsLeftOut(DirectoryInfo folder, bool besideProject, bool besideSolution) => folder.Name switch
    {
        ".git" or Workspace.StateDirectoryName or "node_modules" or ".vs" => true,
        _ when !OutputNames.Contains(folder.Name, StringComparer.OrdinalIgnoreCase) => false,
        _ when besideSolution && folder.Name == "TestResults" => true,
        _ => besideProject || (folder.Parent is { Name: "artifacts", Parent: { } above } && File.Exists(Path.Combine(above.FullName, "Directory.Build.props"))),
    };

    private static bool IsProject(FileSystemInfo entry) => entry is FileInfo && entry.Extension.EndsWith("proj", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The files of a folder.</summary>
/// <param name="Files">Absolute paths, ordered.</param>
/// <param name="Rings">Links back to a folder that they lie in, which are not followed again.</param>
/// <param name="IsWhole">Whether all are listed: where links lead to more than <see cref="TreeWalk.MostLinked"/> files, they are not.</param>
internal sealed record TreeListing(IReadOnlyList<string> Files, IReadOnlyList<string> Rings, bool IsWhole);
