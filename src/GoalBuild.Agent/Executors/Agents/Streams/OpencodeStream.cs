using System.Text.Json;

namespace GoalBuild.Agent.Executors.Agents.Streams;

/// <summary>
/// <c>opencode run --format json</c>: <c>step_start</c>, <c>text</c>, <c>tool_use</c>, <c>step_finish</c> with the tokens and the cost of the step, <c>error</c>; each
/// with the id of the session, and with a part as opencode's SDK has it.
/// </summary>
internal sealed class OpencodeStream : IAgentStream
{
    /// <inheritdoc/>
    public bool Knows(JsonElement line) => line.TextAt("sessionID") is not null && line.TextAt("type") is "step_start" or "text" or "tool_use" or "step_finish" or "reasoning" or "error";

    /// <inheritdoc/>
    public IEnumerable<AgentEvent> Read(JsonElement line)
    {
        var part = line.At("part");
        return line.TextAt("type") switch
        {
            "text" => [new AgentSaid(part.TextAt("text") ?? "")],
            "tool_use" => Used(part),
            "step_finish" => Finished(part),
            "error" => [new AgentFaulted(line.TextAt("error", "data", "message") ?? line.TextAt("error", "message") ?? line.TextAt("message") ?? line.TextAt("error", "name") ?? "an error")],
            _ => [],
        };
    }

    private static IEnumerable<AgentEvent> Used(JsonElement part)
    {
        // It comes once the tool has answered.
        var (id, tool, state) = (part.TextAt("callID") ?? "", part.TextAt("tool") ?? "tool", part.At("state"));
        yield return new AgentCalled(id, tool, state.At("input").Raw());
        if (state.TextAt("status") is "completed" or "error")
        {
            yield return new AgentReturned(id, tool, state.TextAt("output") ?? state.TextAt("error") ?? "", state.TextAt("status") == "error");
        }
    }

    private static IEnumerable<AgentEvent> Finished(JsonElement part)
    {
        // What is cached is not among its input, nor thoughts among its output.
        var tokens = part.At("tokens");
        var cached = tokens.CountAt("cache", "read");
        var spent = new Spending(tokens.CountAt("input") + cached + tokens.CountAt("cache", "write"), cached, tokens.CountAt("output") + tokens.CountAt("reasoning"), part.MoneyAt("cost"));
        return spent == Spending.None ? [] : [new AgentSpent(spent)];
    }
}
