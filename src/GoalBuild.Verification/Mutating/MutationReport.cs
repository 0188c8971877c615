using System.Text.Json;

namespace GoalBuild.Verification.Mutating;

/// <summary>A change that a mutation tool made to the code.</summary>
/// <param name="File">The file, as the report names it.</param>
/// <param name="Line">Where the change begins, from 1.</param>
/// <param name="Column">Where it begins in its line, from 1.</param>
/// <param name="Mutator">What kind of change it is.</param>
/// <param name="Replacement">What stood there instead.</param>
/// <param name="Status">What became of it, such as <c>Killed</c> or <c>Survived</c>.</param>
internal sealed record Mutant(string File, int Line, int Column, string Mutator, string Replacement, string Status);

/// <summary>A report of mutation testing, in the schema that Stryker and others share (mutation-testing-report-schema).</summary>
/// <param name="Mutants">Every mutant.</param>
internal sealed record MutationReport(IReadOnlyList<Mutant> Mutants)
{
    /// <summary>How many mutants the tests noticed: a test failed, or the tests ran without end.</summary>
    public int Detected => Mutants.Count(mutant => mutant.Status is "Killed" or "Timeout");

    /// <summary>The mutants that no test noticed, those that no test ran included, in the order of the report.</summary>
    public IReadOnlyList<Mutant> Undetected => [.. Mutants.Where(mutant => mutant.Status is "Survived" or "NoCoverage")];

    /// <summary>How many mutants were left out by settings or comments.</summary>
    public int Ignored => Mutants.Count(mutant => mutant.Status == "Ignored");

    /// <summary>The score in percent, as Stryker counts it: what was noticed, of what could be; null where nothing could. What does not compile, or was left out, does not count.</summary>
    public decimal? Score => Detected + Undetected.Count is > 0 and var valid ? 100m * Detected / valid : null;

    /// <summary>Reads a report.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <exception cref="InvalidDataException">It is no such report.</exception>
    public static MutationReport Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement.TryGetProperty("projectRoot", out var folder) ? folder.GetString() ?? "" : "";
            return new MutationReport(
            [
                .. from file in document.RootElement.GetProperty("files").EnumerateObject()
                   from mutant in file.Value.GetProperty("mutants").EnumerateArray()
                   let start = mutant.GetProperty("location").GetProperty("start")
                   select new Mutant(
                       Path.Combine(root, file.Name),
                       start.GetProperty("line").GetInt32(),
                       start.GetProperty("column").GetInt32(),
                       mutant.GetProperty("mutatorName").GetString() ?? "",
                       mutant.TryGetProperty("replacement", out var replacement) ? replacement.GetString() ?? "" : "",
                       mutant.GetProperty("status").GetString() ?? ""),
            ]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The report of the mutation tool is not in the form that was expected: {exception.Message}", exception);
        }
    }
}
