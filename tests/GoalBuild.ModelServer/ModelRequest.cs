using System.Text.Json;

namespace GoalBuild.ModelScripts;

/// <summary>One request that came.</summary>
/// <param name="ordinal">Its place in the order in which requests came, from 1.</param>
/// <param name="path">The path, such as <c>/v1/responses</c>.</param>
/// <param name="headers">The headers; names are compared without case.</param>
/// <param name="raw">The body's bytes.</param>
public sealed class ModelRequest(int ordinal, string path, IReadOnlyDictionary<string, string> headers, byte[] raw)
{
    private readonly Lazy<JsonElement?> _body = new(() => Parse(raw));

    /// <summary>Its place in the order in which requests came, from 1.</summary>
    public int Ordinal => ordinal;

    /// <summary>The path.</summary>
    public string Path => path;

    /// <summary>The headers; names are compared without case.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>The body's length, in bytes.</summary>
    public int Bytes => raw.Length;

    /// <summary>The body as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(raw);

    /// <summary>The body.</summary>
    /// <exception cref="InvalidOperationException">It was no JSON.</exception>
    public JsonElement Body => _body.Value ?? throw new InvalidOperationException("The request's body is no JSON.");

    /// <summary>When it had come whole.</summary>
    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;

    /// <summary>When the answer's last event had been handed to the network; null where it was not, or not yet.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>Whether the answer's last event has been handed to the network: an answer that is paid for.</summary>
    public bool IsEnded => EndedAt is not null;

    /// <summary>The connection that it came over.</summary>
    public string Connection { get; internal init; } = "";

    /// <summary>Whether nothing more will be sent.</summary>
    public bool IsOver { get; internal set; }

    /// <summary>How many answers of the model the conversation holds: the step that the next one is, from 0. A client that was killed and goes on asks for the same one again.</summary>
    public int Step => Items.Aggregate((Count: 0, InAnswer: false), (sofar, item) => (sofar.Count + (IsOfModel(item) && !(sofar.InAnswer && IsResponses) ? 1 : 0), IsOfModel(item))).Count;

    /// <summary>How many results of tools the conversation holds.</summary>
    public int ToolResults => Items.SelectMany(ResultsOf).Count();

    /// <summary>The newest results of tools: those after the model's last answer, as text.</summary>
    public IReadOnlyList<string> NewestResults => [.. Items.Reverse().TakeWhile(item => !IsOfModel(item)).Reverse().SelectMany(ResultsOf).Select(ResultText)];

    /// <summary>The conversation's items.</summary>
    public IReadOnlyList<JsonElement> Items =>
        _body.Value is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(IsResponses ? "input" : "messages", out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray()]
            : [];

    /// <summary>What the real endpoint would refuse: calls without results, results without calls. Null where there is nothing.</summary>
    internal string? Fault
    {
        get
        {
            if (_body.Value is not { ValueKind: JsonValueKind.Object })
            {
                return "We could not parse the JSON body of your request.";
            }

            var calls = Items.SelectMany(CallsOf).ToList();
            var results = Items.SelectMany(ResultsOf).Select(item => Member(item, IsResponses ? "call_id" : IsMessages ? "tool_use_id" : "tool_call_id")).ToList();
            return calls.Except(results).FirstOrDefault() is { } open ? $"No tool output found for function call {open}."
                : results.Except(calls).FirstOrDefault() is { } stray ? $"No tool call found for function call output with call_id {stray}."
                : null;
        }
    }

    private bool IsResponses => path.EndsWith("/responses", StringComparison.Ordinal);

    private bool IsMessages => path.EndsWith("/messages", StringComparison.Ordinal);

    private static JsonElement? Parse(byte[] raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Member(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static bool IsOfModel(JsonElement item) => Member(item, "role") == "assistant" || Member(item, "type") is "reasoning" or "function_call";

    // Of the Messages API calls and results are blocks of a message, several in one.
    private IEnumerable<JsonElement> ResultsOf(JsonElement item) =>
        IsMessages ? BlocksOf(item, "tool_result")
        : Member(item, "role") == "tool" || Member(item, "type") == "function_call_output" ? [item]
        : [];

    private IEnumerable<string> CallsOf(JsonElement item) =>
        IsMessages ? BlocksOf(item, "tool_use").Select(block => Member(block, "id"))
        : Member(item, "type") == "function_call" ? [Member(item, "call_id")]
        : !IsResponses && item.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array ? calls.EnumerateArray().Select(call => Member(call, "id"))
        : [];

    private static IEnumerable<JsonElement> BlocksOf(JsonElement item, string type) =>
        item.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array ? content.EnumerateArray().Where(block => Member(block, "type") == type) : [];

    private static string ResultText(JsonElement item)
    {
        var value = item.GetProperty(item.TryGetProperty("content", out _) ? "content" : "output");
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Concat(value.EnumerateArray().Select(part => Member(part, "text")));
    }
}
