namespace GoalBuild.Verification.Environments;

/// <summary>The program that runs containers on this machine.</summary>
/// <param name="Program">Absolute path of <c>docker</c> or <c>podman</c>.</param>
internal sealed record ContainerEngine(string Program)
{
    private static readonly string[] Names = ["docker", "podman"];

    /// <summary>Whether it is podman, which maps users otherwise.</summary>
    public bool IsPodman => Path.GetFileNameWithoutExtension(Program).Equals("podman", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds it on the <c>PATH</c>, docker before podman; null where there is none. One that lies in the tree is nobody's to rely on.</summary>
    /// <param name="path">The <c>PATH</c>.</param>
    /// <param name="root">Absolute path of the tree.</param>
    public static ContainerEngine? Find(string? path, string root)
    {
        var folders = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(folder => Path.IsPathRooted(folder) && !FindingPath.IsBelow(root, folder)).ToList();
        var files = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name)));
        return files.FirstOrDefault(File.Exists) is { } found ? new ContainerEngine(found) : null;
    }
}
