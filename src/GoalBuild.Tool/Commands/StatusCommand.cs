namespace GoalBuild.Tool.Commands;

/// <summary><c>status</c>: says where goals stand, from what was kept; nothing is verified.</summary>
internal static class StatusCommand
{
    /// <summary>Tells of the newest run of each goal.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var damaged = new HashSet<string?>();
        foreach (var (source, goal) in CommandContext.Select(sources, goals))
        {
            context.Reporter.Status(GoalStatus.Of(context, source, goal, fault =>
            {
                // All goals of a tree share one ledger.
                if (damaged.Add(fault.File))
                {
                    context.Reporter.Fault(fault);
                }
            }));
        }

        return ExitCode.Met;
    }
}
