using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Sandbox;

/// <summary>
/// What commands see of the folders that hide secrets (homes, <c>/run</c> with its sockets, shared temporary folders): nothing but the tools
/// that they need, read-only. What is named here was looked up where each tool keeps its programs, and never its sign-ins.
/// </summary>
/// <param name="home">Absolute path of the user's home folder.</param>
/// <param name="variable">Gives an environment variable, or null.</param>
internal sealed class HostFolders(string home, Func<string, string?> variable)
{
    // Toolchains and their packages below a home folder. Not ".cargo", ".npm", ".m2" or ".gradle" as a whole: they hold tokens beside packages.
    private static readonly string[] Tools =
    [
        ".dotnet", ".nuget/packages", ".nvm/versions", ".volta/bin", ".volta/tools", ".fnm", ".local/share/fnm", ".local/share/mise", ".asdf", ".pyenv", ".rustup",
        ".cargo/bin", ".cargo/registry", ".sdkman/candidates", ".m2/repository", "go/pkg", "go/bin", ".local/bin", ".local/lib", ".local/pipx", ".local/share/pipx", ".local/share/uv", ".bun/bin", ".deno/bin",
    ];

    // NixOS has its programs below /run; the others say how names are resolved, for commands that reach the network.
    private static readonly string[] Runtime =
        ["/run/current-system", "/run/booted-system", "/run/wrappers", "/run/opengl-driver", "/run/systemd/resolve", "/run/NetworkManager/resolv.conf", "/run/resolvconf"];

    // Sockets of those who act for the user, and the homes of others: root may read those.
    private static readonly string[] Shared = ["/run", "/root", "/home"];

    // Folders that stand for all of a home: what else is in them is nobody's to see.
    private static readonly string[] Folders = ["bin", "sbin", "shims", "libexec"];

    /// <summary>The user's home folder, links resolved.</summary>
    public string Home { get; } = LinkResolver.Resolve(home);

    /// <summary>Where packages of NuGet are kept on this machine.</summary>
    public string Packages => variable("NUGET_PACKAGES") is { Length: > 0 } set ? set : Path.Combine(Home, ".nuget", "packages");

    /// <summary>The folders that are hidden, but for the user's home and the temporary ones, which private ones take the place of.</summary>
    public IReadOnlyList<string> Hidden => [.. Shared.Where(folder => Directory.Exists(folder) && new FileInfo(folder).LinkTarget is null && folder != Home && !IsIn(Home, folder))];

    /// <summary>Whether the home folder can be hidden: not where it holds the whole system or is part of the tree itself.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    public bool CanHideHome(string root) => Directory.Exists(Home) && Home != "/" && Home != root && !IsIn(Home, root);

    /// <summary>What has to stay visible below the folders.</summary>
    /// <param name="covered">Absolute paths of the folders whose content is hidden.</param>
    /// <param name="needed">Absolute paths that are needed besides the tools: git's own folder of a worktree, say.</param>
    public IReadOnlyList<string> Visible(IReadOnlyList<string> covered, IEnumerable<string> needed)
    {
        var found = needed
            .Concat(Tools.Select(tool => Path.Combine(Home, tool)))
            .Concat(Runtime)
            .Concat(new[] { Packages, variable("DOTNET_ROOT"), DotnetFolder(), variable("NVM_BIN") }.OfType<string>())
            .Concat((variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).SelectMany(ProgramFolder))
            .Where(path => Path.IsPathRooted(path) && Path.Exists(path))
            .Select(LinkResolver.Resolve)
            .Where(path => covered.Any(folder => IsIn(path, folder)) && Path.Exists(path))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return [.. found.Where(path => !found.Any(other => IsIn(path, other)))];
    }

    /// <summary>Whether a path lies below a folder.</summary>
    /// <param name="path">Absolute, links resolved.</param>
    /// <param name="folder">Absolute, links resolved.</param>
    public static bool IsIn(string path, string folder) => path.StartsWith(folder == "/" ? "/" : folder + "/", StringComparison.Ordinal);

    /// <summary>A folder of programs, with the rest of what is installed beside it. A home itself, or a hidden folder of one such as <c>.cargo</c>, is no installation.</summary>
    private IEnumerable<string> ProgramFolder(string path)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path));
        return parent is not null && Folders.Contains(Path.GetFileName(Path.TrimEndingDirectorySeparator(path))) && IsIn(parent, Home) && !Path.GetFileName(parent).StartsWith('.')
            ? [path, parent]
            : path == Home ? [] : [path];
    }

    private string? DotnetFolder() => (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "dotnet"))
        .Where(File.Exists)
        .Select(program => Path.GetDirectoryName(LinkResolver.Resolve(program)))
        .FirstOrDefault();
}
