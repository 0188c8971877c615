using System.Text;
using GoalBuild.Verification.Mutating;

namespace GoalBuild.Verification.Tests.Mutating;

public class MutationReportTests
{
    private static MutationReport Of(params string[] statuses)
    {
        var mutants = statuses.Select((status, i) =>
            $$$"""{"id":"{{{i}}}","mutatorName":"Arithmetic mutation","replacement":"a - b","location":{"start":{"line":{{{i + 1}}},"column":44},"end":{"line":4,"column":49}},"status":"{{{status}}}"}""");
        return MutationReport.Read(Encoding.UTF8.GetBytes(
            $$$"""{"schemaVersion":"2","projectRoot":"/work/Lib","files":{"Calc.cs":{"language":"cs","source":"","mutants":[{{{string.Join(',', mutants)}}}]} } }"""));
    }

    [TestCase(new[] { "Killed", "Killed", "Survived" }, 66.67)]
    [TestCase(new[] { "Killed", "Timeout" }, 100)]
    [TestCase(new[] { "Killed", "NoCoverage" }, 50)]
    [TestCase(new[] { "Killed", "Ignored", "CompileError", "RuntimeError", "Pending" }, 100)]
    [TestCase(new[] { "Survived" }, 0)]
    public void The_score_counts_what_the_tests_could_notice(string[] statuses, decimal score) => Assert.That(Math.Round(Of(statuses).Score!.Value, 2), Is.EqualTo(score));

    [TestCase("")]
    [TestCase("Ignored CompileError")]
    public void Where_nothing_could_be_noticed_there_is_no_score(string statuses) => Assert.That(Of(statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Score, Is.Null);

    [Test]
    public void What_no_test_noticed_has_its_place()
    {
        var report = Of("Killed", "Survived", "NoCoverage", "Ignored");

        Assert.That(report.Undetected, Is.EqualTo(new[]
        {
            new Mutant(Path.Combine("/work/Lib", "Calc.cs"), 2, 44, "Arithmetic mutation", "a - b", "Survived"),
            new Mutant(Path.Combine("/work/Lib", "Calc.cs"), 3, 44, "Arithmetic mutation", "a - b", "NoCoverage"),
        }));
        Assert.That(report.Ignored, Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"files":{"a":{"mutants":[{}]}}}""")]
    public void Another_file_is_refused(string text) => Assert.Throws<InvalidDataException>(() => MutationReport.Read(Encoding.UTF8.GetBytes(text)));
}
