using System.Text.Json;

namespace GoalBuild.Agent.Executors.Agents.Streams;

/// <summary>
/// <c>codex exec --json</c>: <c>thread.started</c>, <c>turn.started</c>, <c>item.started</c>, <c>item.updated</c>, <c>item.completed</c>, <c>turn.completed</c> with the
/// usage, <c>turn.failed</c>, <c>error</c> (the types of exec_events.rs in openai/codex). It tells tokens, and no cost.
/// </summary>
internal sealed class CodexStream : IAgentStream
{
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Knows(JsonElement line) => line.TextAt("type") is "thread.started" or "turn.started" or "turn.completed" or "turn.failed" or "item.started" or "item.updated" or "item.completed";

    /// <inheritdoc/>
    public IEnumerable<AgentEvent> Read(JsonElement line) => line.TextAt("type") switch
    {
        "item.started" => Called(line.At("item")),
        "item.completed" => [.. Called(line.At("item")), .. Completed(line.At("item"))],
        "turn.completed" when line.At("usage") is { ValueKind: JsonValueKind.Object } usage =>
            [new AgentSpent(new Spending(usage.CountAt("input_tokens"), usage.CountAt("cached_input_tokens"), usage.CountAt("output_tokens"), 0))],
        "turn.failed" => [new AgentFaulted(line.TextAt("error", "message") ?? "the turn failed")],

        // While it tries again it says so as an error, too; whether one is the end is said by what follows, or by the exit code.
        _ => [],
    };

    private IEnumerable<AgentEvent> Called(JsonElement item)
    {
        var id = item.TextAt("id") ?? "";
        if (ArgumentsOf(item) is { } arguments && _called.Add(id))
        {
            yield return new AgentCalled(id, item.TextAt("type")!, arguments);
        }
    }

    private static string? ArgumentsOf(JsonElement item) => item.TextAt("type") switch
    {
        "command_execution" => JsonSerializer.Serialize(new { command = item.TextAt("command") ?? "" }),
        "file_change" => JsonSerializer.Serialize(new { path = string.Join(", ", item.At("changes").Items().Select(change => change.TextAt("path"))) }),
        "mcp_tool_call" => JsonSerializer.Serialize(new { name = $"{item.TextAt("server")} {item.TextAt("tool")}" }),
        "web_search" => JsonSerializer.Serialize(new { pattern = item.TextAt("query") ?? "" }),
        _ => null,
    };

    private static IEnumerable<AgentEvent> Completed(JsonElement item)
    {
        var (id, type) = (item.TextAt("id") ?? "", item.TextAt("type") ?? "");
        var failed = item.TextAt("status") is "failed" or "declined";
        return type switch
        {
            "agent_message" => [new AgentSaid(item.TextAt("text") ?? "")],
            "command_execution" => [new AgentReturned(id, type, item.TextAt("aggregated_output") ?? "", failed)],
            "file_change" => [new AgentReturned(id, type, item.TextAt("status") ?? "", failed)],
            "mcp_tool_call" => [new AgentReturned(id, type, item.TextAt("error", "message") ?? "", failed)],
            _ => [],
        };
    }
}
