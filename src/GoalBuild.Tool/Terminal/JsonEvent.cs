using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Terminal;

/// <summary>
/// One line of <c>--json</c>. The shape is documented in <c>README.md</c> of this project; members are added, and never renamed or
/// given another meaning without a new <see cref="CurrentVersion"/>.
/// </summary>
internal sealed record JsonEvent(string Event)
{
    /// <summary>The version of the shape.</summary>
    public const int CurrentVersion = 1;

    [JsonPropertyOrder(-3)]
    public int V { get; init; } = CurrentVersion;

    [JsonPropertyOrder(-2)]
    public DateTimeOffset At { get; init; }

    [JsonPropertyOrder(-1)]
    public string Event { get; init; } = Event;

    public string? Goal { get; init; }
    public string? File { get; init; }
    public string? Run { get; init; }
    public int? Turn { get; init; }
    public string? Executor { get; init; }
    public string? Clause { get; init; }
    public string? Requirement { get; init; }
    public string? Status { get; init; }
    public string? Outcome { get; init; }
    public int? ExitCode { get; init; }
    public string? Severity { get; init; }
    public string? Code { get; init; }
    public string? Title { get; init; }
    public string? Message { get; init; }
    public string? Cure { get; init; }
    public int? Line { get; init; }
    public int? Column { get; init; }
    public bool? Final { get; init; }
    public bool? Resumed { get; init; }
    public bool? Reused { get; init; }
    public bool? Judged { get; init; }
    public bool? GoalChanged { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public int? Holding { get; init; }
    public int? Clauses { get; init; }
    public DateTimeOffset? ClausesAt { get; init; }
    public int? Goals { get; init; }
    public int? Turns { get; init; }
    public long? DurationMs { get; init; }
    public IReadOnlyList<JsonFigure>? Figures { get; init; }
    public IReadOnlyList<JsonFinding>? Findings { get; init; }
    public IReadOnlyList<string>? Files { get; init; }
    public string? Evidence { get; init; }
    public string? Patch { get; init; }
    public string? Output { get; init; }
    public int? Runs { get; init; }
    public int? Bundles { get; init; }
    public string? Root { get; init; }
    public string? Kind { get; init; }
    public string? Tool { get; init; }
    public string? Now { get; init; }
    public DateTimeOffset? Since { get; init; }
    public long? TokensIn { get; init; }
    public long? TokensCached { get; init; }
    public long? TokensOut { get; init; }
    public decimal? Dollars { get; init; }
    public long? TurnsLeft { get; init; }
    public long? TokensLeft { get; init; }
    public decimal? DollarsLeft { get; init; }
    public long? MsLeft { get; init; }
    public IReadOnlyList<JsonPhase>? Phases { get; init; }
    public IReadOnlyList<string>? Approach { get; init; }
    public IReadOnlyList<string>? Risks { get; init; }
    public bool? Cut { get; init; }
    public IReadOnlyList<EvidenceReview>? Reviews { get; init; }
    public IReadOnlyList<string>? Refused { get; init; }
    public bool? DryRun { get; init; }
    public bool? Same { get; init; }
    public IReadOnlyList<string>? Next { get; init; }
}

/// <summary>A number that a clause measured.</summary>
internal sealed record JsonFigure(string Name, decimal Value, string Unit, decimal? Threshold);

/// <summary>One detail of a verdict.</summary>
internal sealed record JsonFinding(string Kind, string Severity, string Message, string? Code, string? Test, string? File, int? Line, int? Column, string? Details);

/// <summary>The JSON of events, generated at compile time.</summary>
[JsonSerializable(typeof(JsonEvent))]
internal sealed partial class JsonEvents : JsonSerializerContext
{
    /// <summary>One line an event, names in camel case, nothing for what is null, letters beyond ASCII as they are.</summary>
    public static JsonEvents Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
