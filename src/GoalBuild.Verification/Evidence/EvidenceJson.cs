using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoalBuild.Verification.Evidence;

/// <summary>The JSON of <c>evidence.json</c>; generated at compile time, so that start-up pays nothing for reflection.</summary>
[JsonSerializable(typeof(EvidenceBundle))]
internal sealed partial class EvidenceJson : JsonSerializerContext
{
    /// <summary>Writes <c>&lt;</c>, <c>'</c> and letters beyond ASCII as they are: the file is read by people, and is never put into a page.</summary>
    public static EvidenceJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    });
}
