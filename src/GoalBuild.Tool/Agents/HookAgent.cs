using System.Text.Json.Nodes;

namespace GoalBuild.Tool.Agents;

/// <summary>An agent whose stop hook is known: where it is configured, and what it reads.</summary>
/// <param name="Name">The word of the command line.</param>
/// <param name="File">The file that configures its hooks, relative to the folder that the agent works in.</param>
/// <param name="Event">The event that comes before it stops.</param>
internal sealed record HookAgent(string Name, string File, string Event)
{
    /// <summary>How long the agent is told to wait for us. Its own default (30 s to 10 min) is too short for tests; past it, it stops unverified.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Formats as their makers document them: Claude Code (code.claude.com/docs/en/hooks), Codex (developers.openai.com/codex/hooks), GitHub
    /// Copilot CLI (docs.github.com, "GitHub Copilot CLI hooks reference").
    /// </summary>
    public static readonly IReadOnlyList<HookAgent> All =
    [
        new("claude", ".claude/settings.json", "Stop"),
        new("codex", ".codex/hooks.json", "Stop") { Trust = "Codex runs it once you trust this folder and then the hook ('/hooks' in Codex); until then it stops as if there were none." },
        new("copilot", ".github/hooks/goal.json", "agentStop") { IsFlat = true, Trust = "Copilot runs it once you trust this folder (it asks when it starts here); until then it stops as if there were none." },
    ];

    /// <summary>What its user has to do before the agent runs hooks of a folder; null where nothing is known to be needed.</summary>
    public string? Trust { get; init; }

    /// <summary>Whether the hooks of an event stand in its list themselves, beside a version, instead of in groups.</summary>
    public bool IsFlat { get; init; }

    /// <summary>The hook as it stands in the list of <see cref="Event"/>.</summary>
    /// <param name="command">The command line that serves it.</param>
    public JsonObject Entry(string command) => IsFlat
        ? new JsonObject { ["type"] = "command", ["bash"] = command, ["powershell"] = command, ["timeoutSec"] = (int)Timeout.TotalSeconds }
        : new JsonObject { ["hooks"] = new JsonArray(new JsonObject { ["type"] = "command", ["command"] = command, ["timeout"] = (int)Timeout.TotalSeconds }) };

    /// <summary>What a file that has nothing yet begins with.</summary>
    public JsonObject Empty() => IsFlat ? new JsonObject { ["version"] = 1 } : [];

    /// <summary>Lets the agent go on working.</summary>
    /// <param name="reason">What it is to do, as its next prompt.</param>
    public static JsonObject GoOn(string reason) => new() { ["decision"] = "block", ["reason"] = reason };

    /// <summary>Lets the agent stop.</summary>
    /// <param name="message">What its user is told, or null for nothing.</param>
    public JsonObject Stop(string? message) => message is null || IsFlat ? [] : new JsonObject { ["systemMessage"] = message };
}
