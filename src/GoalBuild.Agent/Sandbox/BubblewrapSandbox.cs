using GoalBuild.Agent.Sandbox.Network;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Sandbox;

/// <summary>
/// Contains commands with bubblewrap: a view of the file system of its own, own process numbers, no capabilities, and no network unless the goal says so.
/// Everything is read-only but the tree and the private folders; what is protected in the tree is mounted read-only over itself.
/// </summary>
internal sealed class BubblewrapSandbox : ICommandSandbox
{
    private const string TemporaryFolder = "/tmp";

    // In the sandbox's own /dev, which is fresh each time: a short path, with nothing of anybody's in the way.
    private const string ProxySocket = "/dev/goal-proxy";
    private static readonly string[] TemporaryFolders = [TemporaryFolder, "/var/tmp"];

    // The kernel's settings belong to root, who needs no capability to write to them: a core_pattern, say, names a program that the kernel runs outside of all
    // this. bubblewrap (0.8) leaves them writable. Nobody else can write to them, and each mount takes time.
    private static readonly string[] KernelFiles = Environment.IsPrivilegedProcess
        ? [.. new[] { "/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/mtrr", "/proc/pressure" }.SelectMany(path => new[] { "--ro-bind-try", path, path })]
        : [];

    private readonly string _program;
    private readonly string[] _mounts;
    private readonly Dictionary<string, string?> _environment;
    private readonly string _rest;
    private readonly SandboxPolicy _policy;
    private readonly RelayProgram? _relay;

    /// <summary>Looks up once what commands see; makes the private folders.</summary>
    /// <param name="program">Absolute path of <c>bwrap</c>.</param>
    /// <param name="policy">What commands may reach.</param>
    /// <param name="host">What they see of the rest of the machine.</param>
    public BubblewrapSandbox(string program, SandboxPolicy policy, HostFolders host)
    {
        _program = program;
        _policy = policy;
        _relay = policy.Proxy is null ? null : policy.Relay;
        PrivateFolders.Make(policy, host.Home);
        _environment = SandboxEnvironment.Create(policy.Root, policy.HasNetwork || _relay is not null);
        _environment["TMPDIR"] = TemporaryFolder;
        _environment["TEMP"] = null;
        _environment["TMP"] = null;
        var (paths, count) = policy.Protected.Find();
        _rest = count > paths.Count ? $" {count - paths.Count} more protected files are guarded by the turn's diff alone." : "";
        _mounts = [.. Mounts(host, paths)];
    }

    /// <inheritdoc/>
    public string Description =>
        $"Commands run in bubblewrap: they write only in the repository and in private folders, not to .git, .goal or protected files; the home folder is hidden from them; {(_policy.Proxy is not null && _relay is null ? "they reach no network (the relay to the proxy is not there)" : _policy.NetworkInWords)}.{_rest}";

    /// <inheritdoc/>
    public bool IsContained => true;

    /// <inheritdoc/>
    public SandboxLimits? Limits => _policy.Limits;

    /// <summary>What any sandbox begins with, one that is only tried out too.</summary>
    /// <param name="hasNetwork">Whether commands reach the network.</param>
    public static IReadOnlyList<string> Begin(bool hasNetwork) =>
    [
        // Root's capabilities, kept, would let a command unmount what protects a file.
        "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", .. hasNetwork ? (string[])[] : ["--unshare-net"],
        "--cap-drop", "ALL", "--die-with-parent", "--new-session", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", .. KernelFiles,
    ];

    /// <inheritdoc/>
    public ProcessRequest Request(string commandLine, string directory, bool takesInput, bool keepsApart = false) =>
        new(_program, [.. Begin(_policy.HasNetwork), .. _mounts, "--chdir", directory, "--", .. Relayed(), .. CommandShell.Arguments(commandLine, takesInput, Limits, keepsApart)])
        {
            WorkingDirectory = directory,
            Environment = _environment,

            // With bubblewrap the kernel ends all that has its process numbers, a moment later; to look for what is left takes longer than most commands.
            KillsLeftovers = false,
        };

    private List<string> Mounts(HostFolders host, IReadOnlyList<string> guarded)
    {
        var root = _policy.Root;
        var hidden = host.Hidden.Where(folder => folder != root && !HostFolders.IsIn(folder, root)).ToList();
        var temporary = TemporaryFolders.Where(folder => Directory.Exists(folder) && folder != root && !HostFolders.IsIn(folder, root)).ToList();
        var hidesHome = host.CanHideHome(root);
        var arguments = new List<string>();
        foreach (var folder in hidden)
        {
            arguments.AddRange(["--tmpfs", folder]);
        }

        foreach (var folder in temporary)
        {
            arguments.AddRange(["--bind", _policy.Temporary, folder]);
        }

        if (hidesHome)
        {
            arguments.AddRange(["--bind", _policy.Home, host.Home]);
        }

        // A restore adds packages only where it can reach a feed; the user's own are for the user's own builds, so the new ones go to the private home.
        var packages = Path.Combine(_policy.Home, "packages");
        if ((_policy.HasNetwork || _relay is not null) && Directory.Exists(host.Packages))
        {
            Directory.CreateDirectory(packages);
            _environment["NUGET_PACKAGES"] = hidesHome ? Path.Combine(host.Home, "packages") : packages;
            _environment["NUGET_FALLBACK_PACKAGES"] = host.Packages;
        }

        foreach (var path in host.Visible([.. hidden, .. temporary, .. hidesHome ? [host.Home] : (string[])[]], [.. GitFolders.Elsewhere(root), .. _policy.Visible]))
        {
            arguments.AddRange(["--ro-bind-try", path, path]);
        }

        arguments.AddRange(["--bind", root, root]);
        foreach (var path in guarded)
        {
            arguments.AddRange(["--ro-bind-try", path, path]);
        }

        if (!hidesHome)
        {
            arguments.AddRange(["--bind", _policy.Home, _policy.Home]);
        }

        if (_relay is not null)
        {
            // The socket of the proxy, and no other: what else listens on this machine stays on the other side.
            var program = Path.GetDirectoryName(_relay.Assembly)!;
            arguments.AddRange(["--ro-bind", program, program, "--ro-bind", _policy.Proxy!.ListenOnSocket(), ProxySocket]);
        }

        _environment["HOME"] = hidesHome ? host.Home : _policy.Home;
        return arguments;
    }

    private IReadOnlyList<string> Relayed() => _relay is null ? [] : _relay.Command(ProxySocket, _policy.Proxy!.Allowed);
}
