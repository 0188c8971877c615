using System.Collections.Concurrent;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Processes;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging;

namespace GoalBuild.Verification.Engine;

/// <summary>What a session is to build.</summary>
/// <param name="ProjectPath">Absolute path of the compiled goal.</param>
/// <param name="Clauses">The clauses, in the order of the goal.</param>
/// <param name="Restore">Whether their projects are to be restored first.</param>
/// <param name="Results">Absolute path of the folder for verdicts.</param>
/// <param name="BinaryLog">Absolute path of the binary log.</param>
internal sealed record SessionRequest(string ProjectPath, IReadOnlyList<CompiledClause> Clauses, bool Restore, string Results, string BinaryLog)
{
    /// <summary>Paths of the files that changed since the baseline, or null where there is no baseline.</summary>
    public IReadOnlySet<string>? Changes { get; init; }
}

/// <summary>What a session's build came to.</summary>
/// <param name="TimedOut">Targets of the clauses whose time ran out.</param>
/// <param name="Verdicts">What the tasks of the other clauses found, by target; what broke off has none.</param>
internal sealed record SessionResult(IReadOnlySet<string> TimedOut, IReadOnlyDictionary<string, Verdict> Verdicts);

/// <summary>
/// MSBuild in this process. What is worth keeping between two verifications is kept: the code of MSBuild and its tasks, the XML of files that did not
/// change since, worker nodes, and the compiler. Every build evaluates all projects again, so nothing evaluated goes stale.
/// </summary>
/// <remarks>Load this type only after <see cref="SdkLocator.Register"/>.</remarks>
internal sealed class BuildSession : IDisposable
{
    private readonly BuildManager _manager = new("GoalBuild");
    private readonly string _mark = ProcessTree.NewMark();
    private readonly string _sdk;
    private readonly string[] _outsideCode;

    private CompilerServer? _compiler;

    /// <summary>Prepares; nothing is started yet.</summary>
    /// <param name="sdk">The SDK's folder.</param>
    public BuildSession(string sdk)
    {
        _sdk = sdk;
        _outsideCode = [Path.GetFullPath(Path.Combine(sdk, "../..")), PackageFolder()];
    }

