using System.Text.Json.Nodes;

namespace GoalBuild.ModelScripts;

/// <summary>The Responses API.</summary>
internal sealed class ResponsesWire : Wire
{
    private int _sequence;

    /// <inheritdoc/>
    public override IEnumerable<WireEvent> Events(ModelRequest request, Reply reply)
    {
        yield return Event("response.created", ("response", Response(request, reply, "in_progress")));
        yield return Event("response.in_progress", ("response", Response(request, reply, "in_progress")));
        for (var index = 0; index < reply.Parts.Count; index++)
        {
            foreach (var item in Item(request, reply, index))
            {
                yield return item;
            }
        }

        var status = StatusOf(reply);
        yield return Event($"response.{status}", ("response", Response(request, reply, status))) with { IsFinal = reply.End != ReplyEnd.Failed };
    }

    /// <inheritdoc/>
    public override string Whole(ModelRequest request, Reply reply) => Json(Response(request, reply, StatusOf(reply)));

    /// <inheritdoc/>
    public override WireEvent TextDelta(ModelRequest request, string text) =>
        Event("response.output_text.delta", ("item_id", Id("msg", request, 0)), ("output_index", 0), ("content_index", 0), ("delta", text), ("logprobs", new JsonArray()));

    private IEnumerable<WireEvent> Item(ModelRequest request, Reply reply, int index)
    {
        var part = reply.Parts[index];
        var id = IdOf(request, part, index);
        yield return Event("response.output_item.added", ("output_index", index), ("item", ItemOf(request, part, index, isWhole: false)));
        var inner = part switch
        {
            SayPart say => Content(id, index, "output_text", "response.output_text", "text", say.Text, reply.DeltaLength),
            RefusalPart refusal => Content(id, index, "refusal", "response.refusal", "refusal", refusal.Text, reply.DeltaLength),
            CallPart call => Arguments(id, index, call.Arguments, reply.DeltaLength),
            ThoughtPart thought => Summary(id, index, thought.Summary, reply.DeltaLength),
            _ => throw new InvalidOperationException($"There is no wire form of {part.GetType().Name}."),
        };
        foreach (var item in inner)
        {
            yield return item;
        }

        yield return Event("response.output_item.done", ("output_index", index), ("item", ItemOf(request, part, index, isWhole: true)));
    }

    private IEnumerable<WireEvent> Content(string id, int index, string kind, string name, string member, string text, int length)
    {
        yield return Event("response.content_part.added", ("item_id", id), ("output_index", index), ("content_index", 0), ("part", ContentOf(kind, "")));
        foreach (var piece in Pieces(text, length))
        {
            yield return Event($"{name}.delta", ("item_id", id), ("output_index", index), ("content_index", 0), ("delta", piece));
        }

        yield return Event($"{name}.done", ("item_id", id), ("output_index", index), ("content_index", 0), (member, text));
        yield return Event("response.content_part.done", ("item_id", id), ("output_index", index), ("content_index", 0), ("part", ContentOf(kind, text)));
    }

    private IEnumerable<WireEvent> Arguments(string id, int index, string arguments, int length)
    {
        foreach (var piece in Pieces(arguments, length))
        {
            yield return Event("response.function_call_arguments.delta", ("item_id", id), ("output_index", index), ("delta", piece));
        }

        yield return Event("response.function_call_arguments.done", ("item_id", id), ("output_index", index), ("arguments", arguments));
    }

    private IEnumerable<WireEvent> Summary(string id, int index, string text, int length)
    {
        if (text.Length == 0)
        {
            yield break;
        }

        yield return Event("response.reasoning_summary_part.added", ("item_id", id), ("output_index", index), ("summary_index", 0), ("part", SummaryOf("")));
        foreach (var piece in Pieces(text, length))
        {
            yield return Event("response.reasoning_summary_text.delta", ("item_id", id), ("output_index", index), ("summary_index", 0), ("delta", piece));
        }

        yield return Event("response.reasoning_summary_text.done", ("item_id", id), ("output_index", index), ("summary_index", 0), ("text", text));
        yield return Event("response.reasoning_summary_part.done", ("item_id", id), ("output_index", index), ("summary_index", 0), ("part", SummaryOf(text)));
    }

