using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Tests.Testing;

public class TestJudgementTests
{
    private const string Root = "/repo";

    [Test]
    public void All_passed_holds_and_counts()
    {
        var judgement = Judge([Run(0, Passed(3))]);

        Assert.That((judgement.Holds, judgement.Reason), Is.EqualTo((true, "3 tests passed")));
        Assert.That(judgement.Figures.Select(figure => (figure.Name, figure.Value)), Is.EqualTo(new[] { ("tests", 3m), ("failed", 0m), ("skipped", 0m) }));
    }

    [Test]
    public void A_failed_test_fails_and_points_at_its_first_own_frame()
    {
        var judgement = Judge([Recorded("nunit-vstest.trx", 1)]);

        Assert.That((judgement.Holds, judgement.Reason), Is.EqualTo((false, "1 of 7 tests failed")));
        var finding = judgement.Findings[0];
        Assert.That((finding.Test, finding.File, finding.Line, finding.IsError), Is.EqualTo(("NUnitVsTest.OtherTests.A_liar_fails", "NUnitVsTest/GaugeTests.cs", 38, true)));
    }

    [Test]
    public void A_results_file_with_a_failure_beats_an_exit_code_of_zero() => Assert.That(Judge([Recorded("nunit-vstest.trx", 0)]).Holds, Is.False);

    [Test]
    public void Errors_that_adapters_log_for_failed_tests_are_no_crash() =>
        Assert.That(Judge([Recorded("xunit-v2.trx", 1)]).Reason, Is.EqualTo("1 of 4 tests failed"));

    [TestCase("crash-vstest.trx", 1, "the test host of Fixture crashed in NUnitVsTest.OtherTests.The_host_dies: ")]
    [TestCase("exit-vstest.trx", 1, "the test host of Fixture crashed: ")]
    [TestCase("crash-mtp.trx", 134, "the test host of Fixture crashed: Test host process pid: 12977 crashed.; 1 of 5 tests failed")]
    public void A_crash_fails_whatever_was_counted(string file, int exitCode, string reason)
    {
        var judgement = Judge([Recorded(file, exitCode)]);

        Assert.That(judgement.Holds, Is.False);
        Assert.That(judgement.Reason, Does.StartWith(reason));
    }

    [Test]
    public void No_results_file_fails_and_shows_the_end_of_the_output()
    {
        var judgement = Judge([new TestRun(Assembly(), 139) { Output = "Passed!  - Failed: 0, Passed: 999\nSegmentation fault" }]);

        Assert.That((judgement.Holds, judgement.Reason), Is.EqualTo((false, "the tests of Fixture ended with exit code 139 and left no results")));
        Assert.That(judgement.Findings[0].Details, Does.EndWith("Segmentation fault"));
    }

    [Test]
    public void An_exit_code_that_no_failed_test_explains_fails() =>
        Assert.That(Judge([Run(10, Passed(3))]).Reason, Is.EqualTo("the tests of Fixture ended with exit code 10 although none failed"));

    [Test]
    public void Zero_tests_fail() => Assert.That(Judge([Run(0, [])]).Reason, Is.EqualTo("no test ran: it has no tests; write some, or set IsTestProject to false"));

    [Test]
    public void A_project_without_adapter_is_told_to_get_one() => Assert.That(Judge([Recorded("no-tests.trx", 0)]).Reason, Does.Contain("no test adapter such as NUnit3TestAdapter"));

    [Test]
    public void A_filter_that_matches_nothing_is_named() =>
        Assert.That(Judge([Recorded("filter-matches-nothing.trx", 0)], new TestExpectation("Category=Nope")).Reason, Is.EqualTo("no test ran: no test matches the filter 'Category=Nope'"));

    [Test]
    public void The_testing_platform_says_zero_tests_with_an_exit_code_and_that_is_no_crash() =>
        Assert.That(Judge([Run(8, []) with { Assembly = Assembly() with { IsTestingPlatformApplication = true } }], new TestExpectation("Category=Nope")).Reason, Does.StartWith("no test ran"));

