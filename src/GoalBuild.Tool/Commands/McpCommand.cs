using GoalBuild.Tool.Agents;

namespace GoalBuild.Tool.Commands;

/// <summary><c>mcp</c>: serves other agents in the Model Context Protocol, over standard input and output.</summary>
internal static class McpCommand
{
    /// <summary>Serves until the client is gone. The library behind it is loaded here and by no other verb.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths of goal files, or none for those found here.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files)
    {
        var output = context.Host.OpenOutput();
        await using (output.ConfigureAwait(false))
        {
            if (context.Host.OwnsProcess)
            {
                // Whatever else a library may print in this process must not stand between messages.
                Console.SetOut(Console.Error);
            }

            using var server = new GoalMcpServer(new GoalTools(context, files));
            await server.RunAsync(context.Host.In, output, ToolVersion.Value, context.Cancellation).ConfigureAwait(false);
        }

        return ExitCode.Met;
    }
}
