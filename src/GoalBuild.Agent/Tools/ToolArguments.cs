using System.Globalization;
using System.Text.Json;

namespace GoalBuild.Agent.Tools;

/// <summary>What a model gave a tool. Models err in small things, such as a number in quotes; what is meant beyond doubt is taken.</summary>
internal sealed class ToolArguments
{
    private readonly JsonElement _root;

    private ToolArguments(JsonElement root) => _root = root;

    /// <summary>Reads what a model gave.</summary>
    /// <param name="json">The arguments as the model wrote them; empty for none.</param>
    /// <exception cref="ToolFaultException">It is no JSON object.</exception>
    public static ToolArguments Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(json) ? "{}" : json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ToolArguments(document.RootElement.Clone())
                : throw new ToolFaultException($"The arguments are JSON of kind {document.RootElement.ValueKind}; expected an object. Call again with an object.");
        }
        catch (JsonException exception)
        {
            throw new ToolFaultException($"The arguments are no valid JSON ({exception.Message.Split(" Path:")[0].TrimEnd('.')}). Call again with valid JSON; a long text may have to be split.");
        }
    }

    /// <summary>Refuses parameters that the tool does not have: what a model meant by them would silently not happen.</summary>
    /// <param name="schema">What the tool takes.</param>
    /// <exception cref="ToolFaultException">There is one.</exception>
    public void Check(ToolSchema schema)
    {
        var known = schema.Parameters.Select(parameter => parameter.Name).ToList();
        var unknown = _root.EnumerateObject().Select(property => property.Name).Where(name => !known.Contains(name, StringComparer.Ordinal)).ToList();
        if (unknown.Count > 0)
        {
            throw new ToolFaultException($"There is no parameter '{unknown[0]}'; there {(known.Count == 1 ? "is" : "are")}: {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
        }
    }

    /// <summary>A text that has to be given.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ToolFaultException">It is missing or no text.</exception>
    public string Text(string name) => TextOrNull(name) ?? throw new ToolFaultException($"'{name}' is missing; it has to be given.");

    /// <summary>A text, or null where it was left out.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ToolFaultException">It is no text.</exception>
    public string? TextOrNull(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        var other => throw new ToolFaultException($"'{name}' is JSON of kind {other.Value.ValueKind}; expected a string."),
    };

    /// <summary>A whole number, or null where it was left out.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ToolFaultException">It is no whole number.</exception>
    public int? NumberOrNull(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= int.MinValue and <= int.MaxValue && Math.Floor(number) == number
            ? (int)number
            : throw new ToolFaultException($"'{name}' is '{text}'; expected a whole number.");
    }

    /// <summary>Whether a switch is on; off where it was left out.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ToolFaultException">It is neither true nor false.</exception>
    public bool Flag(string name) => Find(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var flag) => flag,
        var other => throw new ToolFaultException($"'{name}' is '{other.Value.GetRawText()}'; expected true or false."),
    };

    /// <summary>A list of texts, empty where it was left out. One text is a list of one.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ToolFaultException">It is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw new ToolFaultException($"'{name}' holds JSON of kind {item.ValueKind}; expected strings."))],
        var other => throw new ToolFaultException($"'{name}' is JSON of kind {other.Value.ValueKind}; expected a list of strings."),
    };

    private JsonElement? Find(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
