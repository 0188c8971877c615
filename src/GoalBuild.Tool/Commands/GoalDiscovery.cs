using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Tool.Commands;

/// <summary>Finds the goal files that a command is about.</summary>
internal static class GoalDiscovery
{
    /// <summary>
    /// The named files; else those that the projects of the current folder name in <c>Goal</c> items; else <c>*.goal</c> in it.
    /// </summary>
    /// <param name="named">Paths from the command line.</param>
    /// <param name="host">Gives the current folder.</param>
    /// <returns>Paths as they are to be shown, each once, in order.</returns>
    /// <exception cref="GoalFaultException">GOAL0005: there is none.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<string> named, ToolHost host)
    {
        if (named.Count > 0)
        {
            return [.. named.Distinct(StringComparer.Ordinal)];
        }

        var files = new List<string>();
        foreach (var project in Directory.EnumerateFiles(host.Directory, "*.*proj").Order(StringComparer.Ordinal))
        {
            files.AddRange(await ProjectGoals.OfAsync(project, host.Cancellation).ConfigureAwait(false));
        }

        if (files.Count == 0)
        {
            files.AddRange(Directory.EnumerateFiles(host.Directory, "*.goal").Order(StringComparer.Ordinal));
        }

        return files.Count > 0
            ? [.. files.Distinct(StringComparer.Ordinal).Select(host.Show)]
            : throw new GoalFaultException(
                DiagnosticCatalogue.NoGoals,
                $"No goal was found in {host.Directory}: no .goal file, and no project with a Goal item. Write one there, or name a goal file: 'dotnet goal path/to/file.goal'.");
    }
}
