using System.Text.Json;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Baseline;

/// <summary>The cases of one test method that the results of a verification have; rows, generated cases, frameworks and repetitions count each.</summary>
/// <param name="Class">The class, without arguments; empty where the results do not say.</param>
/// <param name="Method">The method, without arguments.</param>
/// <param name="Ran">How many cases ran, whether they passed or failed.</param>
/// <param name="Skipped">How many were skipped.</param>
public sealed record TestTally(string Class, string Method, int Ran, int Skipped)
{
    /// <summary>Class and method.</summary>
    public string Name => Class.Length == 0 ? Method : $"{Class}.{Method}";
}

/// <summary>The tests that one clause ran.</summary>
/// <param name="Clause">The clause's name.</param>
/// <param name="Tests">Ordered by name.</param>
/// <param name="Failed">Names of the cases that failed, with their arguments.</param>
public sealed record ClauseTests(string Clause, IReadOnlyList<TestTally> Tests, IReadOnlyList<string> Failed);

/// <summary>
/// The tests that a verification found, by what the results files say that the engine had written, and never by what a test printed.
/// Tests are told apart by class and method; arguments, which may be random or name a time, only count.
/// </summary>
/// <param name="Clauses">The clauses that ran tests, in the order of the goal.</param>
public sealed record TestInventory(IReadOnlyList<ClauseTests> Clauses)
{
    /// <summary>No test at all.</summary>
    public static TestInventory None { get; } = new([]);

    /// <summary>Reads what verdicts left in the evidence.</summary>
    /// <param name="verdicts">The verdicts; those without results files ran no test, or stood from an earlier verification whose results are gone.</param>
    /// <param name="evidence">Absolute path of the evidence folder.</param>
    public static TestInventory Of(IEnumerable<Verdict> verdicts, string evidence)
    {
        var clauses = new List<ClauseTests>();
        foreach (var verdict in verdicts)
        {
            var results = verdict.Artifacts.Where(path => path.EndsWith(".trx", StringComparison.OrdinalIgnoreCase)).SelectMany(path => Read(Path.Combine(evidence, path))).ToList();
            if (results.Count > 0)
            {
                clauses.Add(new ClauseTests(verdict.Clause, Tally(results), [.. results.Where(result => result.Outcome == TestOutcome.Failed).Select(result => result.Name).Distinct(StringComparer.Ordinal)]));
            }
        }

        return new TestInventory(clauses);
    }

    /// <summary>Writes it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    public static TestInventory FromJson(string json) => JsonSerializer.Deserialize<TestInventory>(json) ?? None;

    private static List<TestTally> Tally(IEnumerable<TestResult> results) =>
        [.. results.GroupBy(result => (result.Class, result.Method))
            .Select(test => new TestTally(test.Key.Class, test.Key.Method, test.Count(result => result.Outcome != TestOutcome.Skipped), test.Count(result => result.Outcome == TestOutcome.Skipped)))
            .OrderBy(test => test.Name, StringComparer.Ordinal)];

    private static ValueList<TestResult> Read(string path)
    {
        try
        {
            return File.Exists(path) ? TrxReader.Read(path).Results : [];
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // The clause that left it does not hold for that very reason.
            return [];
        }
    }
}