    private static string IdOf(ModelRequest request, Part part, int index) => Id(part switch { CallPart => "fc", ThoughtPart => "rs", _ => "msg" }, request, index);

    private static JsonObject ItemOf(ModelRequest request, Part part, int index, bool isWhole)
    {
        var id = IdOf(request, part, index);
        var status = isWhole ? "completed" : "in_progress";
        return part switch
        {
            CallPart call => new JsonObject { ["id"] = id, ["type"] = "function_call", ["status"] = status, ["call_id"] = Id("call", request, index), ["name"] = call.Name, ["arguments"] = isWhole ? call.Arguments : "" },
            ThoughtPart thought => new JsonObject
            {
                ["id"] = id,
                ["type"] = "reasoning",
                ["summary"] = isWhole && thought.Summary.Length > 0 ? new JsonArray(SummaryOf(thought.Summary)) : [],
                ["encrypted_content"] = isWhole && IsIncluded(request) ? thought.Encrypted : null,
            },
            SayPart say => Message(id, status, isWhole ? ContentOf("output_text", say.Text) : null),
            RefusalPart refusal => Message(id, status, isWhole ? ContentOf("refusal", refusal.Text) : null),
            _ => throw new InvalidOperationException($"There is no wire form of {part.GetType().Name}."),
        };
    }

    // As the real endpoint: encrypted thoughts come only where they were asked for.
    private static bool IsIncluded(ModelRequest request) =>
        request.Body.TryGetProperty("include", out var include) && include.EnumerateArray().Any(item => item.GetString() == "reasoning.encrypted_content");

    private static JsonObject Message(string id, string status, JsonObject? content) =>
        new() { ["id"] = id, ["type"] = "message", ["status"] = status, ["role"] = "assistant", ["content"] = content is null ? [] : new JsonArray(content) };

    private static JsonObject ContentOf(string kind, string text) => kind == "refusal"
        ? new JsonObject { ["type"] = kind, ["refusal"] = text }
        : new JsonObject { ["type"] = kind, ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject SummaryOf(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    private static string StatusOf(Reply reply) => reply.End switch { ReplyEnd.Completed => "completed", ReplyEnd.Failed => "failed", _ => "incomplete" };

    private static JsonObject Response(ModelRequest request, Reply reply, string status)
    {
        var isOver = status != "in_progress";
        return new JsonObject
        {
            ["id"] = Id("resp", request, 0),
            ["object"] = "response",
            ["created_at"] = request.At.ToUnixTimeSeconds(),
            ["status"] = status,
            ["background"] = false,
            ["error"] = status == "failed" ? new JsonObject { ["code"] = reply.Failure.Code, ["message"] = reply.Failure.Message } : null,
            ["incomplete_details"] = status == "incomplete" ? new JsonObject { ["reason"] = reply.End == ReplyEnd.Length ? "max_output_tokens" : "content_filter" } : null,
            ["instructions"] = null,
            ["model"] = ModelOf(request),
            ["output"] = isOver ? new JsonArray([.. reply.Parts.Select((part, index) => ItemOf(request, part, index, isWhole: true))]) : [],
            ["parallel_tool_calls"] = true,
            ["store"] = false,
            ["tool_choice"] = "auto",
            ["tools"] = new JsonArray(),
            ["metadata"] = new JsonObject(),
            ["usage"] = isOver && reply.Usage is { } usage && status != "failed"
                ? new JsonObject
                {
                    ["input_tokens"] = usage.In,
                    ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.Cached },
                    ["output_tokens"] = usage.Out,
                    ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
                    ["total_tokens"] = usage.In + usage.Out,
                }
                : null,
        };
    }

    private WireEvent Event(string type, params IReadOnlyList<(string Name, JsonNode? Value)> members)
    {
        var data = new JsonObject { ["type"] = type, ["sequence_number"] = _sequence++ };
        foreach (var (name, value) in members)
        {
            data[name] = value;
        }

        return new WireEvent($"event: {type}\ndata: {Json(data)}\n\n");
    }
}
