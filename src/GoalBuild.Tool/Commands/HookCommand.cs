using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Agents;

namespace GoalBuild.Tool.Commands;

/// <summary><c>hook</c>: prints, installs and serves the stop hook of another agent.</summary>
internal static class HookCommand
{
    /// <summary>How many times a session is sent back to work where nothing else is said.</summary>
    public const int DefaultMost = 5;

    /// <summary>Does what is asked for.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="name">The agent's name.</param>
    /// <param name="files">Paths of goal files, or none for those found where the agent works.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="install">Whether the configuration is written.</param>
    /// <param name="serve">Whether the agent asks now.</param>
    /// <param name="most">How many times a session is sent back to work.</param>
    /// <returns>0, whatever the answer of a hook: other codes mean something else to each agent.</returns>
    /// <exception cref="GoalFaultException">GOAL0030: the command line; GOAL0009: the configuration cannot be written.</exception>
    public static async Task<int> RunAsync(CommandContext context, string name, IReadOnlyList<string> files, IReadOnlyList<string> goals, bool install, bool serve, int most)
    {
        var agent = HookAgent.All.First(agent => agent.Name == name);
        if (serve)
        {
            var (answer, message) = await new StopHook(InProject(context), agent, most).AnswerAsync(files, goals).ConfigureAwait(false);
            if (message is not null)
            {
                await context.Host.Error.WriteLineAsync(message).ConfigureAwait(false);
            }

            await context.Host.Out.WriteLineAsync(answer.ToJsonString()).ConfigureAwait(false);
            return ExitCode.Met;
        }

        var words = new[] { "dotnet", "goal", "hook", name }
            .Concat(files)
            .Append("--serve")
            .Concat(goals.SelectMany(goal => new[] { "--goal", goal }))
            .Concat(most == DefaultMost ? [] : ["--at-most", most.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var command = string.Join(' ', words.Select(CommandLine.Quote));
        if (!install)
        {
            await context.Host.Out.WriteAsync(HookInstaller.Fresh(agent, command)).ConfigureAwait(false);
            return ExitCode.Met;
        }

        var path = Path.Combine(context.Host.Directory, agent.File);
        context.Reporter.Say(HookInstaller.Install(path, agent, command)
            ? $"{agent.File}: the stop hook was added; everything else is as it was."
            : $"{agent.File}: the stop hook is there already.");
        if (agent.Trust is { } trust)
        {
            context.Reporter.Say(trust);
        }

        return ExitCode.Met;
    }

    // Claude Code starts hooks where its model has gone with 'cd', and says where its project is.
    private static CommandContext InProject(CommandContext context) => context.Host.Variable("CLAUDE_PROJECT_DIR") is { Length: > 0 } folder && Directory.Exists(folder)
        ? context with { Host = context.Host with { Directory = Path.GetFullPath(folder) } }
        : context;
}
