using System.Text.Json.Nodes;

namespace GoalBuild.ModelScripts;

/// <summary>
/// Anthropic's Messages API: what Claude Code speaks. There are no refusals of their own form and no failures within an answer; the first is text that ends with
/// <c>refusal</c>, the second the event <c>error</c>.
/// </summary>
internal sealed class MessagesWire : Wire
{
    /// <inheritdoc/>
    public override IEnumerable<WireEvent> Events(ModelRequest request, Reply reply)
    {
        yield return Event("message_start", ("message", Message(request, reply, isWhole: false)));
        for (var index = 0; index < reply.Parts.Count; index++)
        {
            yield return Event("content_block_start", ("index", index), ("content_block", Block(request, reply.Parts[index], index, isWhole: false)));
            foreach (var delta in Deltas(reply.Parts[index], reply.DeltaLength))
            {
                yield return Event("content_block_delta", ("index", index), ("delta", delta));
            }

            yield return Event("content_block_stop", ("index", index));
        }

        if (reply.End == ReplyEnd.Failed)
        {
            yield return Event("error", ("error", new JsonObject { ["type"] = reply.Failure.Code, ["message"] = reply.Failure.Message }));
            yield break;
        }

        yield return Event("message_delta", ("delta", new JsonObject { ["stop_reason"] = StopReason(reply), ["stop_sequence"] = null }), ("usage", new JsonObject { ["output_tokens"] = reply.Usage?.Out ?? 0 }));
        yield return Event("message_stop") with { IsFinal = true };
    }

    /// <inheritdoc/>
    public override string Whole(ModelRequest request, Reply reply) => Json(Message(request, reply, isWhole: true));

    /// <inheritdoc/>
    public override WireEvent TextDelta(ModelRequest request, string text) => Event("content_block_delta", ("index", 0), ("delta", TextOf(text)));

    private static JsonObject Message(ModelRequest request, Reply reply, bool isWhole) => new()
    {
        ["id"] = Id("msg", request, 0),
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = ModelOf(request),
        ["content"] = isWhole ? new JsonArray([.. reply.Parts.Select((part, index) => Block(request, part, index, isWhole))]) : new JsonArray(),
        ["stop_reason"] = isWhole ? StopReason(reply) : null,
        ["stop_sequence"] = null,
        // Cached tokens are counted beside those that were sent, not among them; of an answer's tokens the start of a stream knows but the first.
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = (reply.Usage?.In ?? 0) - (reply.Usage?.Cached ?? 0),
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = reply.Usage?.Cached ?? 0,
            ["output_tokens"] = isWhole ? reply.Usage?.Out ?? 0 : 1,
        },
    };

    private static JsonObject Block(ModelRequest request, Part part, int index, bool isWhole) => part switch
    {
        SayPart say => new JsonObject { ["type"] = "text", ["text"] = isWhole ? say.Text : "" },
        RefusalPart refusal => new JsonObject { ["type"] = "text", ["text"] = isWhole ? refusal.Text : "" },
        ThoughtPart thought => new JsonObject { ["type"] = "thinking", ["thinking"] = isWhole ? thought.Summary : "", ["signature"] = isWhole ? thought.Encrypted : "" },
        CallPart call => new JsonObject { ["type"] = "tool_use", ["id"] = Id("toolu", request, index), ["name"] = call.Name, ["input"] = isWhole ? JsonNode.Parse(call.Arguments) : new JsonObject() },
        _ => throw new InvalidOperationException($"There is no wire form of {part.GetType().Name}."),
    };

    private static IEnumerable<JsonObject> Deltas(Part part, int length) => part switch
    {
        SayPart say => Pieces(say.Text, length).Select(TextOf),
        RefusalPart refusal => Pieces(refusal.Text, length).Select(TextOf),
        ThoughtPart thought =>
        [
            .. Pieces(thought.Summary, length).Select(piece => new JsonObject { ["type"] = "thinking_delta", ["thinking"] = piece }),
            new JsonObject { ["type"] = "signature_delta", ["signature"] = thought.Encrypted },
        ],
        CallPart call => Pieces(call.Arguments, length).Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }),
        _ => throw new InvalidOperationException($"There is no wire form of {part.GetType().Name}."),
    };

    private static JsonObject TextOf(string text) => new() { ["type"] = "text_delta", ["text"] = text };

    private static string StopReason(Reply reply) => reply switch
    {
        { End: ReplyEnd.Length } => "max_tokens",
        { End: ReplyEnd.Filtered } => "refusal",
        _ when reply.Parts.OfType<RefusalPart>().Any() => "refusal",
        _ => reply.Parts.OfType<CallPart>().Any() ? "tool_use" : "end_turn",
    };

    private static WireEvent Event(string type, params IReadOnlyList<(string Name, JsonNode? Value)> members)
    {
        var data = new JsonObject { ["type"] = type };
        foreach (var (name, value) in members)
        {
            data[name] = value;
        }

        return new WireEvent($"event: {type}\ndata: {Json(data)}\n\n");
    }
}
