using GoalBuild.Verification.Engine;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>Makes the SDK's compiler loadable before a test touches it.</summary>
[SetUpFixture]
public sealed class CodeFixesSetUp
{
    [OneTimeSetUp]
    public void Register() => SdkLocator.Register(TestContext.CurrentContext.TestDirectory);
}
