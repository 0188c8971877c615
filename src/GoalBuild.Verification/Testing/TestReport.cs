using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Testing;

/// <summary>What one results file says of one run of one test assembly.</summary>
/// <param name="Results">Every test, in the order of the file; rows of a parameterised test count each.</param>
public sealed record TestReport(ValueList<TestResult> Results)
{
    /// <summary>What went wrong with the run itself: the host crashed, an adapter could not be loaded.</summary>
    public ValueList<string> Errors { get; init; } = [];

    /// <summary>What the platform warned of: no test matched the filter, no adapter was found.</summary>
    public ValueList<string> Warnings { get; init; } = [];

    /// <summary>What the host wrote outside of any test; its end is where a crash speaks.</summary>
    public string Output { get; init; } = "";

    /// <summary>How many tests ran.</summary>
    public int Executed => Results.Count(result => result.Outcome != TestOutcome.Skipped);

    /// <summary>How many tests failed.</summary>
    public int Failed => Results.Count(result => result.Outcome == TestOutcome.Failed);

    /// <summary>How many tests were skipped.</summary>
    public int Skipped => Results.Count(result => result.Outcome == TestOutcome.Skipped);
}
