namespace GoalBuild.Verification.Baseline;

/// <summary>A test that ran at the start and does not run any more, or with fewer cases.</summary>
/// <param name="Clause">The clause that ran it.</param>
/// <param name="Test">The test as it was at the start.</param>
/// <param name="Now">How many cases run now.</param>
/// <param name="IsSkipped">Whether it is skipped now.</param>
public sealed record LostTest(string Clause, TestTally Test, int Now, bool IsSkipped)
{
    /// <summary>What happened to it, in words.</summary>
    public string Reason => IsSkipped ? $"'{Test.Name}' ran at the start and is skipped now"
        : Now == 0 ? $"'{Test.Name}' ran at the start and does not run any more"
        : $"'{Test.Name}' ran {Words.Count(Test.Ran, "case")} at the start and {Now} now";
}

/// <summary>
/// Compares the tests of two verifications, clause by clause. The rule: a test is its class and method. One that ran and is skipped now is lost. One
/// that does not run is lost where the source still has it (a filter, a condition or a solution leaves it out), and otherwise unless a test
/// that is new stands in for it: one of the same name in another class, or else one of the same class, or else any.
/// Fewer cases of a test are lost unless its class has as many new ones. What a counterpart asserts is judged elsewhere, by its syntax.
/// </summary>
public static class LostTests
{
    /// <summary>The tests that are lost, clause by clause.</summary>
    /// <param name="start">The tests at the start.</param>
    /// <param name="end">The tests now.</param>
    /// <param name="isInSource">Whether the source as it is now still has a test; asked only of those that do not run.</param>
    public static IReadOnlyList<LostTest> Between(TestInventory start, TestInventory end, Func<TestTally, bool> isInSource)
    {
        var now = end.Clauses.ToDictionary(clause => clause.Clause, StringComparer.Ordinal);
        return [.. start.Clauses.SelectMany(clause => OfClause(clause, now.GetValueOrDefault(clause.Clause)?.Tests ?? [], isInSource))];
    }

    private static List<LostTest> OfClause(ClauseTests start, IReadOnlyList<TestTally> end, Func<TestTally, bool> isInSource)
    {
        var lost = new List<LostTest>();
        var missing = new List<(LostTest Test, int Cases)>();
        var before = start.Tests.ToDictionary(test => test.Name, StringComparer.Ordinal);
        var after = end.ToDictionary(test => test.Name, StringComparer.Ordinal);
        foreach (var test in start.Tests.Where(test => test.Ran > 0))
        {
            var now = after.GetValueOrDefault(test.Name);
            var found = new LostTest(start.Clause, test, now?.Ran ?? 0, now is { Ran: 0, Skipped: > 0 });
            if (found.IsSkipped || (found.Now == 0 && isInSource(test)))
            {
                lost.Add(found);
            }
            else if (found.Now < test.Ran)
            {
                missing.Add((found, test.Ran - found.Now));
            }
        }

        // What is new, by class, in cases that run; of each test that was there, what it has more.
        var fresh = end.Select(test => new Fresh(test, test.Ran - (before.GetValueOrDefault(test.Name)?.Ran ?? 0))).Where(test => test.Left > 0).ToList();
        foreach (var (test, cases) in missing)
        {
            var left = cases;
            left = Take(left, fresh.Where(other => other.Test.Method == test.Test.Method && other.Test.Class != test.Test.Class));
            left = Take(left, fresh.Where(other => other.Test.Class == test.Test.Class));
            left = test.Now > 0 ? left : Take(left, fresh);
            // Of a test that was merged into one with fewer cases the counterpart is what counts.
            if (left == cases || (test.Now > 0 && left > 0))
            {
                lost.Add(test);
            }
        }

        return lost;
    }

    private static int Take(int wanted, IEnumerable<Fresh> from)
    {
        foreach (var fresh in from)
        {
            var taken = Math.Min(wanted, fresh.Left);
            fresh.Left -= taken;
            wanted -= taken;
        }

        return wanted;
    }

    private sealed class Fresh(TestTally test, int left)
    {
        public TestTally Test => test;

        public int Left { get; set; } = left;
    }
}
