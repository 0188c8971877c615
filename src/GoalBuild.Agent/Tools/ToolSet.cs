using GoalBuild.Agent.Code;
using GoalBuild.Agent.Code.References;
using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Sandbox.Network;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tools;

/// <summary>The tools of one model in one run, with what they keep from turn to turn: commands that run, the plan, what is known of the code.</summary>
internal sealed class ToolSet : IAsyncDisposable
{
    private readonly SecretMask _mask;
    private readonly Containment _containment;
    private readonly string _privateDirectory;
    private readonly CodeIndex _code;
    private readonly ReferenceFinder _references;
    private readonly GoalPage _page;
    private readonly Dictionary<NetworkConstraint, HostProxy> _proxies = [];
    private ToolContext _context;
    private ToolTable _table;
    private Func<Action<IReadOnlyList<EditIntent>>, FileEdits> _edits = _ => throw new InvalidOperationException("No turn was begun.");

    private ToolSet(SecretMask mask, Containment containment, Turn turn)
    {
        var host = turn.Host!;
        (_mask, _containment) = (mask, containment);
        _privateDirectory = PrivateFolders.Of(turn.Workspace, host.Run);
        OutputDirectory = Path.Combine(host.EvidenceDirectory, "output");
        _code = new CodeIndex(turn.Workspace, host.Clock);
        _references = new ReferenceFinder(turn.Workspace, host.Clock);
        _page = new GoalPage(turn.Workspace, host.Source, turn.Goal.Name.Value);
        Memory = new Memory(turn.Workspace.StateDirectory, mask, host.Clock);
        (_table, _context) = (new ToolTable([]), ContextOf(turn, (_, _) => Task.FromResult("")));
    }

    /// <summary>Absolute path of the folder that keeps what is too long for an answer.</summary>
    public string OutputDirectory { get; }

    /// <summary>The commands that run.</summary>
    public CommandJobs Jobs { get; } = new();

    /// <summary>What was learnt of the repository.</summary>
    public Memory Memory { get; }

    /// <summary>The model's plan.</summary>
    public Plan Plan { get; } = new();

    /// <summary>What is known of the code.</summary>
    public CodeIndex Code => _code;

    /// <summary>The tools of the turn that <see cref="Begin"/> began.</summary>
    public ToolTable Table => _table;

    /// <summary>What a command can and cannot reach in that turn, in words.</summary>
    public string ContainmentInWords { get; private set; } = "";

    /// <summary>The goal as it stands on the disk now.</summary>
    public GoalText Goal() => _page.Read();

    /// <summary>Makes the tools of a run.</summary>
    /// <param name="turn">The first turn that they are for.</param>
    /// <param name="mask">Hides secrets.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ToolSet> CreateAsync(Turn turn, SecretMask mask, CancellationToken cancellation)
    {
        var containment = await Containment.FindAsync(cancellation).ConfigureAwait(false);
        return new ToolSet(mask, containment, turn);
    }

    /// <summary>Begins a turn: what may change, and what commands may do, is what the turn's part of the run says.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="verify">Verifies clauses, and says in words what was found.</param>
    public void Begin(Turn turn, Func<IReadOnlyList<string>?, CancellationToken, Task<string>> verify)
    {
        var host = turn.Host!;
        var constraints = turn.Goal.Constraints.Concat(host.Phase?.Constraints ?? []).ToList();
        var network = constraints.OfType<NetworkConstraint>().LastOrDefault();
        var policy = new SandboxPolicy
        {
            Workspace = turn.Workspace,
            PrivateDirectory = _privateDirectory,
            Protected = new ProtectedPaths(turn.Workspace, turn.IsProtected),
            Network = network,
            Proxy = ProxyFor(network, host),
            Relay = RelayProgram.Find(),
        };
        var sandbox = _containment.Create(host.Sandbox, policy);
        if (ContainmentInWords.Length == 0)
        {
            host.Notice(sandbox.Description);
        }

        ContainmentInWords = sandbox.Description;
        var rules = new CommandRules([.. constraints.OfType<CommandConstraint>()], constraint => host.Source.PositionOf(constraint.Span.Start).Line);
        _context = ContextOf(turn, verify);
        _edits = announce => Edits(turn, announce);
        _table = new ToolTable(
        [
            new ReadFileTool(),
            new ListFilesTool(),
            new SearchTextTool(),
            new OutlineTool(_code),
            new FindSymbolTool(_code),
            new FindReferencesTool(_code, _references),
            new ApplyPatchTool(),
            new EditFileTool(),
            new RunCommandTool(sandbox, Jobs, rules, _mask.Apply),
            new VerifyTool(),
            new UpdatePlanTool(Plan),
            new RememberTool(Memory),
            new ReportBlockedTool(Goal),
        ], _mask);
    }

    /// <summary>Finds the plan again that calls of an earlier process have made.</summary>
    /// <param name="calls">The arguments of the calls, oldest first.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RestorePlanAsync(IReadOnlyList<string> calls, CancellationToken cancellation)
    {
        var table = new ToolTable([new UpdatePlanTool(Plan)], _mask);
        foreach (var call in calls)
        {
            await table.CallAsync("update_plan", call, _context, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What the tools of the turn work with, for one call.</summary>
    /// <param name="announce">Writes down what the call is about to write.</param>
    public ToolContext Context(Action<IReadOnlyList<EditIntent>> announce) => _context with { Edits = _edits(announce) };

    /// <summary>A path as the model is to name it.</summary>
    /// <param name="path">An absolute path.</param>
    public string NameOf(string path) => _context.Files.Relative(path);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync().ConfigureAwait(false);
        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync().ConfigureAwait(false);
        }

        _references.Dispose();
        _code.Dispose();
        try
        {
            if (Directory.Exists(_privateDirectory))
            {
                Directory.Delete(_privateDirectory, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A home and temporary files of commands that have ended: they cost space, and no more.
        }
    }

    // Commands of an earlier turn may still run, and with them goes the proxy that they were given.
    private HostProxy? ProxyFor(NetworkConstraint? network, ITurnHost host)
    {
        if (network?.Access != NetworkAccess.Hosts)
        {
            return null;
        }

        if (!_proxies.TryGetValue(network, out var proxy))
        {
            _proxies[network] = proxy = new HostProxy(new AllowedHosts(network.Hosts.Select(text => text.Value)), refused => host.Notice(_mask.Apply(refused)), upstream: HttpClient.DefaultProxy);
        }

        return proxy;
    }

    private ToolContext ContextOf(Turn turn, Func<IReadOnlyList<string>?, CancellationToken, Task<string>> verify) => new()
    {
        Workspace = turn.Workspace,
        GoalDirectory = turn.GoalDirectory,
        Files = new FileGuard(turn.Workspace, turn.Forbids) { ReadableFolder = OutputDirectory },
        Edits = Edits(turn, _ => { }),
        OutputDirectory = OutputDirectory,
        Clauses = turn.Host!.Clauses,
        Verify = verify,
        Progress = turn.Progress,
        Clock = turn.Host.Clock,
    };

    private static FileEdits Edits(Turn turn, Action<IReadOnlyList<EditIntent>> announce) =>
        new(LinkResolver.Resolve(turn.Workspace.Root), Path.Combine(turn.Workspace.StateDirectory, "tmp", "edits"), announce);
}
