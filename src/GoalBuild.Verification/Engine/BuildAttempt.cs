using System.Collections.Concurrent;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using Microsoft.Build.Execution;

namespace GoalBuild.Verification.Engine;

/// <summary>One build of a session: what clauses need is restored and built, then the clauses run.</summary>
/// <param name="manager">Runs it; the build has begun.</param>
/// <param name="request">What to build.</param>
/// <param name="log">What the build has shown.</param>
/// <param name="watch">Watches the clauses' time.</param>
/// <param name="stop">Stops it; nothing more is begun then.</param>
/// <param name="compiler">The compiler's server, or null.</param>
internal sealed class BuildAttempt(BuildManager manager, SessionRequest request, ProjectLog log, ClauseWatch watch, BuildStop stop, CompilerServer? compiler)
{
    private readonly ConcurrentDictionary<string, Verdict> _verdicts = new(StringComparer.Ordinal);
    private string? _restored;

    /// <summary>What the tasks of clauses found, by the clauses' targets; what broke off has none.</summary>
    public IReadOnlyDictionary<string, Verdict> Verdicts => _verdicts;

    /// <summary>Runs it to its end. Where a build shows that it lacks a restore it ends there: no command runs twice.</summary>
    public async Task RunAsync()
    {
        await BuildProjectsAsync().ConfigureAwait(false);
        if (request.Restore || !request.Clauses.Any(clause => RestoreTrouble.IsIn(log.Diagnostics(clause))))
        {
            await RunClausesAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Builds what clauses share, one build after another; commands and tests come after, since they may use what is built, or build themselves. Only the
    /// clauses that wait for a build are charged with its time. Builds that are restored alike stand together, since each restore replaces the last.
    /// </summary>
    private async Task BuildProjectsAsync()
    {
        var builds = request.Clauses.SelectMany(clause => clause.Builds).Distinct()
            .OrderBy(build => build.Restore, StringComparer.Ordinal).ThenBy(build => build.Number).ToList();
        for (var i = 0; i < builds.Count && !stop.IsRequested; i++)
        {
            await RestoreAsync(builds[i].Restore).ConfigureAwait(false);
            var waiting = WaitingFor(builds[i]);
            foreach (var clause in waiting)
            {
                watch.Started(clause.Target);
            }

            await SubmitAsync(Data(GoalCompiler.BuildTarget, new() { ["GoalBuilds"] = MSBuildText.Escape($";{builds[i].Number};"), ["GoalRestore"] = "false" })).ConfigureAwait(false);
            var next = i + 1 < builds.Count ? WaitingFor(builds[i + 1]) : [.. request.Clauses.Where(clause => clause.OutputUse == OutputUse.None), .. Readers().Select(lane => lane[0])];
            foreach (var clause in waiting.Except(next))
            {
                watch.Paused(clause.Target);
            }
        }

        List<CompiledClause> WaitingFor(SharedBuild build) => [.. request.Clauses.Where(clause => clause.Builds.Contains(build))];
    }

    /// <summary>Runs clauses side by side, what held last time begun last, but those of the same tests one after another, those that may write what tests load only once the tests have ended, and one at a time; those that measure time come last.</summary>
    private async Task RunClausesAsync()
    {
        foreach (var clause in request.Clauses.Where(clause => !IsJudged(clause) && clause.OutputUse != OutputUse.MayWrite && clause.Builds.Count == 0))
        {
            // It asks projects for something else than a build, such as what they were restored with.
            await RestoreAsync(clause.Restore).ConfigureAwait(false);
        }

        var uses = request.Clauses.Where(clause => !IsJudged(clause)).ToLookup(clause => clause.OutputUse);
        var lanes = StartOrder.Of(uses[OutputUse.None].Select(clause => (IReadOnlyList<CompiledClause>)[clause]).Concat(Readers()), request.Held)
            .Select(lane => (IsReader: lane[0].OutputUse == OutputUse.Reads, Task: RunAsync(lane))).ToList();
        await Task.WhenAll(lanes.Where(lane => lane.IsReader).Select(lane => lane.Task)).ConfigureAwait(false);
        foreach (var clause in uses[OutputUse.MayWrite])
        {
            if (clause.Builds.Count == 0)
            {
                // It may build its project itself.
                await RestoreAsync(clause.Restore).ConfigureAwait(false);
            }

            await RunAsync(clause).ConfigureAwait(false);
        }

        await Task.WhenAll(lanes.Select(lane => lane.Task)).ConfigureAwait(false);
        foreach (var clause in uses[OutputUse.Alone].Concat(request.Clauses.Where(IsJudged)))
        {
            await RunAsync(clause).ConfigureAwait(false);
        }
    }

    private IReadOnlyList<IReadOnlyList<CompiledClause>> Readers() => TestLanes.Of(request.Clauses.Where(clause => !IsJudged(clause) && clause.OutputUse == OutputUse.Reads));

    private static bool IsJudged(CompiledClause clause) => clause.Context.Clause.Clause is JudgeClause;

    // An opinion is paid for, and says nothing while something else does not hold.
    private Func<string, string, CancellationToken, Task<(string Model, string? Text, string? Problem, long Tokens)>>? AskFor(CompiledClause clause) =>
        !IsJudged(clause) ? null
        : request.OthersHold && request.Clauses.Where(other => !IsJudged(other)).All(other => _verdicts.TryGetValue(other.Target, out var verdict) && verdict.Status == VerdictStatus.Holds) ? request.Ask
        : (_, _, _) => Task.FromResult<(string, string?, string?, long)>(("", null, "It is judged when every other clause holds.", 0));

    private async Task RunAsync(IReadOnlyList<CompiledClause> lane)
    {
        foreach (var clause in lane)
        {
            await RunAsync(clause).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(CompiledClause clause)
    {
        if (stop.IsRequested)
        {
            return;
        }

        watch.Started(clause.Target);
        var data = Data(clause.Target, new() { ["GoalClause"] = MSBuildText.Escape(clause.Target), ["GoalRestore"] = "false" });
        var host = new ClauseHost(request.Changes, request.Tests) { Ask = AskFor(clause), Diff = IsJudged(clause) ? request.Diff : null };
        foreach (var task in clause.Tasks)
        {
            data.HostServices!.RegisterHostObject(request.ProjectPath, clause.Target, task, host);
        }

        await SubmitAsync(data).ConfigureAwait(false);
        if (host.Verdict is { } verdict)
        {
            _verdicts[clause.Target] = verdict;
        }

        watch.Ended(clause.Target);
    }

    private async Task RestoreAsync(string? target)
    {
        if (request.Restore && target is not null && target != _restored && !stop.IsRequested)
        {
            _restored = target;
            await SubmitAsync(Data(target, [])).ConfigureAwait(false);
        }
    }

    private Task<BuildResult> SubmitAsync(BuildRequestData data)
    {
        var done = new TaskCompletionSource<BuildResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        manager.PendBuildRequest(data).ExecuteAsync(submission => done.TrySetResult(submission.BuildResult!), null);
        return done.Task;
    }

    private BuildRequestData Data(string target, Dictionary<string, string?> properties)
    {
        // Tasks of clauses mostly wait for processes of their own and yield meanwhile; worker nodes are for the projects.
        var host = new HostServices();
        host.SetNodeAffinity(request.ProjectPath, NodeAffinity.InProc);
        properties["GoalResults"] = MSBuildText.Escape(request.Results);
        if (compiler is { IsRunning: true })
        {
            properties["UseSharedCompilation"] = "true";
            properties["SharedCompilationId"] = compiler.PipeName;
        }

        return new BuildRequestData(request.ProjectPath, properties, null, [target], host, BuildRequestDataFlags.None);
    }
}
