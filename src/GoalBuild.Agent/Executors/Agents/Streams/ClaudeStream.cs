using System.Text.Json;

namespace GoalBuild.Agent.Executors.Agents.Streams;

/// <summary>
/// <c>claude -p --output-format stream-json --verbose</c>: <c>system</c>, <c>assistant</c> and <c>user</c> messages as the Messages API has them, and at the end
/// <c>result</c> with totals (the SDK reference of Claude Code: SDKAssistantMessage, SDKResultMessage). What an answer took is counted as it comes, so that a
/// budget can end the turn; the totals then add what was missing.
/// </summary>
internal sealed class ClaudeStream : IAgentStream
{
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private Spending _counted = Spending.None;

    /// <inheritdoc/>
    public bool Knows(JsonElement line) => line.TextAt("session_id") is not null && line.TextAt("type") is "system" or "assistant" or "user" or "result";

    /// <inheritdoc/>
    public IEnumerable<AgentEvent> Read(JsonElement line) => line.TextAt("type") switch
    {
        "assistant" => Answer(line.At("message")),
        "user" => line.At("message", "content").Items().Where(part => part.TextAt("type") == "tool_result").Select(Returned),
        "result" => Result(line),
        _ => [],
    };

    private IEnumerable<AgentEvent> Answer(JsonElement message)
    {
        // One answer comes as several messages, a part each, with the same id and the same usage.
        if (_messages.Add(message.TextAt("id") ?? "") && UsageOf(message.At("usage")) is { Tokens: > 0 } usage)
        {
            _counted = _counted.Plus(usage);
            yield return new AgentSpent(usage);
        }

        foreach (var part in message.At("content").Items())
        {
            if (part.TextAt("type") == "text")
            {
                yield return new AgentSaid(part.TextAt("text") ?? "");
            }
            else if (part.TextAt("type") == "tool_use")
            {
                yield return new AgentCalled(part.TextAt("id") ?? "", part.TextAt("name") ?? "tool", part.At("input").Raw());
            }
        }
    }

    private static AgentReturned Returned(JsonElement part) => new(
        part.TextAt("tool_use_id") ?? "",
        "",
        part.TextAt("content") ?? string.Join('\n', part.At("content").Items().Select(item => item.TextAt("text")).OfType<string>()),
        part.At("is_error").ValueKind == JsonValueKind.True);

    private IEnumerable<AgentEvent> Result(JsonElement line)
    {
        // By model, helpers of the agent included; an older version has the totals of its own answers alone.
        var models = line.At("modelUsage").Members().Select(model => new Spending(
            model.Value.CountAt("inputTokens") + model.Value.CountAt("cacheReadInputTokens") + model.Value.CountAt("cacheCreationInputTokens"),
            model.Value.CountAt("cacheReadInputTokens"),
            model.Value.CountAt("outputTokens"),
            0)).Aggregate(Spending.None, (sum, one) => sum.Plus(one));
        var total = models.Tokens > 0 ? models : UsageOf(line.At("usage"));
        var rest = new Spending(
            Math.Max(0, total.TokensIn - _counted.TokensIn),
            Math.Max(0, total.TokensCached - _counted.TokensCached),
            Math.Max(0, total.TokensOut - _counted.TokensOut),
            line.MoneyAt("total_cost_usd"));
        _counted = _counted.Plus(rest);
        if (rest != Spending.None)
        {
            yield return new AgentSpent(rest);
        }

        if (line.At("is_error").ValueKind == JsonValueKind.True || line.TextAt("subtype") is { } subtype && subtype != "success")
        {
            yield return new AgentFaulted(line.TextAt("result") ?? line.At("errors").Items().Select(error => error.ToString()).FirstOrDefault() ?? line.TextAt("subtype") ?? "it failed");
        }
    }

    private static Spending UsageOf(JsonElement usage) => new(
        usage.CountAt("input_tokens") + usage.CountAt("cache_read_input_tokens") + usage.CountAt("cache_creation_input_tokens"),
        usage.CountAt("cache_read_input_tokens"),
        usage.CountAt("output_tokens"),
        0);
}
