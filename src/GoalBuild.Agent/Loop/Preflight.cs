using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;
using GoalBuild.Verification.Baseline;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>What can be said of a goal before any executor works and any token is spent.</summary>
public static class Preflight
{
    /// <summary>What can never hold, by the clauses as they stand and by how they stand now.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="source">The goal file; its path is absolute and lies in the tree.</param>
    /// <param name="workspace">The tree.</param>
    /// <param name="verdicts">What was found of the clauses in the tree as it is.</param>
    public static IReadOnlyList<Contradiction> Contradictions(Goal goal, SourceText source, Workspace workspace, IEnumerable<Verdict> verdicts)
    {
        var folder = Path.GetDirectoryName(source.Path)!;
        var rules = ChangeRules.Of(goal, null, folder, workspace, TestProjectFiles.Find(workspace.Root), source);
        var status = verdicts.ToDictionary(verdict => verdict.Clause, verdict => (VerdictStatus?)verdict.Status, StringComparer.Ordinal);
        return Verification.Baseline.Contradictions.Of(goal, folder, workspace, rules, status.GetValueOrDefault);
    }

    /// <summary>Why executors of the ladder cannot be used, such as a cap on the cost and a model without a price. Nothing is sent anywhere.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="executors">Gives the executor of a step, or null where there is none.</param>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    public static async Task<IReadOnlyList<GoalFaultException>> LadderFaultsAsync(Goal goal, Func<AgentStep, IExecutor?> executors, string stateDirectory)
    {
        var faults = new List<GoalFaultException>();
        foreach (var step in Ladder.Of(goal, executors).Steps)
        {
            try
            {
                await step.Executor.EnsureUsableAsync(goal, stateDirectory, SandboxMode.Auto).ConfigureAwait(false);
            }
            catch (GoalFaultException fault)
            {
                faults.Add(fault);
            }
            finally
            {
                if (step.Executor is IAsyncDisposable disposable)
                {
                    await disposable.DisposeAsync().ConfigureAwait(false);
                }
            }
        }

        return faults;
    }

    /// <summary>Ends a run before its first turn where the goal contradicts itself: no executor could ever reach it.</summary>
    /// <param name="context">The run.</param>
    /// <exception cref="RunEndedException">It does.</exception>
    internal static void EndIfContradictory(RunContext context)
    {
        var found = Verification.Baseline.Contradictions.Of(
            context.Goal, Path.GetDirectoryName(context.Source.Path)!, context.Workspace, context.Stages[^1].Rules, context.Start.StatusOf);
        if (found.Count > 0)
        {
            throw new RunEndedException(new RunEnd(
                RunOutcome.Blocked,
                DiagnosticCatalogue.NeverHolds,
                $"The goal contradicts itself, so that no executor was asked: {string.Join(" ", found.Select(contradiction => contradiction.Message))} Put the goal right, then 'dotnet goal run'."));
        }
    }
}
