using System.Text.Json;

namespace GoalBuild.Agent.Tools;

/// <summary>Something that a model may call. One file each; a new one is a file here, a line in <see cref="ToolTable"/>, and its tests.</summary>
internal interface ITool
{
    /// <summary>The name by which a model calls it, such as <c>read_file</c>.</summary>
    string Name { get; }

    /// <summary>What it does, in the fewest words that a model needs: they are sent with every request.</summary>
    string Description { get; }

    /// <summary>What it takes.</summary>
    ToolSchema Schema { get; }

    /// <summary>Whether it does something that nobody can see afterwards, so that it is not simply called again when a crash came in the middle of it.</summary>
    bool HasEffects => false;

    /// <summary>Does it.</summary>
    /// <param name="arguments">What the model gave.</param>
    /// <param name="context">The tree, and what may be done to it.</param>
    /// <param name="cancellation">Stops every process that was started, then throws.</param>
    /// <exception cref="ToolFaultException">The model asked for what cannot be done; the message tells it why, and what to do instead.</exception>
    Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation);
}

/// <summary>What a tool answers to the model.</summary>
/// <param name="Text">The answer; for a model, so short.</param>
internal sealed record ToolResult(string Text)
{
    /// <summary>Whether it says why nothing was done.</summary>
    public bool IsError { get; init; }

    /// <summary>Whether it says that something still goes on: to ask again is no repetition.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Why only a person can go on, where the model reported that; it ends the turn and the run. Null otherwise.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Nothing was done.</summary>
    /// <param name="why">Why, and what to do instead.</param>
    public static ToolResult Error(string why) => new(why) { IsError = true };
}

/// <summary>A model asked a tool for what cannot be done.</summary>
/// <param name="message">Why, and what to do instead; the model reads it.</param>
internal sealed class ToolFaultException(string message) : Exception(message);

/// <summary>What a tool takes, as the JSON schema that a model is given.</summary>
/// <param name="Parameters">The parameters, in order.</param>
internal sealed record ToolSchema(params IReadOnlyList<ToolParameter> Parameters)
{
    /// <summary>The schema: an object with a property for each parameter, and no others.</summary>
    public JsonElement ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "object");
            writer.WriteStartObject("properties");
            foreach (var parameter in Parameters)
            {
                writer.WriteStartObject(parameter.Name);
                parameter.WriteType(writer);
                if (parameter.Description.Length > 0)
                {
                    writer.WriteString("description", parameter.Description);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteStartArray("required");
            foreach (var parameter in Parameters.Where(parameter => parameter.IsRequired))
            {
                writer.WriteStringValue(parameter.Name);
            }

            writer.WriteEndArray();
            writer.WriteBoolean("additionalProperties", false);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }
}

/// <summary>One parameter of a tool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in JSON schema: <c>string</c>, <c>integer</c>, <c>boolean</c>, or <c>string[]</c> for a list of strings.</param>
/// <param name="Description">In few words, or empty where the name says it.</param>
internal sealed record ToolParameter(string Name, string Type, string Description = "")
{
    /// <summary>Whether it has to be given.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>The only texts that it may be; empty for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A parameter that may be left out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="description">In few words.</param>
    public static ToolParameter Optional(string name, string type, string description = "") => new(name, type, description) { IsRequired = false };

    /// <summary>Writes the type's members.</summary>
    /// <param name="writer">Stands in the parameter's object.</param>
    public void WriteType(Utf8JsonWriter writer)
    {
        if (Type.EndsWith("[]", StringComparison.Ordinal))
        {
            writer.WriteString("type", "array");
            writer.WriteStartObject("items");
            writer.WriteString("type", Type[..^2]);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("type", Type);
        }

        if (Values.Count > 0)
        {
            writer.WriteStartArray("enum");
            foreach (var value in Values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }
}
