namespace GoalBuild.Verification.Fingerprints;

/// <summary>What a build showed that a clause's projects read; it stands until one of these files says otherwise.</summary>
/// <param name="Folders">Absolute paths of folders all of whose files count: those of the projects, and those that they take files from.</param>
/// <param name="Files">Absolute paths of single files outside the folders, there or not: solutions, imports, linked files.</param>
/// <param name="Restored">Absolute paths of the files that NuGet's restore wrote for the projects.</param>
internal sealed record ProjectInputs(IReadOnlyList<string> Folders, IReadOnlyList<string> Files, IReadOnlyList<string> Restored)
{
    private static readonly HashSet<string> SettingExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".props", ".targets", ".rsp", ".config", ".runsettings", ".testsettings", ".editorconfig", ".globalconfig", ".ruleset", ".snk",
    };

    private static readonly string[] SettingFiles =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Build.rsp", "MSBuild.rsp", "global.json", "nuget.config", "NuGet.Config", "NuGet.config", ".editorconfig", ".globalconfig",
        "xunit.runner.json", "testconfig.json",
    ];

    /// <summary>The files that count now, or null where not all are known.</summary>
    /// <param name="tree">The tree as it is now.</param>
    public SortedSet<string>? FilesNow(TreeState tree)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in Folders)
        {
            if (tree.Below(folder) is not { } below)
            {
                return null;
            }

            files.UnionWith(below);
        }

        AddOutside(tree, files);
        return files;
    }

    /// <summary>The files that count now and that are no files of the tree, or null where not all are known: what a restore wrote, and what lies outside the workspace.</summary>
    /// <param name="tree">The tree as it is now.</param>
    public SortedSet<string>? FilesOutside(TreeState tree)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in Folders.Where(folder => !FindingPath.IsBelow(tree.Root, folder)))
        {
            if (tree.Below(folder) is not { } below)
            {
                return null;
            }

            files.UnionWith(below);
        }

        AddOutside(tree, files);
        files.ExceptWith(tree.Names);
        return files;
    }

    /// <summary>Whether a project reads a file, or would look for it: one that comes or goes while a verification is under way leaves its verdict without a base.</summary>
    /// <param name="path">Absolute path.</param>
    public bool MayRead(string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        return Folders.Any(folder => FindingPath.IsBelow(folder, path) || FindingPath.IsBelow(parent, folder)) || Files.Contains(path, StringComparer.Ordinal);
    }

    private void AddOutside(TreeState tree, SortedSet<string> files)
    {
        files.UnionWith(Files);
        files.UnionWith(Restored);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Folders)
        {
            // MSBuild, NuGet and the compiler look for their settings in every folder above, also where there are none yet.
            for (var above = Path.GetDirectoryName(folder); above is not null && seen.Add(above); above = Path.GetDirectoryName(above))
            {
                AddSettings(above, tree.Root, files);
            }
        }

        files.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config"));
    }

    private static void AddSettings(string folder, string root, SortedSet<string> files)
    {
        foreach (var name in SettingFiles)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                files.Add(path);
            }
        }

        if (!FindingPath.IsBelow(root, folder) || !Directory.Exists(folder))
        {
            return;
        }

        try
        {
            files.UnionWith(Directory.EnumerateFiles(folder).Where(path => SettingExtensions.Contains(Path.GetExtension(path))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Who cannot list the folder finds no settings in it either.
            files.Add(folder);
        }
    }
}
