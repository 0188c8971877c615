using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GoalBuild.ModelScripts;

/// <summary>One event of a stream.</summary>
/// <param name="Text">As it is sent, with the empty line at its end.</param>
/// <param name="IsFinal">Whether it says that the answer has ended; without it no answer has.</param>
internal sealed record WireEvent(string Text, bool IsFinal = false);

/// <summary>How an answer looks on the wire.</summary>
internal abstract class Wire
{
    // Quotes and letters as they are: providers escape no more than JSON asks for.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Server = Guid.NewGuid().ToString("N")[..8];

    /// <summary>The wire of a path, or null where there is none.</summary>
    /// <param name="path">The request's path.</param>
    public static Wire? Of(string path) => path switch
    {
        "/v1/responses" => new ResponsesWire(),
        "/v1/chat/completions" => new ChatWire(),
        "/v1/messages" => new MessagesWire(),
        _ => null,
    };

    /// <summary>The events of an answer.</summary>
    /// <param name="request">What is answered.</param>
    /// <param name="reply">The answer.</param>
    public abstract IEnumerable<WireEvent> Events(ModelRequest request, Reply reply);

    /// <summary>An answer that is not streamed.</summary>
    /// <param name="request">What is answered.</param>
    /// <param name="reply">The answer.</param>
    public abstract string Whole(ModelRequest request, Reply reply);

    /// <summary>One more piece of text, for an answer whose first part is text.</summary>
    /// <param name="request">What is answered.</param>
    /// <param name="text">The piece.</param>
    public abstract WireEvent TextDelta(ModelRequest request, string text);

    /// <summary>A name that no other answer of any server has.</summary>
    /// <param name="kind">What it begins with.</param>
    /// <param name="request">What is answered.</param>
    /// <param name="index">The part's place in the answer.</param>
    protected static string Id(string kind, ModelRequest request, int index) => $"{kind}_{Server}{request.Ordinal:x6}{index:x2}";

    /// <summary>JSON as providers write it.</summary>
    /// <param name="node">The JSON.</param>
    protected static string Json(JsonNode node) => node.ToJsonString(Plain);

    /// <summary>The model's name, as the request has it.</summary>
    /// <param name="request">The request.</param>
    protected static JsonNode? ModelOf(ModelRequest request) => request.Body.TryGetProperty("model", out var model) ? JsonNode.Parse(model.GetRawText()) : null;

    /// <summary>A text in pieces; an empty one has none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most characters of a piece.</param>
    protected static IEnumerable<string> Pieces(string text, int length)
    {
        for (var start = 0; start < text.Length;)
        {
            // A pair that makes one character together stays together, as it does in UTF-8.
            var end = Math.Min(start + length, text.Length);
            end += end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
            yield return text[start..end];
            start = end;
        }
    }
}
