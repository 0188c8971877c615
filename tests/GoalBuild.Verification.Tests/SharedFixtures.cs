using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests;

/// <summary>What all tests share and what ends with the last of them. It stands in their common namespace: NUnit ends a set-up with the tests below its own.</summary>
[SetUpFixture]
public sealed class SharedFixtures
{
    private static readonly Lazy<MSBuildVerifier> Shared = new(() => new MSBuildVerifier(TimeProvider.System));

    /// <summary>A verifier whose session stays warm from one workspace to the next, as a run's does from one verification to the next.</summary>
    public static MSBuildVerifier Verifier => Shared.Value;

    [OneTimeTearDown]
    public async Task Remove()
    {
        if (Shared.IsValueCreated)
        {
            Shared.Value.Dispose();
        }

        await TestProjectsFixture.RemoveAsync();
    }
}
