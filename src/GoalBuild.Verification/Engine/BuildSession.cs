using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Processes;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging;

namespace GoalBuild.Verification.Engine;

/// <summary>What a session is to build.</summary>
/// <param name="ProjectPath">Absolute path of the compiled goal.</param>
/// <param name="Workspace">Absolute path of the workspace's root.</param>
/// <param name="Clauses">The clauses, in the order of the goal.</param>
/// <param name="Restore">Whether their projects are to be restored; where builds show that they should have been, they are.</param>
/// <param name="Results">Absolute path of the folder for evidence.</param>
/// <param name="BinaryLog">Absolute path of the binary log; a further build writes one with its number in its name.</param>
internal sealed record SessionRequest(string ProjectPath, string Workspace, IReadOnlyList<CompiledClause> Clauses, bool Restore, string Results, string BinaryLog)
{
    /// <summary>Paths of the files that changed since the baseline, or null where there is no baseline.</summary>
    public IReadOnlySet<string>? Changes { get; init; }

    /// <summary>The difference since the baseline as a patch, or null where there is no baseline.</summary>
    public Func<CancellationToken, Task<string?>>? Diff { get; init; }

    /// <summary>Asks a model, for clauses that are judged.</summary>
    public Func<string, string, CancellationToken, Task<(string Model, string? Text, string? Problem, long Tokens)>>? Ask { get; init; }

    /// <summary>Whether every clause that is not among these holds, as far as it was asked for: nobody is paid for an opinion while there is work to do.</summary>
    public bool OthersHold { get; init; } = true;

    /// <summary>Names of the clauses that held when they were verified last; the others start before them.</summary>
    public IReadOnlySet<string> Held { get; init; } = new HashSet<string>();

    /// <summary>
    /// Whether few files changed since the last verification, so that most projects are up to date: then a worker node would spend as much on its own start
    /// as it saves, and the first build of a session does without.
    /// </summary>
    public bool ChangesFew { get; init; }

    /// <summary>Test runs that may stand.</summary>
    public required TestRuns Tests { get; init; }
}

/// <summary>What became of one clause.</summary>
/// <param name="Verdict">What its task found; null where it came to nothing.</param>
/// <param name="Log">What the build that it was part of showed.</param>
/// <param name="TimedOut">Whether its time ran out.</param>
internal sealed record ClauseOutcome(Verdict? Verdict, ProjectLog Log, bool TimedOut);

/// <summary>
/// MSBuild in this process. What is worth keeping between two verifications is kept: the code of MSBuild and its tasks, the XML of files that did not
/// change since, worker nodes, and the compiler. Every build evaluates all projects again, so nothing evaluated goes stale.
/// </summary>
/// <remarks>Load this type only after <see cref="SdkLocator.Register"/>.</remarks>
internal sealed class BuildSession : IDisposable
{
    private const string ManagerName = "GoalBuild";

    private readonly string _mark = ProcessTree.NewMark();
    private readonly string _sdk;
    private readonly string[] _outsideCode;

    private BuildManager _manager = new(ManagerName);
    private CompilerServer? _compiler;
    private bool _built;

    /// <summary>Prepares; nothing is started yet.</summary>
    /// <param name="sdk">The SDK's folder.</param>
    public BuildSession(string sdk)
    {
        _sdk = sdk;
        _outsideCode = [Path.GetFullPath(Path.Combine(sdk, "../..")), PackageFolder()];
    }

