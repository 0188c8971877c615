using GoalBuild.Verification.Tests.Coverage;
using GoalBuild.Verification.Tests.Testing;

namespace GoalBuild.Verification.Tests.Support;

/// <summary>The fixture <c>TestProjects</c>, built once for all tests that need it, and all their clauses verified in one run of MSBuild.</summary>
[SetUpFixture]
public sealed class TestProjectsFixture
{
    private static readonly Lazy<Task<FixtureGoal>> Verified = new(async () =>
    {
        var fixture = new FixtureGoal("TestProjects");
        await fixture.VerifyAsync([.. VerifyTestTests.Clauses, .. VerifyCoverageTests.Clauses]);
        return fixture;
    });

    /// <summary>The fixture with its verdicts.</summary>
    public static Task<FixtureGoal> GetAsync() => Verified.Value;

    [OneTimeTearDown]
    public async Task Remove()
    {
        if (Verified.IsValueCreated)
        {
            (await Verified.Value).Dispose();
        }
    }
}
