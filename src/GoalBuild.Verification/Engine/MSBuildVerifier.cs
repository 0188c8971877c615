using System.Diagnostics;
using System.Runtime.CompilerServices;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Judging;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// Verifies goals with MSBuild in this process. Keep one for a whole run: the second verification is faster than the first. It verifies one goal at a time.
/// </summary>
/// <param name="time">The clock of verdicts.</param>
public sealed class MSBuildVerifier(TimeProvider time) : IVerifier, IDisposable
{
    /// <summary>
    /// One MSBuild in a process can build once at a time, and while it does the process has another environment (<see cref="HostEnvironment"/>). Whoever
    /// evaluates or builds projects while a verification may be under way holds this.
    /// </summary>
    internal static SemaphoreSlim OneAtATime { get; } = new(1, 1);

    // As it is before MSBuild is loaded, which sets variables of its own.
    private readonly string _environment = HostFingerprint.Environment();

    private BuildSession? _session;

    /// <inheritdoc/>
    /// <exception cref="GoalBuild.Language.Diagnostics.GoalFaultException">No .NET SDK was found.</exception>
    public async Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
    {
        var result = await VerifyClausesAsync(request, progress, cancellation).ConfigureAwait(false);
        if (request.Constraints.Count == 0 || !result.AllHold)
        {
            return result;
        }

        // Until the clauses hold there may be nothing to judge: the tree does not build.
        var baseline = request.Baseline is not null && request.Constraints.Any(constraint => constraint is KeepApiConstraint) ? await request.Baseline.TreeAsync(cancellation).ConfigureAwait(false) : null;
        var judged = await VerifyClausesAsync(BuiltConstraints.RequestOf(request, baseline), new ConstraintRelay(request.Constraints, progress), cancellation).ConfigureAwait(false);
        return result with
        {
            Constraints = judged.Verdicts.Zip(request.Constraints, (verdict, constraint) => verdict with
            {
                Constraint = BuiltConstraints.CodeOf(constraint)!.Code,
                Artifacts = [.. verdict.Artifacts.Select(artifact => $"{BuiltConstraints.Folder}/{artifact}")],
            }).ToValueList(),
            Duration = result.Duration + judged.Duration,
        };
    }

    private async Task<VerificationResult> VerifyClausesAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Secrets.Declare(Secrets.Of(request.Goal));
        var compiled = GoalCompiler.Compile(request.Source, request.Goal, request.Workspace, request.Environment);
        var asked = compiled.Clauses.Where(clause => request.Clauses?.Contains(clause.Name) ?? true).ToList();
        var changes = request.Baseline is not null && asked.Exists(clause => clause.Reads is ClauseReads.Files { Baseline: true } || clause.Context.Clause.Clause is JudgeClause)
            ? await request.Baseline.ChangedFilesAsync(cancellation).ConfigureAwait(false)
            : null;
        var reuser = new VerdictReuser(request, compiled, changes, _environment, await GitFiles.TrackedOutputsAsync(request.Workspace.Root, cancellation).ConfigureAwait(false), time, cancellation);
        var verdicts = reuser.Find(asked);
        foreach (var clause in asked)
        {
            if (verdicts.TryGetValue(clause.Name, out var verdict))
            {
                progress?.Report(new ClauseFinished(clause.Name, verdict));
            }
        }

        var left = asked.Where(clause => !verdicts.ContainsKey(clause.Name)).ToList();
        foreach (var (name, verdict) in verdicts.ToList())
        {
            verdicts[name] = reuser.CopyArtifacts(verdict);
        }

