using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary>What a verb works with.</summary>
/// <param name="Host">The surroundings, with the token that an interrupt cancels.</param>
/// <param name="Options">How to tell.</param>
/// <param name="Reporter">Tells.</param>
/// <param name="Rooms">Does the work.</param>
internal sealed record CommandContext(ToolHost Host, OutputOptions Options, Reporter Reporter, Rooms Rooms)
{
    /// <summary>Cancelled when the tool is to end.</summary>
    public CancellationToken Cancellation => Host.Cancellation;

    /// <summary>Reads and checks the goal files that the command line names, or those found here; tells what is wrong with them.</summary>
    /// <param name="named">Paths from the command line.</param>
    /// <returns>The files, or null where one of them cannot be used.</returns>
    /// <exception cref="GoalFaultException">GOAL0005: there is none.</exception>
    public async Task<IReadOnlyList<GoalSource>?> ReadAsync(IReadOnlyList<string> named)
    {
        var (sources, usable) = await ReadAllAsync(named).ConfigureAwait(false);
        return usable ? sources : null;
    }

    /// <summary>As <see cref="ReadAsync"/>, with the files that have errors.</summary>
    /// <param name="named">Paths from the command line.</param>
    /// <returns>All files that can be read, and whether each file can be used.</returns>
    /// <exception cref="GoalFaultException">GOAL0005: there is none.</exception>
    public async Task<(IReadOnlyList<GoalSource> Sources, bool Usable)> ReadAllAsync(IReadOnlyList<string> named)
    {
        var sources = new List<GoalSource>();
        var usable = true;
        foreach (var path in await GoalDiscovery.FindAsync(named, Host).ConfigureAwait(false))
        {
            try
            {
                var source = GoalFileReader.Read(path, Host.Directory, Rooms.Check);
                Reporter.Diagnostics(source);
                usable &= !source.Parsed.HasErrors;
                sources.Add(source);
            }
            catch (GoalFaultException fault)
            {
                // The other files are read all the same: one call tells everything that is wrong.
                Reporter.Fault(fault);
                usable = false;
            }
        }

        return (sources, usable);
    }

    /// <summary>Writes a document to the output.</summary>
    /// <param name="text">The document.</param>
    /// <returns>0.</returns>
    public async Task<int> WriteAsync(string text)
    {
        await Host.Out.WriteAsync(text.AsMemory(), Cancellation).ConfigureAwait(false);
        return ExitCode.Met;
    }

    /// <summary>The goals that are asked for, each with its file.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="names">Names of goals, or none for all.</param>
    /// <exception cref="GoalFaultException">GOAL0030: no goal has that name.</exception>
    public static IReadOnlyList<(GoalSource Source, Language.Model.Goal Goal)> Select(IReadOnlyList<GoalSource> sources, IReadOnlyList<string> names)
    {
        var all = sources.SelectMany(source => source.Parsed.File.Goals.Select(goal => goal.Name.Value)).ToList();
        foreach (var name in names)
        {
            if (!all.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new GoalFaultException(
                    DiagnosticCatalogue.CommandLineWrong,
                    $"No goal is named '{name}'{(Suggestion.For(name, all) is { } near ? $"; did you mean '{near}'?" : $". There {(all.Count == 1 ? "is" : "are")}: {string.Join(", ", all)}.")}");
            }
        }

        return [.. sources.SelectMany(source => source.Goals(names).Select(goal => (source, goal)))];
    }
}
