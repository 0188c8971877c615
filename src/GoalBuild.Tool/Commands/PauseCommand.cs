using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary><c>pause</c>: asks the processes that run goals to pause, and waits until they have.</summary>
internal static class PauseCommand
{
    /// <summary>Longer than a run needs to pause: it learns of it within a second, and stops within two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Pauses the goals that are run.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="patience">How long to wait, or null for ten seconds.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, TimeSpan? patience = null)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var selected = CommandContext.Select(sources, goals);
        var asked = selected
            .Select(pair => (pair.Source, Goal: pair.Goal.Name.Value, Key: RunLock.KeyOf(pair.Source.KeyOf(pair.Goal.Name.Value))))
            .Select(goal => (goal.Source, goal.Goal, goal.Key, Holder: RunLock.AskToPause(goal.Source.Workspace.StateDirectory, goal.Key)))
            .Where(goal => goal.Holder is not null)
            .ToList();
        if (asked.Count == 0)
        {
            var names = string.Join(", ", selected.Select(pair => $"'{pair.Goal.Name.Value}'"));
            context.Reporter.Fault(new GoalFaultException(DiagnosticCatalogue.NothingRuns, $"No process runs {names}. 'dotnet goal status' says where {(selected.Count == 1 ? "it stands" : "they stand")}."));
            return ExitCode.NotMet;
        }

        var code = ExitCode.Met;
        using var limit = new CancellationTokenSource(patience ?? Patience, context.Host.Clock);
        foreach (var (source, goal, key, holder) in asked)
        {
            if (await HasLetGoAsync(context, source, key, holder!, limit.Token).ConfigureAwait(false))
            {
                context.Reporter.Say($"{goal}: paused; go on with 'dotnet goal resume {CommandLine.Quote(context.Host.Show(source.Path))}'");
                context.Reporter.Tell(new JsonEvent("goal-paused") { Goal = goal, File = source.Path });
                continue;
            }

            context.Reporter.Fault(new GoalFaultException(
                DiagnosticCatalogue.NotPaused,
                $"Process {holder!.ProcessId} on {holder.Host} was asked to pause '{goal}', and still works on it ({holder.Command}). Wait a little and look with 'dotnet goal status', or press Ctrl+C in its terminal."));
            code = ExitCode.NotMet;
        }

        return code;
    }

    private static async Task<bool> HasLetGoAsync(CommandContext context, GoalSource source, string key, LockHolder holder, CancellationToken limit)
    {
        while (true)
        {
            // Another process may have taken the goal meanwhile: then the one that was asked has let go. One without a name is about to.
            var now = RunLock.HolderOf(source.Workspace.StateDirectory, key);
            if (now is null || (now.ProcessId != 0 && (now.ProcessId, now.Host, now.StartedAt) != (holder.ProcessId, holder.Host, holder.StartedAt)))
            {
                return true;
            }

            context.Cancellation.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(BetweenLooks, context.Host.Clock, context.Cancellation).ConfigureAwait(false);
        }
    }
}
