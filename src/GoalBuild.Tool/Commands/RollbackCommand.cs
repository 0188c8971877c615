using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary><c>rollback</c>: brings the tree back to a state of a goal's newest run. What somebody changed since stays.</summary>
internal static class RollbackCommand
{
    /// <summary>Rolls back.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="words">From the command line: a turn's number, <c>best</c> or <c>start</c>, and paths; without a target, the best state.</param>
    /// <param name="goals">Names of goals; more than one goal with a run is an error.</param>
    /// <param name="isDryRun">Whether only what would change is told.</param>
    /// <param name="commandLine">What was typed, for the one who finds the goal held.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> words, IReadOnlyList<string> goals, bool isDryRun, string commandLine)
    {
        var targets = words.Where(word => RollbackTarget.Of(word) is not null).ToList();
        if (targets.Count > 1)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, $"Found {string.Join(" and ", targets.Select(word => $"'{word}'"))}, expected one of: a turn's number, best, start. A file of such a name is written './{targets[0]}'.");
        }

        if (await context.ReadAsync([.. words.Except(targets)]).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var (source, goal) = OneWithRun(CommandContext.Select(sources, goals));
        var target = targets.Count == 0 ? RollbackTarget.Best : RollbackTarget.Of(targets[0])!;
        var done = await new Rollback(source.Workspace, source.KeyOf(goal), context.Host.Clock).ToAsync(target, isDryRun, commandLine, context.Cancellation).ConfigureAwait(false);
        Tell(context, source, goal, done, isDryRun);
        return done.Refused.Count == 0 ? ExitCode.Met : ExitCode.NotMet;
    }

    // One tree cannot be brought to the states of two runs.
    private static (GoalSource Source, string Goal) OneWithRun(IReadOnlyList<(GoalSource Source, Language.Model.Goal Goal)> selected)
    {
        var all = selected.Select(pair => (pair.Source, Goal: pair.Goal.Name.Value)).ToList();
        var run = all.Where(pair => RunHistory.HasRun(pair.Source, pair.Goal)).ToList();
        return run.Count switch
        {
            // It says itself that there is no run.
            0 => all[0],
            1 => run[0],
            _ => throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, $"Several goals have runs: {string.Join(", ", run.Select(pair => $"'{pair.Goal}'"))}. Say which is to be rolled back, with '--goal'."),
        };
    }

    private static void Tell(CommandContext context, GoalSource source, string goal, RolledBack done, bool isDryRun)
    {
        var files = Words.Count(done.Restored.Count, "file");
        context.Reporter.Say(isDryRun
            ? $"{goal}: {files} would be as at {done.Point} of run {done.Run}"
            : done.Restored.Count == 0 ? $"{goal}: nothing was changed; it is as at {done.Point} of run {done.Run}" : $"{goal}: {files} {(done.Restored.Count == 1 ? "is" : "are")} as at {done.Point} of run {done.Run}");
        foreach (var file in done.Restored)
        {
            context.Reporter.Say($"  {file}");
        }

        if (done.PatchFile is { } patch)
        {
            context.Reporter.Say($"  undo it with 'git apply -R {CommandLine.Quote(context.Host.Show(patch))}'");
        }

        if (done.Refused.Count > 0)
        {
            var (are, them) = done.Refused.Count == 1 ? ("was", "it") : ("were", "them");
            context.Reporter.Fault(new GoalFaultException(
                DiagnosticCatalogue.RestoreRefused,
                $"{string.Join(", ", done.Refused.Select(file => $"'{file}'"))} {are} changed since the run ended, and {(isDryRun ? "would stay" : $"{are} left")} alone. Put {them} right by hand, or commit or move {them} away, and roll back again."));
        }

        context.Reporter.Tell(new JsonEvent("rolled-back")
        {
            Goal = goal,
            File = source.Path,
            Run = done.Run,
            Message = done.Point,
            Files = done.Restored,
            Refused = done.Refused.Count > 0 ? done.Refused : null,
            Patch = done.PatchFile,
            DryRun = isDryRun ? true : null,
        });
    }
}
