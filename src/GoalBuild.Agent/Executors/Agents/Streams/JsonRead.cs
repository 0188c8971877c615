using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GoalBuild.Agent.Executors.Agents.Streams;

/// <summary>Reads JSON that others wrote: what is missing, or of another kind than expected, is nothing and no error.</summary>
internal static partial class JsonRead
{
    /// <summary>The member behind a path of names.</summary>
    /// <param name="json">Where the path begins.</param>
    /// <param name="path">The names.</param>
    /// <returns>Of kind <see cref="JsonValueKind.Undefined"/> where it is not there.</returns>
    public static JsonElement At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !Has(json, name, out json))
            {
                return default;
            }
        }

        return json;
    }

    /// <summary>The text behind a path, or null.</summary>
    /// <param name="json">Where the path begins.</param>
    /// <param name="path">The names.</param>
    public static string? TextAt(this JsonElement json, params ReadOnlySpan<string> path) => json.At(path).Text();

    /// <summary>A text, or null where it is none.</summary>
    /// <param name="json">The text.</param>
    public static string? Text(this JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a pair of surrogates: a program cut its text in the middle of a character, and JSON lets it write that. The rest is worth having.
            using var whole = JsonDocument.Parse(Lone().Replace(json.GetRawText(), @"\ufffd"));
            return whole.RootElement.GetString();
        }
    }

    private static bool Has(JsonElement json, string name, out JsonElement found)
    {
        try
        {
            return json.TryGetProperty(name, out found);
        }
        catch (InvalidOperationException)
        {
            // An object with half a character in a name: nothing of it is understood.
            found = default;
            return false;
        }
    }

    // A high surrogate with no low one behind it, or a low one with no high one before it, as JSON escapes them; an escaped backslash before 'u' is none.
    [GeneratedRegex(@"(?<=(?:^|[^\\])(?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Lone();

    /// <summary>The count behind a path; 0 where there is none, or a negative one.</summary>
    /// <param name="json">Where the path begins.</param>
    /// <param name="path">The names.</param>
    public static long CountAt(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var count) ? Math.Max(0, count) : 0;

    /// <summary>The money behind a path; 0 where there is none, or a negative sum.</summary>
    /// <param name="json">Where the path begins.</param>
    /// <param name="path">The names.</param>
    public static decimal MoneyAt(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: JsonValueKind.Number } found && decimal.TryParse(found.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var money) ? Math.Max(0, money) : 0;

    /// <summary>The elements of an array; none where it is no array.</summary>
    /// <param name="json">The array.</param>
    public static IEnumerable<JsonElement> Items(this JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>The members of an object; none where it is no object.</summary>
    /// <param name="json">The object.</param>
    public static IEnumerable<JsonProperty> Members(this JsonElement json) => json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : [];

    /// <summary>An element as JSON; an empty object where it is not there.</summary>
    /// <param name="json">The element.</param>
    public static string Raw(this JsonElement json) => json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "{}" : json.GetRawText();
}
