using System.Text.Json;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// Calls of tools as a model made them. The arguments' own text is kept beside their members: what is sent back has to be what was received, or the
/// provider's cache is missed; and text that is no JSON has no members at all, yet the model has to be told of it.
/// </summary>
internal static class FunctionCalls
{
    private const string Raw = "arguments";

    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>A call.</summary>
    /// <param name="id">The provider's name of it, by which the result is given back.</param>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">The arguments as the model wrote them; they may be no JSON.</param>
    public static FunctionCallContent Make(string id, string name, string arguments) => new(id, name, Parse(arguments))
    {
        AdditionalProperties = new AdditionalPropertiesDictionary { [Raw] = arguments },
    };

    /// <summary>The arguments as the model wrote them.</summary>
    /// <param name="call">A call, made here or elsewhere.</param>
    public static string ArgumentsOf(FunctionCallContent call) =>
        call.AdditionalProperties?.TryGetValue(Raw, out var value) == true && value is string text ? text
        : call.Arguments is null ? "{}"
        : Json(call.Arguments);

    /// <summary>A value that a tool was given or gave, as JSON on one line.</summary>
    /// <param name="value">The value.</param>
    public static string Json(object value) => JsonSerializer.Serialize(value, Compact);

    private static Dictionary<string, object?>? Parse(string arguments)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
