using System.Text.Json.Nodes;

namespace GoalBuild.ModelScripts;

/// <summary>Chat Completions.</summary>
internal sealed class ChatWire : Wire
{
    /// <inheritdoc/>
    public override IEnumerable<WireEvent> Events(ModelRequest request, Reply reply)
    {
        yield return Chunk(request, new JsonObject { ["role"] = "assistant", ["content"] = "" });
        var calls = 0;
        foreach (var part in reply.Parts)
        {
            foreach (var delta in Deltas(request, reply, part, calls))
            {
                yield return Chunk(request, delta);
            }

            calls += part is CallPart ? 1 : 0;
        }

        if (reply.End == ReplyEnd.Failed)
        {
            yield return Event(new JsonObject { ["error"] = new JsonObject { ["message"] = reply.Failure.Message, ["type"] = reply.Failure.Code, ["code"] = reply.Failure.Code } });
            yield break;
        }

        yield return Chunk(request, [], FinishReason(reply)) with { IsFinal = true };
        if (reply.Usage is not null && request.Body.TryGetProperty("stream_options", out var options) && options.TryGetProperty("include_usage", out var include) && include.GetBoolean())
        {
            var last = Envelope(request, "chat.completion.chunk");
            last["choices"] = new JsonArray();
            last["usage"] = UsageOf(reply.Usage);
            yield return Event(last);
        }

        yield return new WireEvent("data: [DONE]\n\n");
    }

    /// <inheritdoc/>
    public override string Whole(ModelRequest request, Reply reply)
    {
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = reply.Parts.OfType<SayPart>().Any() ? string.Concat(reply.Parts.OfType<SayPart>().Select(part => part.Text)) : null,
            ["refusal"] = reply.Parts.OfType<RefusalPart>().FirstOrDefault()?.Text,
        };
        if (reply.Parts.OfType<CallPart>().Any())
        {
            message["tool_calls"] = new JsonArray([.. reply.Parts.OfType<CallPart>().Select((call, index) => Call(request, call, index, call.Arguments))]);
        }

        var whole = Envelope(request, "chat.completion");
        whole["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = FinishReason(reply) });
        whole["usage"] = reply.Usage is null ? null : UsageOf(reply.Usage);
        return Json(whole);
    }

    /// <inheritdoc/>
    public override WireEvent TextDelta(ModelRequest request, string text) => Chunk(request, new JsonObject { ["content"] = text });

    private static IEnumerable<JsonObject> Deltas(ModelRequest request, Reply reply, Part part, int index)
    {
        switch (part)
        {
            case SayPart say:
                return Pieces(say.Text, reply.DeltaLength).Select(piece => new JsonObject { ["content"] = piece });
            case RefusalPart refusal:
                return Pieces(refusal.Text, reply.DeltaLength).Select(piece => new JsonObject { ["refusal"] = piece });
            case ThoughtPart thought:
                // What vLLM, DeepSeek and llama.cpp send; OpenAI sends nothing here.
                return Pieces(thought.Summary, reply.DeltaLength).Select(piece => new JsonObject { ["reasoning_content"] = piece });
            case CallPart call:
                return
                [
                    new JsonObject { ["tool_calls"] = new JsonArray(Call(request, call, index, "", streamed: true)) },
                    .. Pieces(call.Arguments, reply.DeltaLength).Select(piece => new JsonObject
                    {
                        ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } }),
                    }),
                ];
            default:
                throw new InvalidOperationException($"There is no wire form of {part.GetType().Name}.");
        }
    }

    private static JsonObject Call(ModelRequest request, CallPart call, int index, string arguments, bool streamed = false)
    {
        var item = new JsonObject
        {
            ["id"] = Id("call", request, index),
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = arguments },
        };
        if (streamed)
        {
            item["index"] = index;
        }

        return item;
    }

    private static string FinishReason(Reply reply) => reply.End switch
    {
        ReplyEnd.Length => "length",
        ReplyEnd.Filtered => "content_filter",
        _ => reply.Parts.OfType<CallPart>().Any() ? "tool_calls" : "stop",
    };

    private static JsonObject UsageOf(ReplyUsage usage) => new()
    {
        ["prompt_tokens"] = usage.In,
        ["completion_tokens"] = usage.Out,
        ["total_tokens"] = usage.In + usage.Out,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.Cached, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0, ["audio_tokens"] = 0, ["accepted_prediction_tokens"] = 0, ["rejected_prediction_tokens"] = 0 },
    };

    private static WireEvent Chunk(ModelRequest request, JsonObject delta, string? finishReason = null)
    {
        var chunk = Envelope(request, "chat.completion.chunk");
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason });
        return Event(chunk);
    }

    private static JsonObject Envelope(ModelRequest request, string kind) => new()
    {
        ["id"] = Id("chatcmpl", request, 0),
        ["object"] = kind,
        ["created"] = request.At.ToUnixTimeSeconds(),
        ["model"] = ModelOf(request),
    };

    private static WireEvent Event(JsonObject data) => new($"data: {Json(data)}\n\n");
}
