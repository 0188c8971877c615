using GoalBuild.Verification.Tests.Coverage;
using GoalBuild.Verification.Tests.Testing;

namespace GoalBuild.Verification.Tests.Support;

/// <summary>The fixture <c>TestProjects</c>, built once for all tests that need it, and all their clauses verified in one run of MSBuild.</summary>
public static class TestProjectsFixture
{
    private static readonly Lazy<Task<FixtureGoal>> Verified = new(async () =>
    {
        var fixture = new FixtureGoal("TestProjects");
        await fixture.VerifyAsync([.. VerifyTestTests.Clauses, .. VerifyCoverageTests.Clauses]);
        return fixture;
    });

    /// <summary>The fixture with its verdicts.</summary>
    public static Task<FixtureGoal> GetAsync() => Verified.Value;

    /// <summary>Removes it, where a test needed it.</summary>
    public static async Task RemoveAsync()
    {
        if (Verified.IsValueCreated)
        {
            (await Verified.Value).Dispose();
        }
    }
}
