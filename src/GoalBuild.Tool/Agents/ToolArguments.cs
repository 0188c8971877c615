using System.Text.Json;

namespace GoalBuild.Tool.Agents;

/// <summary>The arguments of a tool's call, which a model wrote.</summary>
/// <param name="values">The arguments by name.</param>
internal sealed class ToolArguments(IDictionary<string, JsonElement> values)
{
    private static readonly string[] Known = ["goal", "clauses", "format"];

    /// <summary>What is wrong with them, or null.</summary>
    public string? Wrong => values.Select(pair => WrongOf(pair.Key, pair.Value)).FirstOrDefault(wrong => wrong is not null);

    /// <summary>A text, or null where it is not given.</summary>
    /// <param name="name">The argument.</param>
    public string? Text(string name) => values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Texts; none where they are not given.</summary>
    /// <param name="name">The argument.</param>
    public IReadOnlyList<string> Texts(string name) => values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(one => one.GetString()!)] : [];

    private static string? WrongOf(string name, JsonElement value) => name switch
    {
        _ when !Known.Contains(name, StringComparer.Ordinal) => $"There is no argument '{name}'; expected one of {string.Join(", ", Known)}.",
        _ when value.ValueKind == JsonValueKind.Null => null,
        "clauses" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) ? null : "'clauses' is no list of strings.",
        _ => value.ValueKind == JsonValueKind.String ? null : $"'{name}' is no string.",
    };
}
