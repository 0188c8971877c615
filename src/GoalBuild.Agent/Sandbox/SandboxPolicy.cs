using GoalBuild.Agent.Sandbox.Network;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Sandbox;

/// <summary>What commands may reach during one turn.</summary>
internal sealed record SandboxPolicy
{
    /// <summary>The tree: it may be written to, but for what is protected.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Absolute path of a folder for this run alone; it holds the commands' home and temporary files, and whoever made the run removes it.</summary>
    public required string PrivateDirectory { get; init; }

    /// <summary>What of the tree may not be written to.</summary>
    public required ProtectedPaths Protected { get; init; }

    /// <summary>What the goal says of the network; nothing where it says nothing.</summary>
    public NetworkConstraint? Network { get; init; }

    /// <summary>How much of the machine a command may use.</summary>
    public SandboxLimits Limits { get; init; } = new();

    /// <summary>The way to the hosts that the goal names; null where it names none. Whoever made it ends it.</summary>
    public HostProxy? Proxy { get; init; }

    /// <summary>The program that lets commands reach <see cref="Proxy"/> from a sandbox without a network; null where there is none.</summary>
    public RelayProgram? Relay { get; init; }

    /// <summary>Absolute paths that commands see, read-only, although they lie where all else is hidden: the programs that the goal itself names.</summary>
    public IReadOnlyList<string> Visible { get; init; } = [];

    /// <summary>Whether commands reach the network as it is.</summary>
    public bool HasNetwork => Network?.Access == NetworkAccess.On;

    /// <summary>Whether they reach something outside of the machine, by whatever way.</summary>
    public bool ReachesHosts => HasNetwork || Proxy is not null;

    /// <summary>Absolute path of the tree, links resolved.</summary>
    public string Root => LinkResolver.Resolve(Workspace.Root);

    /// <summary>The home folder of the commands.</summary>
    public string Home => Path.Combine(PrivateDirectory, "home");

    /// <summary>The folder for their temporary files.</summary>
    public string Temporary => Path.Combine(PrivateDirectory, "tmp");

    /// <summary>What is said of the network.</summary>
    public string NetworkInWords => Network switch
    {
        { Access: NetworkAccess.On } => "they reach the network",
        { Access: NetworkAccess.Hosts } when Proxy is not null => $"of the network they reach only what '{Network.Description}' names, through a proxy",
        { Access: NetworkAccess.Hosts } => $"they reach no network ('{Network.Description}' needs a proxy, which is not there)",
        _ => "they reach no network",
    };
}
