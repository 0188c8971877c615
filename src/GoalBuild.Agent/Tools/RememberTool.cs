using GoalBuild.Agent.Conversation;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary><c>remember</c>: a note about the repository, for later runs.</summary>
/// <param name="memory">Where notes are kept.</param>
internal sealed class RememberTool(Memory memory) : ITool
{
    /// <inheritdoc/>
    public string Name => "remember";

    /// <inheritdoc/>
    public string Description => "Note one lasting fact about this repository for later runs: how to build it, a trap, what failed.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(new ToolParameter("note", "string"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var note = arguments.Text("note");
        if (note.Trim().Length is 0 or > Memory.MostOfNote)
        {
            return ToolResult.Error($"The note has {Words.Count(note.Trim().Length, "character")}; expected 1 to {Memory.MostOfNote}. Say one thing in a sentence.");
        }

        try
        {
            return new ToolResult(await memory.AddAsync(note, cancellation).ConfigureAwait(false) ? "Noted." : "That is noted already.");
        }
        catch (GoalFaultException fault)
        {
            return ToolResult.Error(fault.Message);
        }
    }
}
