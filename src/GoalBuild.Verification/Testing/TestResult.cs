namespace GoalBuild.Verification.Testing;

/// <summary>How one test ended.</summary>
public enum TestOutcome
{
    /// <summary>It ran and passed.</summary>
    Passed,

    /// <summary>It ran and did not pass, or it could not be run to its end.</summary>
    Failed,

    /// <summary>It did not run: skipped, ignored or inconclusive.</summary>
    Skipped,
}

/// <summary>One test, or one row of a parameterised one, as the test platform's results file tells it.</summary>
/// <param name="Name">The name with its namespace and class, and its arguments where it has any.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record TestResult(string Name, TestOutcome Outcome)
{
    /// <summary>The class with its namespace and without arguments of a fixture; empty where the results file does not say.</summary>
    public string Class { get; init; } = "";

    /// <summary>The method without arguments: all rows and generated cases of one test have it in common. Where the results file does not say, the name without arguments.</summary>
    public string Method { get; init; } = "";

    /// <summary>What the assertion or exception said, or why it was skipped; empty where nothing was said.</summary>
    public string Message { get; init; } = "";

    /// <summary>The stack trace; empty where there is none.</summary>
    public string StackTrace { get; init; } = "";

    /// <summary>What the test wrote; empty where it wrote nothing.</summary>
    public string Output { get; init; } = "";

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
