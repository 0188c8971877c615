namespace GoalBuild.Verification.Testing;

/// <summary>What a clause asks of its tests.</summary>
/// <param name="Filter">The filter that chooses them, or null for all.</param>
/// <param name="AtLeast">The least number that must run.</param>
/// <param name="NoSkips">Whether a skipped test fails the clause.</param>
public sealed record TestExpectation(string? Filter = null, int AtLeast = 1, bool NoSkips = false);
