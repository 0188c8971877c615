using System.Text.Json;

namespace GoalBuild.Verification.Evidence;

/// <summary>
/// What a verb that only looks needs of an <see cref="EvidenceBundle"/>. It is read by hand: to prepare the serializer for every type of a
/// bundle takes longer than all else that such a verb does.
/// </summary>
public sealed record EvidenceOutline
{
    /// <summary>As <see cref="EvidenceBundle.Goal"/>.</summary>
    public required string Goal { get; init; }

    /// <summary>As <see cref="EvidenceBundle.GoalFile"/>.</summary>
    public required string GoalFile { get; init; }

    /// <summary>As <see cref="EvidenceBundle.Run"/>.</summary>
    public required string Run { get; init; }

    /// <summary>As <see cref="EvidenceBundle.Mode"/>.</summary>
    public required string Mode { get; init; }

    /// <summary>As <see cref="EvidenceBundle.Outcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>As <see cref="EvidenceBundle.Summary"/>.</summary>
    public required string Summary { get; init; }

    /// <summary>As <see cref="EvidenceBundle.GoalHash"/>.</summary>
    public required string GoalHash { get; init; }

    /// <summary>As <see cref="EvidenceBundle.Started"/>.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>As <see cref="EvidenceBundle.Finished"/>.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>The clauses of <see cref="EvidenceBundle.Clauses"/>, each with its name, kind, place, status and reason alone.</summary>
    public required IReadOnlyList<EvidenceClause> Clauses { get; init; }

    /// <summary>Reads the outline of a bundle.</summary>
    /// <param name="directory">The run's evidence folder.</param>
    /// <returns>The outline, or null where the folder holds no bundle.</returns>
    /// <exception cref="InvalidDataException">The file is not a bundle of this version; the message says what it is.</exception>
    public static EvidenceOutline? Read(string directory)
    {
        var path = Path.Combine(directory, EvidenceWriter.JsonFile);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var bundle = document.RootElement;
            EvidenceWriter.CheckVersion(path, bundle.TryGetProperty("version", out var version) ? version.GetInt32() : EvidenceBundle.CurrentVersion);
            return new EvidenceOutline
            {
                Goal = Text(bundle, "goal"),
                GoalFile = Text(bundle, "goalFile"),
                Run = Text(bundle, "run"),
                Mode = Text(bundle, "mode"),
                Outcome = Text(bundle, "outcome"),
                Summary = Text(bundle, "summary"),
                GoalHash = Text(bundle, "goalHash"),
                Started = bundle.GetProperty("started").GetDateTimeOffset(),
                Finished = bundle.GetProperty("finished").GetDateTimeOffset(),
                Clauses = bundle.TryGetProperty("clauses", out var clauses) ? ClausesOf(clauses) : [],
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} is not an evidence bundle: {error.Message}", error);
        }
    }

    private static List<EvidenceClause> ClausesOf(JsonElement clauses)
    {
        var found = new List<EvidenceClause>(clauses.GetArrayLength());
        foreach (var clause in clauses.EnumerateArray())
        {
            found.Add(new EvidenceClause(Text(clause, "name"), Text(clause, "kind"), clause.GetProperty("line").GetInt32(), clause.GetProperty("column").GetInt32(), Text(clause, "status"), Text(clause, "reason")));
        }

        return found;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");
}
