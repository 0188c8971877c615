using System.Text;
using GoalBuild.Verification.Testing;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

public class TrxReaderTests
{
    [TestCase("nunit-vstest.trx", 7, 1, 1)]
    [TestCase("xunit-v2.trx", 4, 1, 1)]
    [TestCase("xunit-v3.trx", 5, 1, 1)]
    [TestCase("mstest-mtp.trx", 5, 1, 1)]
    [TestCase("nunit-mtp.trx", 5, 1, 1)]
    public void Every_framework_is_counted(string file, int executed, int failed, int skipped)
    {
        var report = Read(file);

        Assert.That((report.Executed, report.Failed, report.Skipped), Is.EqualTo((executed, failed, skipped)));
    }

    [TestCase("nunit-vstest.trx", "NUnitVsTest.GaugeTests.Rows_that_look_alike_count_each(1,2)", 2)]
    [TestCase("nunit-mtp.trx", "NUnitMtp.GaugeTests.Rows_that_look_alike_count_each(1,2)", 2)]
    [TestCase("mstest-mtp.trx", "MSTestMtp.GaugeTests.Rows_that_look_alike_count_each (1,2)", 2)]
    [TestCase("xunit-v3.trx", "XunitV3.GaugeTests.Rows_that_look_alike_count_each(text: \"same\")", 2)]
    public void Rows_with_the_same_name_count_each(string file, string name, int count) =>
        Assert.That(Read(file).Results.Count(result => result.Name == name), Is.EqualTo(count));

    [TestCase("nunit-vstest.trx", "NUnitVsTest.OtherTests.A_liar_fails", "the gauge is wrong", "GaugeTests.cs:line 38")]
    [TestCase("xunit-v2.trx", "XunitV2.GaugeTests.High_is_wrong", "Assert.Equal() Failure: Strings differ", "GaugeTests.cs:line 25")]
    [TestCase("xunit-v3.trx", "XunitV3.GaugeTests.High_is_wrong", "Assert.Equal() Failure: Strings differ", "GaugeTests.cs:line 25")]
    [TestCase("mstest-mtp.trx", "MSTestMtp.GaugeTests.High_is_wrong", "Assertion failed. Expected strings to be equal.", "GaugeTests.cs:line 29")]
    [TestCase("nunit-mtp.trx", "NUnitMtp.GaugeTests.High_is_wrong", "Assert.That(new Gauge().Read(11), Is.EqualTo(\"low\"))", "GaugeTests.cs:line 22")]
    public void A_failed_test_has_its_full_name_message_and_stack(string file, string name, string message, string frame)
    {
        var failed = Read(file).Results.Single(result => result.Outcome == TestOutcome.Failed);

        Assert.That(failed.Name, Is.EqualTo(name));
        Assert.That(failed.Message, Does.StartWith(message));
        Assert.That(failed.StackTrace, Does.Contain(frame));
    }

    [Test]
    public void What_a_test_wrote_is_kept_with_it_and_changes_no_count() =>
        Assert.That(Read("nunit-vstest.trx").Results.Single(result => result.Outcome == TestOutcome.Failed).Output, Does.Contain("Passed:   999"));

    [Test]
    public void Why_a_test_was_skipped_is_its_message() =>
        Assert.That(Read("nunit-vstest.trx").Results.Single(result => result.Outcome == TestOutcome.Skipped).Message, Is.EqualTo("the device is missing"));

    [TestCase("crash-vstest.trx", "The active test run was aborted. Reason: Test host process crashed")]
    [TestCase("exit-vstest.trx", "The active test run was aborted. Reason: Test host process crashed")]
    [TestCase("crash-mtp.trx", "Test host process pid: 12977 crashed.")]
    public void A_crash_is_an_error_of_the_run(string file, string error) => Assert.That(Read(file).Errors.Single(), Does.StartWith(error));

    [TestCase("filter-matches-nothing.trx", "No test matches the given testcase filter")]
    [TestCase("no-tests.trx", "No test is available in")]
    public void A_run_without_tests_has_no_result_and_says_why(string file, string warning)
    {
        var report = Read(file);

        Assert.That(report.Results, Is.Empty);
        Assert.That(report.Warnings.Single(), Does.StartWith(warning));
    }

    [Test]
    public void The_parts_of_a_data_driven_result_count_and_not_the_whole()
    {
        var report = Parse("""
            <Results><UnitTestResult testName="Sums" outcome="Failed"><InnerResults>
              <UnitTestResult testName="Sums (1)" outcome="Passed"/><UnitTestResult testName="Sums (2)" outcome="Failed"/>
            </InnerResults></UnitTestResult></Results>
            """);

        Assert.That(report.Results.Select(result => (result.Name, result.Outcome)), Is.EqualTo(new[] { ("Sums (1)", TestOutcome.Passed), ("Sums (2)", TestOutcome.Failed) }));
    }

    [TestCase("Passed", TestOutcome.Passed)]
    [TestCase("Completed", TestOutcome.Passed)]
    [TestCase("Warning", TestOutcome.Passed)]
    [TestCase("NotExecuted", TestOutcome.Skipped)]
    [TestCase("Inconclusive", TestOutcome.Skipped)]
    [TestCase("Failed", TestOutcome.Failed)]
    [TestCase("Error", TestOutcome.Failed)]
    [TestCase("Timeout", TestOutcome.Failed)]
    [TestCase("Aborted", TestOutcome.Failed)]
    [TestCase("PassedButRunAborted", TestOutcome.Failed)]
    [TestCase("InProgress", TestOutcome.Failed)]
    [TestCase("SomethingNew", TestOutcome.Failed)]
    public void Only_known_passes_pass(string outcome, TestOutcome expected) =>
        Assert.That(Parse($"<Results><UnitTestResult testName='T' outcome='{outcome}'/></Results>").Results.Single().Outcome, Is.EqualTo(expected));

    [Test]
    public void A_result_without_an_outcome_has_failed() =>
        Assert.That(Parse("<Results><UnitTestResult testName='T'/></Results>").Results.Single().Outcome, Is.EqualTo(TestOutcome.Failed));

    [Test]
    public void Control_characters_in_output_do_not_stop_the_reader() =>
        Assert.That(Parse("<Results><UnitTestResult testName='T&#x1B;' outcome='Passed'/></Results>").Results.Single().Name, Is.EqualTo("T\u001b"));

    [TestCase("", TestName = "An empty file is damaged")]
    [TestCase("<TestRun xmlns='http://microsoft.com/schemas/VisualStudio/TeamTest/2010'><Results>", TestName = "A file that breaks off is damaged")]
    [TestCase("Passed!  - Failed: 0, Passed: 999", TestName = "A summary line is no results file")]
    [TestCase("<TestRun/>", TestName = "Another schema is no results file")]
    [TestCase("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><TestRun>&b;</TestRun>", TestName = "A document type is refused")]
    public void Damage_is_told(string text) => Assert.That(() => TrxReader.Read(Bytes(text), "t.trx"), Throws.TypeOf<InvalidDataException>().With.Message.Contains("t.trx"));

    private static TestReport Read(string file) => TrxReader.Read(Recorded.PathOf("Testing", file));

    private static TestReport Parse(string content) =>
        TrxReader.Read(Bytes($"<TestRun xmlns='http://microsoft.com/schemas/VisualStudio/TeamTest/2010'>{content}</TestRun>"), "t.trx");

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
