using GoalBuild.Verification.Testing;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

public class StackFrameTests
{
    [Test]
    public void The_first_frame_inside_the_tree_is_found_behind_foreign_ones()
    {
        const string Trace = """
               at Lib.Assert.Fail(String message) in /_build/lib/Assert.cs:line 7
               at Shop.Tests.CartTests.Adds() in /work tree/tests/Käse: 100%/CartTests.cs:line 42
               at Shop.Tests.CartTests.Other() in /work tree/tests/Other.cs:line 1
            """;

        Assert.That(StackFrame.FirstOwn(Trace, "/work tree/"), Is.EqualTo(new StackFrame("/work tree/tests/Käse: 100%/CartTests.cs", 42)));
    }

    [TestCase("at A.B() in /work tree other/B.cs:line 1", TestName = "A folder whose name only starts alike is not inside")]
    [TestCase("at A.B() in /work tree/../else/B.cs:line 1", TestName = "A path that climbs out is not inside")]
    [TestCase("at A.B()", TestName = "A frame without a file is none")]
    [TestCase("", TestName = "No trace has no frame")]
    [TestCase("at A.B() in /work tree/B.cs:line 99999999999999", TestName = "A line that is no line is none")]
    public void None(string trace) => Assert.That(StackFrame.FirstOwn(trace, "/work tree"), Is.Null);

    [Test]
    public void A_deterministic_path_is_found_below_the_root()
    {
        using var folder = new TempFolder();
        var file = folder.Write("src/A.cs", "");

        Assert.That(StackFrame.FirstOwn("at A.B() in /_/gone/A.cs:line 1\n at A.B() in /_/src/A.cs:line 3\r\n", folder.Path), Is.EqualTo(new StackFrame(file, 3)));
    }
}
