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

    /// <summary>The files that count now.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    public SortedSet<string> FilesNow(string root)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in Folders)
        {
            files.UnionWith(TreeWalk.Files(folder, packages: false));
        }

        files.UnionWith(Files);
        files.UnionWith(Restored);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Folders)
        {
            // MSBuild, NuGet and the compiler look for their settings in every folder above, also where there are none yet.
            for (var above = Path.GetDirectoryName(folder); above is not null && seen.Add(above); above = Path.GetDirectoryName(above))
            {
                AddSettings(above, root, files);
            }
        }

        files.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config"));
        return files;
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

        if (folder.StartsWith(root, StringComparison.Ordinal) && Directory.Exists(folder))
        {
            files.UnionWith(Directory.EnumerateFiles(folder).Where(path => SettingExtensions.Contains(Path.GetExtension(path))));
        }
    }
}