    [Test]
    public void Only_skipped_tests_are_no_proof() =>
        Assert.That(Judge([Run(0, [new TestResult("a", TestOutcome.Skipped), new TestResult("b", TestOutcome.Skipped)])]).Reason, Is.EqualTo("no test ran: all 2 were skipped"));

    [Test]
    public void Fewer_tests_than_asked_fail() => Assert.That(Judge([Run(0, Passed(2))], new TestExpectation(AtLeast: 3)).Reason, Is.EqualTo("2 tests ran of at least 3"));

    [Test]
    public void A_skipped_test_counts_for_nothing_and_fails_where_no_skips_are_allowed()
    {
        IReadOnlyList<TestResult> results = [.. Passed(2), new TestResult("slow", TestOutcome.Skipped) { Message = "later" }];

        Assert.That(Judge([Run(0, results)]).Reason, Is.EqualTo("2 tests passed, 1 skipped"));
        Assert.That(Judge([Run(0, results)], new TestExpectation(AtLeast: 3)).Holds, Is.False);
        var strict = Judge([Run(0, results)], new TestExpectation(NoSkips: true));
        Assert.That((strict.Holds, strict.Reason, strict.Findings[0].Message, strict.Findings[0].IsError), Is.EqualTo((false, "1 test was skipped", "skipped: later", true)));
    }

    [Test]
    public void A_project_of_a_solution_that_runs_nothing_fails_unless_a_filter_chose()
    {
        TestRun[] runs = [Run(0, Passed(2)), Run(0, []) with { Assembly = new TestAssembly("/repo/bin/Other.dll", "/repo/Other/Other.csproj") }];

        Assert.That(Judge(runs).Reason, Does.StartWith("Other ran no test: "));
        Assert.That(Judge(runs, new TestExpectation("Category=Fast")).Holds, Is.True);
    }

    [Test]
    public void One_framework_of_two_that_fails_is_named()
    {
        var failed = new TestResult("Holds", TestOutcome.Failed) { Message = "boom" };
        var judgement = Judge([Run(0, Passed(1)), Run(1, [failed]) with { Assembly = Assembly() with { Framework = "net9.0" } }]);

        Assert.That((judgement.Reason, judgement.Findings[0].Message), Is.EqualTo(("1 of 2 tests failed", "net9.0: boom")));
    }

    [Test]
    public void Hundreds_of_failures_are_counted_and_the_first_are_shown()
    {
        var judgement = Judge([Run(1, [.. Enumerable.Range(0, 300).Select(i => new TestResult($"t{i}", TestOutcome.Failed))])]);

        Assert.That(judgement.Reason, Is.EqualTo("300 of 300 tests failed"));
        Assert.That(judgement.Findings, Has.Count.EqualTo(TestJudgement.MaxFindings + 1));
        Assert.That(judgement.Findings[^1].Message, Is.EqualTo("250 more failed tests in the results file"));
    }

    private static TestJudgement Judge(IReadOnlyList<TestRun> runs, TestExpectation? expectation = null) => TestJudgement.Of(runs, expectation ?? new TestExpectation(), Root);

    private static TestAssembly Assembly() => new("/repo/bin/Fixture.dll", "/repo/Fixture/Fixture.csproj") { Framework = "net10.0" };

    private static TestRun Run(int exitCode, IReadOnlyList<TestResult> results) => new(Assembly(), exitCode) { Report = new TestReport([.. results]) };

    private static TestRun Recorded(string file, int exitCode) => new(Assembly(), exitCode) { Report = TrxReader.Read(Support.Recorded.PathOf("Testing", file)) };

    private static IReadOnlyList<TestResult> Passed(int count) => [.. Enumerable.Range(0, count).Select(i => new TestResult($"t{i}", TestOutcome.Passed))];
}
