using GoalBuild.Agent.Executors;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// Runs goals: verifies, lets the ladder's executors work on what fails, verifies again, until every clause holds or the run ends otherwise.
/// </summary>
/// <param name="verifier">Finds out whether clauses hold.</param>
/// <param name="executors">Gives the executor of a step of the ladder, or null where there is none.</param>
/// <param name="clock">The clock.</param>
public sealed class RunLoop(IVerifier verifier, Func<AgentStep, IExecutor?> executors, TimeProvider clock)
{
    /// <summary>Runs the goals of a file, each behind those that it comes after. A goal behind one that is not met is not run.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="progress">Told what goes on, from any thread; or null.</param>
    /// <param name="cancellation">Stops what is under way within two seconds; the run can be resumed.</param>
    /// <returns>One result for each goal that was asked for, in the order in which they were run.</returns>
    /// <exception cref="GoalFaultException">A run could not begin or go on: another process holds it (GOAL0007), something cannot be written (GOAL0009), a snapshot failed (GOAL0021) …</exception>
    public Task<IReadOnlyList<RunResult>> RunAsync(RunRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation) =>
        EachAsync(request, progress, goal => new GoalRun(verifier, executors, clock, request, goal, progress).StartAsync(cancellation));

    /// <summary>Goes on with the newest run of each goal that was interrupted, or ended short of its goal. A goal that was met stays met; one that never ran is begun.</summary>
    /// <param name="request">What to resume; whether it is isolated is what it was.</param>
    /// <param name="progress">Told what goes on, from any thread; or null.</param>
    /// <param name="cancellation">Stops what is under way within two seconds; the run can be resumed again.</param>
    /// <returns>One result for each goal that was not met already.</returns>
    /// <exception cref="GoalFaultException">GOAL0011: there is nothing to resume; and those of <see cref="RunAsync"/>.</exception>
    public Task<IReadOnlyList<RunResult>> ResumeAsync(RunRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var newest = Asked(request).ToDictionary(goal => goal.Name.Value, goal => Newest(request, goal.Name.Value, progress));
        if (!newest.Values.Any(run => run?.CanResume == true))
        {
            throw new GoalFaultException(DiagnosticCatalogue.NothingToResume, "No unfinished run of this goal stands in the ledger. Start one with 'dotnet goal run'.") { File = request.Source.Path };
        }

        return EachAsync(request, progress, goal =>
        {
            var run = new GoalRun(verifier, executors, clock, request, goal, progress);
            return newest[goal.Name.Value] switch
            {
                null => run.StartAsync(cancellation),
                { CanResume: true } known => run.ResumeAsync(known.Id, known.Isolated, cancellation),
                _ => null,
            };
        });
    }

    private static async Task<IReadOnlyList<RunResult>> EachAsync(RunRequest request, IProgress<RunEvent>? progress, Func<Goal, Task<RunResult>?> run)
    {
        var results = new List<RunResult>();
        foreach (var goal in Asked(request))
        {
            var unmet = goal.After.FirstOrDefault(before => !IsMet(request, before.Value, results, progress));
            if (unmet is not null)
            {
                results.Add(new RunResult(goal.Name.Value, "", RunOutcome.NotRun, null, $"It comes after '{unmet.Value}', which is not met."));
            }
            else if (run(goal) is { } work)
            {
                results.Add(await work.ConfigureAwait(false));
                if (results[^1].Outcome == RunOutcome.Cancelled)
                {
                    break;
                }
            }
        }

        return results;
    }

    private static bool IsMet(RunRequest request, string goal, List<RunResult> results, IProgress<RunEvent>? progress) =>
        (results.FirstOrDefault(result => result.Goal == goal)?.Outcome ?? (Newest(request, goal, progress)?.State == RunState.Met ? RunOutcome.Met : RunOutcome.NotRun)) == RunOutcome.Met;

    // A damaged ledger knows of no run; that is told, and it stays where it is until a run holds its locks.
    private static LedgerRun? Newest(RunRequest request, string goal, IProgress<RunEvent>? progress)
    {
        try
        {
            using var ledger = RunLedger.OpenExisting(request.Workspace.StateDirectory);
            return ledger?.RunsOf(new GoalKey(request.Workspace.RelativePath(request.Source.Path), goal)) is [var newest, ..] ? newest : null;
        }
        catch (GoalFaultException fault) when (fault.Descriptor == DiagnosticCatalogue.LedgerCorrupt)
        {
            progress?.Report(new NoticeGiven(goal, fault.Descriptor.Code, fault.Message));
            return null;
        }
    }

    private static List<Goal> Asked(RunRequest request) =>
        [.. GoalOrder.Of(request.File.Goals).Where(goal => request.Goals?.Contains(goal.Name.Value) != false)];
}
