using System.Text.Json;

namespace GoalBuild.Verification.Auditing;

/// <summary>A vulnerability that NuGet's audit told of.</summary>
/// <param name="Package">The package's name.</param>
/// <param name="Severity">How severe it is.</param>
/// <param name="Code">NuGet's code, <c>NU1901</c> to <c>NU1904</c>.</param>
/// <param name="Message">NuGet's message, with the version and the advisory's address.</param>
/// <param name="Through">The direct dependencies that bring the package, none where the project asks for it itself.</param>
internal sealed record Vulnerability(string Package, AuditSeverity Severity, string Code, string Message, IReadOnlyList<string> Through);

/// <summary>How severe a vulnerability is, in NuGet's words.</summary>
internal enum AuditSeverity
{
    /// <summary>NU1901.</summary>
    Low,

    /// <summary>NU1902.</summary>
    Moderate,

    /// <summary>NU1903.</summary>
    High,

    /// <summary>NU1904.</summary>
    Critical,
}

/// <summary>What a restore with audit wrote of one project, in <c>project.assets.json</c>.</summary>
/// <param name="Path">Absolute path of the project file.</param>
internal sealed record AuditedProject(string Path)
{
    private static readonly string[] Codes = ["NU1901", "NU1902", "NU1903", "NU1904"];

    /// <summary>The packages that it resolves, each with its version.</summary>
    public IReadOnlyList<string> Packages { get; private init; } = [];

    /// <summary>The package sources, as addresses or folders.</summary>
    public IReadOnlyList<string> Sources { get; private init; } = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<Vulnerability> Vulnerabilities { get; private init; } = [];

    /// <summary>Advisories, and packages with their codes, that the project tells NuGet not to speak of.</summary>
    public IReadOnlyList<string> Suppressed { get; private init; } = [];

    /// <summary>Why the audit is not whole: NU1900 and NU1905.</summary>
    public IReadOnlyList<string> Troubles { get; private init; } = [];

    /// <summary>Reads an assets file.</summary>
    /// <param name="file">Absolute path.</param>
    /// <exception cref="JsonException">It is not what NuGet writes.</exception>
    public static AuditedProject Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = json.RootElement;
        var restore = root.GetProperty("project").GetProperty("restore");
        var logs = Items(root, "logs").Select(log => (Code: Text(log, "code"), Message: Text(log, "message"), Library: Text(log, "libraryId"))).ToList();
        var graph = new PackageGraph(root);
        return new AuditedProject(Text(restore, "projectPath"))
        {
            Packages = [.. Properties(root, "libraries").Where(library => Text(library.Value, "type") == "package").Select(library => library.Name)],
            Sources = [.. Properties(restore, "sources").Select(source => source.Name)],
            Vulnerabilities =
            [
                .. logs.Where(log => Codes.Contains(log.Code)).DistinctBy(log => log.Message)
                    .Select(log => new Vulnerability(log.Library, (AuditSeverity)Array.IndexOf(Codes, log.Code), log.Code, log.Message, graph.Through(log.Library))),
            ],
            Suppressed = [.. Properties(Property(restore, "restoreAuditProperties"), "suppressedAdvisories").Select(advisory => advisory.Name), .. graph.Silenced(Codes)],
            Troubles = [.. logs.Where(log => log.Code is "NU1900" or "NU1905").Select(log => $"{log.Code}: {log.Message}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    internal static IEnumerable<JsonProperty> Properties(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject() : [];

    internal static string Text(JsonElement element, string name) => Property(element, name) is { ValueKind: JsonValueKind.String } found ? found.GetString()! : "";

    internal static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    internal static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;
}
