using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Sandbox.Network;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>
/// Where another agent's program runs for one turn: contained as the commands of a model are. It is one process tree with whatever it starts, so what it
/// needs itself (its endpoint, its key) those can use as well.
/// </summary>
internal sealed class AgentRoom : IAsyncDisposable
{
    private readonly string _root;
    private readonly Dictionary<string, string?> _variables = [];
    private readonly HostProxy? _proxy;

    private AgentRoom(string root, ICommandSandbox sandbox, HostProxy? proxy) => (_root, Sandbox, _proxy) = (root, sandbox, proxy);

    /// <summary>Starts commands.</summary>
    public ICommandSandbox Sandbox { get; }

    /// <summary>What may be reached: what the goal says, and the program's own endpoint.</summary>
    public NetworkConstraint? Network { get; private init; }

    /// <summary>Makes the room of a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="command">The command line, as it stands in the goal.</param>
    /// <param name="privateDirectory">Absolute path of a folder for the step alone.</param>
    /// <param name="mask">Hides secrets.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Language.Diagnostics.GoalFaultException">GOAL0024: containment is required, and there is none.</exception>
    public static async Task<AgentRoom> OpenAsync(Turn turn, string command, string privateDirectory, SecretMask mask, CancellationToken cancellation)
    {
        Func<string, string?> environment = Environment.GetEnvironmentVariable;
        var host = turn.Host!;
        var program = AgentProgram.Of(command);
        var constraints = turn.Goal.Constraints.Concat(host.Phase?.Constraints ?? []);
        var network = Reached(constraints.OfType<NetworkConstraint>().LastOrDefault(), program.Endpoints(environment));
        var proxy = network?.Access == NetworkAccess.Hosts
            ? new HostProxy(new AllowedHosts(network.Hosts.Select(text => text.Value)), refused => host.Notice(mask.Apply(refused)), upstream: HttpClient.DefaultProxy)
            : null;
        var folders = new HostFolders(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), environment);
        var policy = new SandboxPolicy
        {
            Workspace = turn.Workspace,
            PrivateDirectory = privateDirectory,
            Protected = new ProtectedPaths(turn.Workspace, turn.IsProtected),
            Network = network,
            Proxy = proxy,
            Relay = RelayProgram.Find(),
            Visible = AgentCommandLine.ProgramsOf(command, [.. folders.Hidden, folders.Home, "/", "/tmp", "/var/tmp"]),
        };
        var containment = await Containment.FindAsync(cancellation).ConfigureAwait(false);
        var room = new AgentRoom(policy.Root, containment.Create(host.Sandbox, policy), proxy) { Network = network };
        foreach (var (name, value) in program.Secrets(command, environment).Concat(program.Settings))
        {
            room._variables[name] = value;
        }

        if (room.Sandbox.IsContained)
        {
            // By this Claude Code knows that it may go without its own questions although it is root.
            room._variables["IS_SANDBOX"] = "1";
        }

        return room;
    }

    /// <summary>How the program is started.</summary>
    /// <param name="commandLine">The command line for the shell.</param>
    /// <param name="takesInput">Whether it is written to; otherwise its input is empty, and a question of it has its answer at once: nobody is there.</param>
    public ProcessRequest Request(string commandLine, bool takesInput)
    {
        var request = Sandbox.Request(commandLine, _root, takesInput, keepsApart: true);
        return request with { Environment = request.Environment.Concat(_variables).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value) };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _proxy?.DisposeAsync() ?? ValueTask.CompletedTask;

    // A model step reaches its endpoint whatever 'network' says of its commands; so does an agent, and the proxy lets it reach nothing besides.
    private static NetworkConstraint? Reached(NetworkConstraint? said, IReadOnlyList<string> endpoints) =>
        said?.Access == NetworkAccess.On || endpoints.Count == 0 ? said
        : new NetworkConstraint(NetworkAccess.Hosts, [.. (said?.Hosts ?? []).Select(text => text.Value).Concat(endpoints).Distinct(StringComparer.Ordinal).Select(host => new Text(host))]);
}