    /// <summary>Builds the targets of clauses, in parallel where the engine can.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="log">Gets what the build shows of projects.</param>
    /// <param name="relay">Told what goes on, from any thread.</param>
    /// <param name="cancellation">Stops everything, then throws.</param>
    public async Task<SessionResult> BuildAsync(
        SessionRequest request, ProjectLog log, ClauseProgressRelay relay, CancellationToken cancellation)
    {
        using var environment = new HostEnvironment(_mark);

        // A collection takes the environment, which projects see as properties, over when it is made, secrets and all; so it is made anew and here. The XML
        // of files is kept beyond it, and read again when a file changed.
        using var projects = new ProjectCollection(
            globalProperties: null, loggers: null, remoteLoggers: null, ToolsetDefinitionLocations.Default, maxNodeCount: 1,
            onlyLogCriticalEvents: false, loadProjectsReadOnly: true, useAsynchronousLogging: false, reuseProjectRootElementCache: true);
        var timedOut = new HashSet<string>(StringComparer.Ordinal);
        var verdicts = new ConcurrentDictionary<string, Verdict>(StringComparer.Ordinal);
        var left = request.Clauses.ToList();
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            // MSBuild can stop a build only as a whole: when a clause's time runs out, the others that were under way are begun again.
            var watch = new ClauseWatch(left, relay);
            var logger = new ClauseLogger(log, IsOutsideCode, watch.Started, relay.Progress);
            var binaryLog = attempt == 1 ? request.BinaryLog : Path.ChangeExtension(request.BinaryLog, $".{attempt}.binlog");
            await BuildOnceAsync(projects, request with { Clauses = left, Restore = request.Restore && attempt == 1, BinaryLog = binaryLog }, logger, watch, verdicts, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (watch.TimedOut.Count == 0)
            {
                break;
            }

            timedOut.UnionWith(watch.TimedOut);
            left = [.. left.Where(clause => !timedOut.Contains(clause.Target) && !watch.Finished.Contains(clause.Target))];
        }

        return new SessionResult(timedOut, verdicts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _compiler?.Dispose();
        _manager.ShutdownAllNodes();
        _manager.Dispose();
        ProcessTree.KillMarked(_mark);
    }

    private async Task BuildOnceAsync(ProjectCollection projects, SessionRequest request, ClauseLogger logger, ClauseWatch watch, ConcurrentDictionary<string, Verdict> verdicts, CancellationToken cancellation)
    {
        if (request.Clauses.Any(clause => clause.Projects.Count > 0))
        {
            if (_compiler is not { IsRunning: true })
            {
                _compiler?.Dispose();
                _compiler = new CompilerServer(_sdk);
            }
        }

        var directory = Environment.CurrentDirectory;
        var parameters = new BuildParameters(projects)
        {
            MaxNodeCount = Environment.ProcessorCount,
            EnableNodeReuse = true,
            ResetCaches = true,
            ShutdownInProcNodeOnBuildFinish = false,
            Loggers = [logger, new BinaryLogger { Parameters = $"LogFile={request.BinaryLog};ProjectImports=None", Verbosity = LoggerVerbosity.Diagnostic }],
        };
        _manager.BeginBuild(parameters);
        try
        {
            await using var stop = cancellation.Register(Stop).ConfigureAwait(false);
            watch.OnTimeout = Stop;
            if (request.Restore)
            {
                await SubmitAsync(Data(request, GoalCompiler.RestoreTarget, new() { ["GoalResults"] = MSBuildText.Escape(request.Results) })).ConfigureAwait(false);
            }

            await BuildProjectsAsync(request, watch).ConfigureAwait(false);

            await RunClausesAsync(request, watch, verdicts).ConfigureAwait(false);
        }
        finally
        {
            watch.Dispose();
            _manager.EndBuild();
            Environment.CurrentDirectory = Directory.Exists(directory) ? directory : Path.GetTempPath();
        }
    }

    /// <summary>Builds what clauses share; commands and tests come after, since they may use what is built, or build themselves.</summary>
    private async Task BuildProjectsAsync(SessionRequest request, ClauseWatch watch)
    {
        var builds = request.Clauses.SelectMany(clause => clause.Builds).Distinct().Order().ToList();
        if (builds.Count == 0)
        {
            return;
        }

        var waiting = request.Clauses.Where(clause => clause.Builds.Count > 0).ToList();
        foreach (var clause in waiting)
        {
            watch.Started(clause.Target);
        }

        await SubmitAsync(Data(request, GoalCompiler.BuildTarget, new()
        {
            ["GoalBuilds"] = MSBuildText.Escape($";{string.Join(';', builds)};"),
            ["GoalRestore"] = "false",
        })).ConfigureAwait(false);
        foreach (var clause in waiting.Where(clause => clause.OutputUse == OutputUse.MayWrite))
        {
            watch.Paused(clause.Target);
        }
    }

    /// <summary>Runs clauses side by side, but those that may write what tests load only once the tests have ended, and one at a time.</summary>
    private async Task RunClausesAsync(SessionRequest request, ClauseWatch watch, ConcurrentDictionary<string, Verdict> verdicts)
    {
        var uses = request.Clauses.ToLookup(clause => clause.OutputUse);
        var sources = Task.WhenAll(uses[OutputUse.None].Select(RunAsync));
        await Task.WhenAll(uses[OutputUse.Reads].Select(RunAsync)).ConfigureAwait(false);
        foreach (var clause in uses[OutputUse.MayWrite])
        {
            await RunAsync(clause).ConfigureAwait(false);
        }

        await sources.ConfigureAwait(false);

        async Task RunAsync(CompiledClause clause)
        {
            watch.Started(clause.Target);
            var data = Data(request, clause.Target, Properties(request, clause));
            var host = new ClauseHost(request.Changes);
            foreach (var task in clause.Tasks)
            {
                data.HostServices!.RegisterHostObject(request.ProjectPath, clause.Target, task, host);
            }

            await SubmitAsync(data).ConfigureAwait(false);
            if (host.Verdict is { } verdict)
            {
                verdicts[clause.Target] = verdict;
            }

            watch.Ended(clause.Target);
        }
    }

    /// <summary>Stops the build, and at once what its tools have started: MSBuild gives them seconds to end by themselves.</summary>
    private void Stop()
    {
        // On another thread: called under MSBuild's locks it would wait for itself.
        _ = Task.Run(() =>
        {
            _manager.CancelAllSubmissions();
            ProcessTree.KillMarked(_mark);
        });
    }

    private Task<BuildResult> SubmitAsync(BuildRequestData data)
    {
        var done = new TaskCompletionSource<BuildResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _manager.PendBuildRequest(data).ExecuteAsync(submission => done.TrySetResult(submission.BuildResult!), null);
        return done.Task;
    }

    private BuildRequestData Data(SessionRequest request, string target, Dictionary<string, string?> properties)
    {
        // Tasks of clauses mostly wait for processes of their own and yield meanwhile; worker nodes are for the projects.
        var host = new HostServices();
        host.SetNodeAffinity(request.ProjectPath, NodeAffinity.InProc);
        if (_compiler is { IsRunning: true } compiler)
        {
            properties["UseSharedCompilation"] = "true";
            properties["SharedCompilationId"] = compiler.PipeName;
        }

        return new BuildRequestData(request.ProjectPath, properties, null, [target], host, BuildRequestDataFlags.None);
    }

    private static Dictionary<string, string?> Properties(SessionRequest request, CompiledClause clause) => new()
    {
        ["GoalClause"] = MSBuildText.Escape(clause.Target),
        ["GoalRestore"] = "false",
        ["GoalResults"] = MSBuildText.Escape(request.Results),
    };

    /// <summary>Whether a file belongs to the SDK or to a package: it cannot change without the SDK's version or the restored assets changing.</summary>
    private bool IsOutsideCode(string path) => Array.Exists(_outsideCode, folder => FindingPath.IsBelow(folder, path));

    private static string PackageFolder()
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        return Path.GetFullPath(string.IsNullOrEmpty(folder)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")
            : folder) + Path.DirectorySeparatorChar;
    }
}
