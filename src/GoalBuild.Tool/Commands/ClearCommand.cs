using GoalBuild.Agent.Loop;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary><c>clear</c>: forgets the runs, baseline, evidence and verdicts of goals. The tree is left as it is.</summary>
internal static class ClearCommand
{
    /// <summary>Forgets what is known.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        foreach (var (source, goal) in CommandContext.Select(sources, goals))
        {
            var name = goal.Name.Value;
            var bundles = EvidenceFolder.All(source, name).Count;
            var cleared = await GoalCleaner.ClearAsync(source.Workspace, source.KeyOf(name), context.Host.Clock, context.Cancellation).ConfigureAwait(false);
            foreach (var notice in cleared.Notices)
            {
                context.Reporter.On(notice);
            }

            context.Reporter.Say($"{name}: forgot {Verification.Words.Count(cleared.Runs, "run")} and {Verification.Words.Count(bundles, "bundle")} of evidence");
            context.Reporter.Tell(new JsonEvent("goal-cleared") { Goal = name, File = source.Path, Runs = cleared.Runs, Bundles = bundles });
        }

        return ExitCode.Met;
    }
}
