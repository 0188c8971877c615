namespace GoalBuild.Tool.Commands;

/// <summary><c>check</c>: says what is wrong with goal files, and runs nothing.</summary>
internal static class CheckCommand
{
    /// <summary>Checks the files.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files)
    {
        var (sources, usable) = await context.ReadAllAsync(files).ConfigureAwait(false);
        foreach (var source in sources)
        {
            context.Reporter.Checked(source);
        }

        return usable ? ExitCode.Met : ExitCode.Usage;
    }
}
