using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Tests.Testing;

internal sealed class TestNameTests
{
    [TestCase("A.B", "M", "A.B", "M")]
    [TestCase("A.B", "M(1,2)", "A.B", "M")]
    [TestCase("A.B", "M(text: \"a) b(\", n: 3)", "A.B", "M")]
    [TestCase("A.B", "M('(')", "A.B", "M")]
    [TestCase("A.B(\"EUR\")", "M(\"x\\\"y)\")", "A.B", "M")]
    [TestCase("A.B.M(\"a", "b\")", "A.B", "M")]
    [TestCase("", "A.B.M(1)", "", "A.B.M")]
    [TestCase("A.B", "it's a name with words", "A.B", "it's a name with words")]
    public void Arguments_are_taken_out(string type, string method, string expectedType, string expectedMethod) =>
        Assert.That(TestName.WithoutArguments(type, method), Is.EqualTo((expectedType, expectedMethod)));
}