    /// <summary>Builds the targets of clauses, in parallel where the engine can.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="relay">Told what goes on, from any thread.</param>
    /// <param name="cancellation">Stops everything, then throws.</param>
    /// <returns>What became of each clause, by its target.</returns>
    public async Task<IReadOnlyDictionary<string, ClauseOutcome>> BuildAsync(SessionRequest request, ClauseProgressRelay relay, CancellationToken cancellation)
    {
        using var environment = new HostEnvironment(_mark);

        // A collection takes the environment, which projects see as properties, over when it is made, secrets and all; so it is made anew and here. The XML
        // of files is kept beyond it, and read again when a file changed.
        using var projects = new ProjectCollection(
            globalProperties: null, loggers: null, remoteLoggers: null, ToolsetDefinitionLocations.Default, maxNodeCount: 1,
            onlyLogCriticalEvents: false, loadProjectsReadOnly: true, useAsynchronousLogging: false, reuseProjectRootElementCache: true);
        var outcomes = new Dictionary<string, ClauseOutcome>(StringComparer.Ordinal);
        var next = request;
        for (var attempt = 1; next.Clauses.Count > 0; attempt++)
        {
            using var watch = new ClauseWatch(next.Clauses, relay);
            var log = new ProjectLog(request.Workspace);
            var logger = new ClauseLogger(log, IsOutsideCode, watch.Started, relay.Progress);
            var binaryLog = attempt == 1 ? request.BinaryLog : Path.ChangeExtension(request.BinaryLog, $".{attempt}.binlog");
            var verdicts = await BuildOnceAsync(projects, next with { BinaryLog = binaryLog }, log, logger, watch, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();

            var again = new List<CompiledClause>();
            var unrestored = false;
            foreach (var clause in next.Clauses)
            {
                // What was not restored (the packages folder was emptied, say: nothing that a fingerprint sees) proves nothing. And MSBuild can stop a build only
                // as a whole: when a clause's time runs out, the others that were under way are begun again.
                var timedOut = watch.TimedOut.Contains(clause.Target);
                var lacksRestore = !timedOut && !next.Restore && RestoreTrouble.IsIn(log.Diagnostics(clause));
                unrestored |= lacksRestore;
                outcomes[clause.Target] = new ClauseOutcome(verdicts.GetValueOrDefault(clause.Target), log, timedOut);
                if (lacksRestore || (!timedOut && !watch.Finished.Contains(clause.Target)))
                {
                    again.Add(clause);
                }
            }

            if (watch.TimedOut.Count == 0 && !unrestored)
            {
                break;
            }

            var holds = next.Clauses.Except(again).All(clause => outcomes[clause.Target].Verdict?.Status == VerdictStatus.Holds);
            next = next with { Clauses = again, Restore = next.Restore || unrestored, OthersHold = next.OthersHold && holds };
        }

        return outcomes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _compiler?.Dispose();
        if (!ProcessTree.CanMark)
        {
            // It asks every process that could be a node, half a second long; nodes carry the mark, so that where marks can be found it is not needed.
            _manager.ShutdownAllNodes();
        }

        _manager.Dispose();
        ProcessTree.KillMarked(_mark);
    }

    private async Task<IReadOnlyDictionary<string, Verdict>> BuildOnceAsync(
        ProjectCollection projects, SessionRequest request, ProjectLog log, ClauseLogger logger, ClauseWatch watch, CancellationToken cancellation)
    {
        if (request.Clauses.Any(clause => clause.Projects.Count > 0) && _compiler is not { IsRunning: true })
        {
            _compiler?.Dispose();
            _compiler = new CompilerServer(_sdk);
        }

        var directory = Environment.CurrentDirectory;
        var parameters = new BuildParameters(projects)
        {
            MaxNodeCount = NodesFor(request),
            EnableNodeReuse = true,
            ResetCaches = true,
            ShutdownInProcNodeOnBuildFinish = false,
            Loggers = [logger, new BinaryLogger { Parameters = $"LogFile={request.BinaryLog};ProjectImports=None", Verbosity = LoggerVerbosity.Diagnostic }],
        };
        _manager.BeginBuild(parameters);
        _built = true;
        var stop = new BuildStop(_manager, _mark);
        try
        {
            await using var registration = cancellation.Register(stop.Stop).ConfigureAwait(false);
            watch.OnTimeout = stop.Stop;
            var attempt = new BuildAttempt(_manager, request, log, watch, stop, _compiler);
            await attempt.RunAsync().ConfigureAwait(false);
            return attempt.Verdicts;
        }
        finally
        {
            watch.Dispose();
            var stopped = await stop.CloseAsync().ConfigureAwait(false);
            _manager.EndBuild();
            if (stopped)
            {
                // MSBuild cancels on a thread of its own that nothing can wait for; it must not find the next build.
                _manager.Dispose();
                _manager = new BuildManager(ManagerName);
            }

            Environment.CurrentDirectory = Directory.Exists(directory) ? directory : Path.GetTempPath();
        }
    }

    // Where one restore replaces another, a build in this process goes on with what the SDK's tasks read of the first; in a worker node it reads the second.
    private int NodesFor(SessionRequest request) =>
        request.Clauses.Any(clause => clause.Projects.Count > 0 && clause.Restore is null) ? Math.Max(2, Environment.ProcessorCount)
        : _built || !request.ChangesFew ? Environment.ProcessorCount
        : 1;

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
