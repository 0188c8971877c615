namespace GoalBuild.Tasks.Tests;

public class ToolOutputLineTests
{
    [Test]
    public void A_place_in_a_file_is_read() => Assert.That(
        ToolOutputLine.Parse("/a b/über (1).goal(12,7): error GOAL4001: test \"x\": 3 of 214 tests failed"),
        Is.EqualTo(new ToolOutputLine("/a b/über (1).goal", 12, 7, true, "GOAL4001", "test \"x\": 3 of 214 tests failed")));

    [Test]
    public void A_path_of_Windows_is_read() => Assert.That(
        ToolOutputLine.Parse(@"C:\src\a.goal(3,5): warning GOAL3002: vague"),
        Is.EqualTo(new ToolOutputLine(@"C:\src\a.goal", 3, 5, false, "GOAL3002", "vague")));

    [Test]
    public void A_whole_file_is_read() => Assert.That(
        ToolOutputLine.Parse("a.goal : error GOAL0002: There is no such file."),
        Is.EqualTo(new ToolOutputLine("a.goal", 0, 0, true, "GOAL0002", "There is no such file.")));

    [Test]
    public void An_error_about_no_file_is_read() => Assert.That(
        ToolOutputLine.Parse("error GOAL0006: No .NET SDK was found."),
        Is.EqualTo(new ToolOutputLine(null, 0, 0, true, "GOAL0006", "No .NET SDK was found.")));

    [TestCase("a.goal(3,5): warning GOAL3002: vague", true)]
    [TestCase("dotnet-goal : warning GOAL5099: not checked", false)]
    [TestCase("a.goal(3,5): error GOAL4001: fails", false)]
    public void What_the_file_says_is_told_apart_from_what_a_run_says(string line, bool isAboutFile) =>
        Assert.That(ToolOutputLine.Parse(line)!.IsAboutGoalFile, Is.EqualTo(isAboutFile));

    [TestCase("    src/A.cs(3,4) CS0246 The type was not found")]
    [TestCase("    src/A.cs(3,4): error CS0246: quoted from a compiler")]
    [TestCase("src/A.cs(3,4): error CS0246: not ours")]
    [TestCase("  a.goal(1,1): error GOAL4001: indented, so quoted")]
    [TestCase("")]
    [TestCase("12 of 14 clauses hold")]
    public void Other_lines_are_text(string line) => Assert.That(ToolOutputLine.Parse(line), Is.Null);
}
