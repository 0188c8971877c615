using GoalBuild.Agent.Code;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Processes;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// What stands before the conversation in every request: the goal word for word, the repository's own AGENTS.md files, what earlier runs learnt, and an
/// outline of the code. All of it comes from the disk, so that nothing that is compacted can change what is asked; and it stays the same from request to
/// request as long as it can, so that providers find it in their cache.
/// </summary>
/// <param name="tools">The tools of the run.</param>
/// <param name="mask">Hides secrets.</param>
internal sealed class OpeningPages(ToolSet tools, SecretMask mask)
{
    private const int OutlineTokens = 3_000;

    // The outline changes with every edit; a conversation keeps the one that it began with, and looks up the rest.
    private string? _outline;
    private string _fixed = "";
    private ChatMessage? _message;

    /// <summary>Begins a turn: what is the same in all of its requests is read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task BeginAsync(Turn turn, CancellationToken cancellation)
    {
        _outline ??= await OutlineAsync(turn, cancellation).ConfigureAwait(false);
        var pages = new[]
        {
            Titled("What the repository's AGENTS.md files say", AgentsFiles.Read(turn.Workspace.Root, AgentsFiles.FoldersOf(turn.Workspace, turn.GoalDirectory, turn.Goal))),
            Titled("What earlier runs learnt of this repository", tools.Memory.Read()),
            _outline,
            Titled("Commands", tools.ContainmentInWords),
        };
        _fixed = mask.Apply(string.Join("\n\n", pages.Where(page => page.Length > 0)));
    }

    /// <summary>Makes the outline anew in the next turn: a new conversation begins.</summary>
    public void Renew() => _outline = null;

    /// <summary>The message; the goal in it is what stands on the disk now. As long as it says the same it is the same object.</summary>
    public ChatMessage Message()
    {
        var text = $"{mask.Apply(tools.Goal().Render())}\n{_fixed}";
        return _message?.Text == text ? _message : _message = new ChatMessage(ChatRole.User, text);
    }

    private static string Titled(string title, string text) => text.Length == 0 ? "" : $"# {title}\n{text.TrimEnd('\n')}";

    private async Task<string> OutlineAsync(Turn turn, CancellationToken cancellation)
    {
        try
        {
            var map = await tools.Code.LookAsync(cancellation).ConfigureAwait(false);
            var focus = OutlineFocus.Of(map, turn.Goal, turn.Host!.Source.Text, turn.Workspace.RelativePath(turn.GoalDirectory), turn.Verdicts);
            return RepositoryOutline.Render(map, ProjectSummary.Of(turn.Workspace.Root, map.Files), focus, Allowance.Guessed(OutlineTokens));
        }
        catch (GoalFaultException)
        {
            // Without an SDK nothing can be verified either, which is told better there.
            return "";
        }
    }
}
