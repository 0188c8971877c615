using System.Text;
using System.Text.Json;
using GoalBuild.Agent.Executors.Agents.Streams;

namespace GoalBuild.Agent.Executors.Acp;

/// <summary>Makes events of the <c>session/update</c> notifications of a session, and of what its answer says of tokens.</summary>
/// <param name="onEvent">Told each event.</param>
internal sealed class AcpUpdates(Action<AgentEvent> onEvent)
{
    // A word that comes in ten thousand pieces is one answer.
    private readonly StringBuilder _said = new();
    private readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private decimal _dollars;

    /// <summary>Takes an update.</summary>
    /// <param name="update">The member <c>update</c> of the notification.</param>
    public void Take(JsonElement update)
    {
        switch (update.TextAt("sessionUpdate"))
        {
            case "agent_message_chunk":
                _said.Append(update.TextAt("content", "text"));
                break;
            case "tool_call" or "tool_call_update":
                Flush();
                Called(update);
                break;
            case "usage_update":
                Cost(update.At("cost"));
                break;
        }
    }

    /// <summary>Ends what is being said.</summary>
    public void Flush()
    {
        if (_said.Length > 0)
        {
            onEvent(new AgentSaid(_said.ToString()));
            _said.Clear();
        }
    }

    /// <summary>Takes what the answer to a prompt says of tokens; not all agents do.</summary>
    /// <param name="usage">The member <c>usage</c> of the answer.</param>
    public void Used(JsonElement usage)
    {
        var cached = usage.CountAt("cachedReadTokens");
        var spent = new Spending(usage.CountAt("inputTokens") + cached + usage.CountAt("cachedWriteTokens"), cached, usage.CountAt("outputTokens") + usage.CountAt("thoughtTokens"), 0);
        if (spent != Spending.None)
        {
            onEvent(new AgentSpent(spent));
        }
    }

    // The cost is that of the session so far.
    private void Cost(JsonElement cost)
    {
        if (cost.TextAt("currency") is null or "USD" && cost.MoneyAt("amount") is var dollars && dollars > _dollars)
        {
            onEvent(new AgentSpent(new Spending(0, 0, 0, dollars - _dollars)));
            _dollars = dollars;
        }
    }

    // A call is announced before its input is known (opencode then gives the folder alone); it is told of once there is something to tell.
    private void Called(JsonElement update)
    {
        var (id, status) = (update.TextAt("toolCallId") ?? "", update.TextAt("status"));
        _kinds[id] = update.TextAt("kind") ?? _kinds.GetValueOrDefault(id, "tool");
        var hasEnded = status is "completed" or "failed";
        var hasInput = update.At("rawInput").Members().Any(member => member.Name != "cwd");
        if ((hasInput || hasEnded || status is null or "in_progress") && _called.Add(id))
        {
            onEvent(new AgentCalled(id, _kinds[id], hasInput ? update.At("rawInput").Raw() : JsonSerializer.Serialize(new { name = update.TextAt("title") ?? "" })));
        }

        if (hasEnded)
        {
            onEvent(new AgentReturned(id, _kinds[id], TextOf(update.At("content")), status == "failed"));
        }
    }

    private static string TextOf(JsonElement content) => string.Join('\n', content.Items().Select(item => item.TextAt("content", "text") ?? (item.TextAt("type") == "diff" ? $"changed {item.TextAt("path")}" : null)).OfType<string>());
}
