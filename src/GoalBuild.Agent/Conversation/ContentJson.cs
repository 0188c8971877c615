using System.Text.Json;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// What a conversation holds, as JSON for the ledger. What is read back makes the same request as what was written, byte for byte: thoughts with what
/// the provider encrypted, and calls with the text of their arguments.
/// </summary>
internal static class ContentJson
{
    private const string Id = "id";

    /// <summary>Writes contents.</summary>
    /// <param name="contents">Text, thoughts, calls, results and refusals.</param>
    /// <exception cref="NotSupportedException">There is something else among them; it would be lost.</exception>
    public static string Write(IEnumerable<AIContent> contents)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var content in contents)
            {
                writer.WriteStartObject();
                WriteMembers(writer, content);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IReadOnlyList<AIContent> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(ReadOne)]
            : throw new JsonException($"Contents are JSON of kind {document.RootElement.ValueKind}; expected an array.");
    }

    /// <summary>Thoughts.</summary>
    /// <param name="text">What is to be read of them; empty for nothing.</param>
    /// <param name="encrypted">What the provider encrypted and wants back, or null.</param>
    /// <param name="id">The provider's name of them, or null.</param>
    public static TextReasoningContent Thought(string text, string? encrypted, string? id) => new(text)
    {
        ProtectedData = encrypted,
        AdditionalProperties = id is null ? null : new AdditionalPropertiesDictionary { [Id] = id },
    };

    /// <summary>The provider's name of thoughts, or null.</summary>
    /// <param name="thought">The thoughts.</param>
    public static string? IdOf(TextReasoningContent thought) => thought.AdditionalProperties?.TryGetValue(Id, out var id) == true ? id as string : null;

    /// <summary>A result's text.</summary>
    /// <param name="result">The result of a tool.</param>
    public static string TextOf(FunctionResultContent result) => result.Result switch
    {
        null => "",
        string text => text,
        var other => FunctionCalls.Json(other),
    };

    private static void WriteMembers(Utf8JsonWriter writer, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                writer.WriteString("text", text.Text);
                break;
            case TextReasoningContent thought:
                writer.WriteString("thought", thought.Text);
                WriteOptional(writer, "encrypted", thought.ProtectedData);
                WriteOptional(writer, Id, IdOf(thought));
                break;
            case FunctionCallContent call:
                writer.WriteString("call", call.CallId);
                writer.WriteString("name", call.Name);
                writer.WriteString("arguments", FunctionCalls.ArgumentsOf(call));
                break;
            case FunctionResultContent result:
                writer.WriteString("result", result.CallId);
                writer.WriteString("text", TextOf(result));
                break;
            case ErrorContent error:
                writer.WriteString("error", error.Message);
                WriteOptional(writer, "code", error.ErrorCode);
                break;
            default:
                throw new NotSupportedException($"{content.GetType().Name} cannot be kept in the ledger.");
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static AIContent ReadOne(JsonElement item) =>
        Find(item, "call") is { } call ? FunctionCalls.Make(call, Need(item, "name"), Need(item, "arguments"))
        : Find(item, "result") is { } result ? new FunctionResultContent(result, Need(item, "text"))
        : Find(item, "thought") is { } thought ? Thought(thought, Find(item, "encrypted"), Find(item, Id))
        : Find(item, "error") is { } error ? new ErrorContent(error) { ErrorCode = Find(item, "code") }
        : new TextContent(Need(item, "text"));

    private static string? Find(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Need(JsonElement item, string name) => Find(item, name) ?? throw new JsonException($"'{name}' is missing from {item.GetRawText()}.");
}