        if (left.Count == 0)
        {
            reuser.SaveHashes();
        }
        else
        {
            await OneAtATime.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                var sdk = SdkLocator.Register(request.Workspace.Root);
                await reuser.BeginAsync(left, cancellation).ConfigureAwait(false);
                await RunAsync(sdk, request, compiled, left, changes, reuser, verdicts, progress, cancellation).ConfigureAwait(false);
            }
            finally
            {
                OneAtATime.Release();
            }
        }

        return new VerificationResult(request.Goal.Name.Value, asked.Select(clause => verdicts[clause.Name]).ToValueList(), clock.Elapsed);
    }

    /// <summary>Ends worker nodes and the compiler's server.</summary>
    public void Dispose() => _session?.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task RunAsync(
        string sdk,
        VerificationRequest request,
        CompiledGoal compiled,
        List<CompiledClause> clauses,
        IReadOnlySet<string>? changes,
        VerdictReuser reuser,
        Dictionary<string, Verdict> verdicts,
        IProgress<VerificationEvent>? progress,
        CancellationToken cancellation)
    {
        _session ??= new BuildSession(sdk);
        StateFolder.EnsureFor(request.EvidenceDirectory);
        var projectPath = Path.Combine(request.EvidenceDirectory, "goal.proj");
        await File.WriteAllTextAsync(projectPath, compiled.ToString(), cancellation).ConfigureAwait(false);
        var withProjects = clauses.FindAll(clause => clause.Projects.Count > 0);

        // Each restore replaces the last: where the goal has clauses that restore differently, what lies there is another clause's.
        var restoresDiffer = withProjects.Exists(clause => clause.Restore is null);
        var restore = withProjects.Count > 0 && (restoresDiffer || !reuser.IsRestored(withProjects));
        var build = new SessionRequest(projectPath, request.Workspace.Root, clauses, restore, request.EvidenceDirectory, Path.Combine(request.EvidenceDirectory, "build.binlog"))
        {
            Changes = changes,
            Diff = request.Baseline is { } baseline ? baseline.DiffAsync : null,
            Ask = Asking(request.Judge),
            OthersHold = verdicts.Values.All(verdict => verdict.Status == VerdictStatus.Holds),
            Tests = reuser.Tests,
            ChangesFew = reuser.ChangesFew,
            Held = reuser.Held,
        };
        var watched = new ClauseProgressRelay(clauses, progress);
        var outcomes = await _session.BuildAsync(build, watched, cancellation).ConfigureAwait(false);
        foreach (var clause in clauses)
        {
            var outcome = outcomes[clause.Target];
            var verdict = outcome.TimedOut ? new Verdict(clause.Name, VerdictStatus.Unknown, ClauseTask.TookTooLong(clause.TimeLimit))
                : BuildVerdict.Complete(outcome.Verdict is { } found ? found with { Clause = clause.Name } : Missing(clause, outcome.Log), clause, outcome.Log);
            verdict = verdict with { At = time.GetUtcNow(), Duration = watched.DurationOf(clause.Target) ?? verdict.Duration };
            verdict = reuser.Keep(clause, verdict, clause.Projects.Count > 0 ? outcome.Log.Inputs(clause.Projects) : null, cancellation);
            verdicts[clause.Name] = verdict;
            progress?.Report(new ClauseFinished(clause.Name, verdict));
        }

        reuser.Save(withProjects.Exists(clause => RestoreTrouble.IsIn(outcomes[clause.Target].Log.Diagnostics(clause))) ? [] : withProjects);
    }

    // The mask is made before the engine takes secrets out of the environment.
    private static Func<string, string, CancellationToken, Task<(string Model, string? Text, string? Problem, long Tokens)>> Asking(IJudge? judge)
    {
        if (judge is null)
        {
            return (_, _, _) => Task.FromResult<(string, string?, string?, long)>(("", null, "No model is asked in a build; 'dotnet goal verify' and 'dotnet goal run' judge it.", 0));
        }

        var mask = SecretMask.OfEnvironment();
        return async (instructions, question, cancellation) =>
        {
            var answer = await judge.AskAsync(instructions, mask.Apply(question), cancellation).ConfigureAwait(false);
            return (answer.Model, answer.Text, answer.Problem, answer.Tokens);
        };
    }

    /// <summary>Clauses are told of as they come out; of constraints, those that do not hold.</summary>
    private sealed class ConstraintRelay(IReadOnlyList<Constraint> constraints, IProgress<VerificationEvent>? progress) : IProgress<VerificationEvent>
    {
        public void Report(VerificationEvent value)
        {
            if (value is ClauseFinished { Verdict: { Status: not VerdictStatus.Holds } verdict } finished)
            {
                var constraint = constraints.First(constraint => constraint.Description == verdict.Clause);
                progress?.Report(finished with { Verdict = verdict with { Constraint = BuiltConstraints.CodeOf(constraint)!.Code } });
            }
        }
    }

    /// <summary>The verdict of a clause whose task came to none: what stands in the log of its projects is the reason.</summary>
    private static Verdict Missing(CompiledClause clause, ProjectLog log)
    {
        var errors = log.Diagnostics(clause).Where(finding => finding.IsError).ToValueList();
        return new Verdict(clause.Name, VerdictStatus.Unknown, errors is [var first, ..] ? first.Message : "The build engine ended without a verdict; the binary log build.binlog in the evidence folder says why.")
        {
            Findings = errors,
        };
    }
}
