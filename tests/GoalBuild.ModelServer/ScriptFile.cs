using System.Text.Json;

namespace GoalBuild.ModelScripts;

/// <summary>
/// A script in a JSON file:
/// <code>
/// {
///   "match": "step",
///   "replies": [
///     { "call": { "name": "read_file", "arguments": { "path": "a.cs" } }, "think": "encrypted", "usage": { "in": 900, "cached": 0, "out": 40 } },
///     { "calls": [ { "name": "x", "arguments": {} }, { "name": "y", "arguments": "{ no JSON" } ], "repeat": 30 },
///     { "say": "Done.", "after": [ { "status": 429, "code": "rate_limit_exceeded", "message": "Wait.", "retryAfter": "1" }, { "fault": "stall" } ] }
///   ]
/// }
/// </code>
/// <c>match</c> is <c>step</c> (the default: <see cref="Script.ByStep"/>) or <c>order</c> (<see cref="Script.InOrder"/>). A reply is an answer
/// (<c>say</c>, <c>call</c> or <c>calls</c>, with <c>think</c>, <c>usage</c>, <c>end</c>: <c>length</c> or <c>filtered</c>; <c>refuse</c>; none of them:
/// an empty answer) or an error (<c>status</c>, <c>code</c>, <c>message</c>, <c>retryAfter</c>). <c>fault</c> is a <see cref="ReplyFault"/>;
/// <c>after</c> lists replies that come first, once each; <c>repeat</c> is how many such replies there are, one after another.
/// Arguments that are a string are sent as they are.
/// </summary>
public static class ScriptFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads a script.</summary>
    /// <param name="json">The file's text.</param>
    /// <exception cref="JsonException">It is no script.</exception>
    public static Script Parse(string json)
    {
        var file = JsonSerializer.Deserialize<FileForm>(json, Options) ?? throw new JsonException("The script is null.");
        var replies = file.Replies.SelectMany(form => Enumerable.Range(0, form.Repeat ?? 1).Select(_ => ReplyOf(form))).ToList();
        return file.Match switch
        {
            null or "step" => Script.ByStep(replies),
            "order" => Script.InOrder(replies),
            _ => throw new JsonException($"'match' is '{file.Match}'; expected 'step' or 'order'."),
        };
    }

    private static Reply ReplyOf(ReplyForm form)
    {
        var reply = form.Status is { } status
            ? Reply.Error(status, form.Code ?? "error", form.Message ?? "A fault of the script.", form.RetryAfter)
            : Reply.Of([.. PartsOf(form)]) with { End = EndOf(form.End) };
        return reply with
        {
            Usage = form.Usage is { } usage ? new ReplyUsage(usage.In, usage.Cached, usage.Out) : reply.Usage,
            Fault = form.Fault is null ? ReplyFault.None : Enum.Parse<ReplyFault>(form.Fault, ignoreCase: true),
            Before = [.. form.After.Select(ReplyOf)],
        };
    }

    private static ReplyEnd EndOf(string? end) => end is null ? ReplyEnd.Completed : Enum.Parse<ReplyEnd>(end, ignoreCase: true);

    private static IEnumerable<Part> PartsOf(ReplyForm form)
    {
        if (form.Think is { } think)
        {
            yield return new ThoughtPart(think);
        }

        if (form.Say is { } say)
        {
            yield return new SayPart(say);
        }

        if (form.Refuse is { } refuse)
        {
            yield return new RefusalPart(refuse);
        }

        foreach (var call in form.Call is { } one ? [one, .. form.Calls] : form.Calls)
        {
            yield return new CallPart(call.Name, call.Arguments.ValueKind switch
            {
                JsonValueKind.String => call.Arguments.GetString()!,
                JsonValueKind.Undefined => "{}",
                _ => call.Arguments.GetRawText(),
            });
        }
    }

    private sealed record FileForm(string? Match, IReadOnlyList<ReplyForm> Replies);

    private sealed record ReplyForm
    {
        public string? Say { get; init; }

        public string? Think { get; init; }

        public string? Refuse { get; init; }

        public CallForm? Call { get; init; }

        public IReadOnlyList<CallForm> Calls { get; init; } = [];

        public UsageForm? Usage { get; init; }

        public string? End { get; init; }

        public string? Fault { get; init; }

        public int? Status { get; init; }

        public string? Code { get; init; }

        public string? Message { get; init; }

        public string? RetryAfter { get; init; }

        public IReadOnlyList<ReplyForm> After { get; init; } = [];

        public int? Repeat { get; init; }
    }

    private sealed record CallForm(string Name, JsonElement Arguments);

    private sealed record UsageForm(long In, long Cached, long Out);
}
