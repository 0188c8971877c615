using GoalBuild.Editor;

namespace GoalBuild.Tool.Commands;

/// <summary><c>lsp</c>: serves an editor in the Language Server Protocol, over standard input and output.</summary>
internal static class LspCommand
{
    /// <summary>Serves until the editor ends it. The room behind it is loaded here and by no other verb.</summary>
    /// <param name="context">What to work with; its check is the one of <c>dotnet goal check</c>.</param>
    /// <returns>As the protocol asks: 0 where the editor has taken its leave, else 1.</returns>
    public static async Task<int> RunAsync(CommandContext context)
    {
        var output = context.Host.OpenOutput();
        await using (output.ConfigureAwait(false))
        {
            var surroundings = new EditorSurroundings(context.Rooms.Check, context.Host.Clock, ToolVersion.Value);
            return await EditorServer.RunAsync(context.Host.In, output, surroundings, context.Cancellation).ConfigureAwait(false) ? ExitCode.Met : ExitCode.NotMet;
        }
    }
}
