using System.Text.Json;
using System.Text.Json.Serialization;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification;

/// <summary>
/// Verdicts as JSON: how a clause's task hands its verdict to the engine, how a verdict is kept for reuse, and how evidence
/// shows it. One form for all, with camel-case names, enumerations as their names, and durations in .NET's constant format.
/// </summary>
public static class VerdictJson
{
    /// <summary>Writes a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Write(Verdict verdict) => JsonSerializer.Serialize(verdict, VerdictJsonContext.Default.Verdict);

    /// <summary>Reads a verdict.</summary>
    /// <param name="json">What <see cref="Write"/> gave.</param>
    /// <exception cref="JsonException">The text is not a verdict.</exception>
    public static Verdict Read(string json) =>
        JsonSerializer.Deserialize(json, VerdictJsonContext.Default.Verdict) ?? throw new JsonException("A verdict was expected, and null was found.");
}

/// <summary>The serializers of verdicts, generated, so that starting up costs no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(ValueListConverter<Figure>), typeof(ValueListConverter<Finding>), typeof(ValueListConverter<string>)])]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(Figure[]))]
[JsonSerializable(typeof(Finding[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
public sealed partial class VerdictJsonContext : JsonSerializerContext;

/// <summary>A <see cref="ValueList{T}"/> as a JSON array.</summary>
/// <typeparam name="T">The items' type.</typeparam>
public sealed class ValueListConverter<T> : JsonConverter<ValueList<T>>
{
    /// <inheritdoc/>
    public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ((T[]?)JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(typeof(T[]))) ?? []).ToValueList();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options.GetTypeInfo(typeof(T[])));
}
