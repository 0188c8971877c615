using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

/// <summary>Every framework on every platform, run for real; the fixture is built once, and all its clauses are verified in one run of MSBuild.</summary>
[Category("Slow")]
public sealed class VerifyTestTests
{
    private const string Good = "TestCategory=Good", GoodTrait = "Category=Good";

    private static readonly TestClause
        NUnit = Test("NUnitVsTest", "TestCategory=Good|TestCategory=Bad|TestCategory=Skipped"),
        NUnitGood = Test("NUnitVsTest", Good) with { AtLeast = 6, NoSkips = true },
        NUnitNothing = Test("NUnitVsTest", "TestCategory=Nothing"),
        NUnitCrash = Test("NUnitVsTest", "TestCategory=Good|TestCategory=Crash"),
        NUnitOverflow = Test("NUnitVsTest", "TestCategory=Overflow"),
        NUnitExit = Test("NUnitVsTest", "TestCategory=Exit"),
        NUnitHang = Test("NUnitVsTest", "TestCategory=Hang") with { Timeout = TimeSpan.FromSeconds(4) },
        NUnitFlaky = Test("NUnitVsTest", "TestCategory=Flaky") with { Repeat = 5 },
        XunitV2 = Test("XunitV2") with { AtLeast = 5, NoSkips = true },
        XunitV2Good = Test("XunitV2", GoodTrait),
        XunitV3 = Test("XunitV3"),
        XunitMtp = Test("XunitMtp"),
        XunitMtpGood = Test("XunitMtp", $"{GoodTrait}|FullyQualifiedName~Rows"),
        XunitV3Good = Test("XunitV3", $"{GoodTrait}|FullyQualifiedName~Rows"),
        MSTest = Test("MSTestMtp", "TestCategory!=Crash"),
        MSTestGood = Test("MSTestMtp", Good),
        MSTestCrash = Test("MSTestMtp"),
        MSTestNothing = Test("MSTestMtp", "TestCategory=Nothing"),
        MSTestVsTest = Test("MSTestVsTest", "TestCategory!=Crash"),
        MSTestVsTestGood = Test("MSTestVsTest", Good),
        MSTestVsTestCrash = Test("MSTestVsTest"),
        MSTestVsTestNothing = Test("MSTestVsTest", "TestCategory=Nothing"),
        NUnitMtp = Test("NUnitMtp", "TestCategory!=Crash&TestCategory!=Hang"),
        NUnitMtpCrash = Test("NUnitMtp", "TestCategory=Crash"),
        NUnitMtpHang = Test("NUnitMtp", "TestCategory=Hang") with { Timeout = TimeSpan.FromSeconds(4) },
        NUnitSteady = Test("NUnitVsTest", Good) with { Repeat = 2 },
        NUnitMtpSteady = Test("NUnitMtp", "FullyQualifiedName~Low_is_low") with { Repeat = 2 },
        NUnitMtpGood = Test("NUnitMtp", "FullyQualifiedName~Low_is_low"),
        Empty = Test("Empty"),
        TwoFrameworks = Test("TwoFrameworks"),
        NoTests = Test("Widgets"),
        Solution = Test("Fixture.sln", "FullyQualifiedName~Low_is_low") with { AtLeast = 2 },
        Broken = Test("Broken");

    /// <summary>What is verified before the first of these tests.</summary>
    internal static readonly Clause[] Clauses =
    [
        NUnit, NUnitGood, NUnitNothing, NUnitCrash, NUnitOverflow, NUnitExit, NUnitHang, NUnitFlaky, XunitV2, XunitV2Good, XunitV3, XunitV3Good, XunitMtp, XunitMtpGood,
        MSTest, MSTestGood, MSTestCrash, MSTestNothing, MSTestVsTest, MSTestVsTestGood, MSTestVsTestCrash, MSTestVsTestNothing, NUnitMtp, NUnitMtpGood, NUnitMtpCrash, NUnitMtpHang, NUnitSteady, NUnitMtpSteady, Empty, TwoFrameworks, NoTests, Solution, Broken,
    ];

    private FixtureGoal _fixture = null!;

    [OneTimeSetUp]
    public async Task Verify() => _fixture = await TestProjectsFixture.GetAsync();

    private static TestClause Test(string project, string? filter = null) => new(new Text(project)) { Filter = filter is null ? null : new Text(filter) };

    private static IEnumerable<TestCaseData> Failing() =>
    [
        new TestCaseData(NUnit, "1 of 7 tests failed.", 1, "NUnitVsTest.OtherTests.A_liar_fails", "NUnitVsTest/GaugeTests.cs", 38).SetArgDisplayNames("NUnit on VSTest"),
        new TestCaseData(XunitV2, "1 of 4 tests failed; 4 tests ran of at least 5; 1 test was skipped.", 1, "XunitV2.GaugeTests.High_is_wrong", "XunitV2/GaugeTests.cs", 25).SetArgDisplayNames("xUnit v2 on VSTest"),
        new TestCaseData(XunitV3, "1 of 5 tests failed.", 1, "XunitV3.GaugeTests.High_is_wrong", "XunitV3/GaugeTests.cs", 25).SetArgDisplayNames("xUnit v3 on its own runner"),
        // On the platform xUnit runs rows that are equal once, and says so in its own summary.
        new TestCaseData(XunitMtp, "1 of 4 tests failed.", 1, "XunitV3.GaugeTests.High_is_wrong", "XunitV3/GaugeTests.cs", 25).SetArgDisplayNames("xUnit v3 on the testing platform"),
        new TestCaseData(MSTestVsTest, "1 of 5 tests failed.", 1, "MSTestMtp.GaugeTests.High_is_wrong", "MSTestMtp/GaugeTests.cs", 29).SetArgDisplayNames("MSTest on VSTest"),
        new TestCaseData(MSTest, "1 of 5 tests failed.", 1, "MSTestMtp.GaugeTests.High_is_wrong", "MSTestMtp/GaugeTests.cs", 29).SetArgDisplayNames("MSTest on the testing platform"),
        new TestCaseData(NUnitMtp, "1 of 5 tests failed.", 1, "NUnitMtp.GaugeTests.High_is_wrong", "NUnitMtp/GaugeTests.cs", 22).SetArgDisplayNames("NUnit on the testing platform"),
    ];

    [TestCaseSource(nameof(Failing))]
    public void A_failed_test_fails_with_its_name_place_and_counts(TestClause clause, string reason, int skipped, string test, string file, int line)
    {
        var verdict = _fixture[clause];

        Assert.That((verdict.Status, verdict.Reason), Is.EqualTo((VerdictStatus.Fails, reason)));
        Assert.That(verdict.Figures.Single(figure => figure.Name == "skipped").Value, Is.EqualTo(skipped));
        var finding = verdict.Findings.First(finding => finding.IsError);
        Assert.That((finding.Test, finding.File, finding.Line), Is.EqualTo((test, file, line)));
    }

    private static IEnumerable<TestCaseData> Holding() =>
    [
        new TestCaseData(NUnitGood, "6 tests passed.").SetArgDisplayNames("NUnit on VSTest, with its run settings"),
        new TestCaseData(XunitV2Good, "1 test passed.").SetArgDisplayNames("xUnit v2 on VSTest"),
        new TestCaseData(XunitV3Good, "4 tests passed.").SetArgDisplayNames("xUnit v3 on its own runner"),
        new TestCaseData(XunitMtpGood, "3 tests passed.").SetArgDisplayNames("xUnit v3 on the testing platform"),
        new TestCaseData(MSTestVsTestGood, "1 test passed.").SetArgDisplayNames("MSTest on VSTest"),
        new TestCaseData(MSTestGood, "1 test passed.").SetArgDisplayNames("MSTest on the testing platform"),
        new TestCaseData(NUnitMtpGood, "1 test passed.").SetArgDisplayNames("NUnit on the testing platform"),
        new TestCaseData(NUnitSteady, "6 tests passed, in each of 2 runs.").SetArgDisplayNames("twice on VSTest"),
        new TestCaseData(NUnitMtpSteady, "1 test passed, in each of 2 runs.").SetArgDisplayNames("twice on the testing platform"),
        new TestCaseData(Solution, "2 tests passed.").SetArgDisplayNames("a solution, whose library is no test project"),
    ];

    [TestCaseSource(nameof(Holding))]
    public void What_the_filter_chooses_passes(TestClause clause, string reason)
    {
        var verdict = _fixture[clause];

        Assert.That((verdict.Status, verdict.Reason), Is.EqualTo((VerdictStatus.Holds, reason)));
        Assert.That(verdict.Artifacts, Is.Not.Empty);
        Assert.That(verdict.Artifacts, Has.All.Matches<string>(artifact => File.Exists(Path.Combine(_fixture.Results, artifact!))));
    }

    [Test]
    public void A_filter_that_matches_nothing_fails_on_both_platforms()
    {
        Fails(NUnitNothing, "No test ran: no test matches the filter 'TestCategory=Nothing'.");
        Fails(MSTestVsTestNothing, "No test ran: no test matches the filter 'TestCategory=Nothing'.");
        Fails(MSTestNothing, "No test ran: no test matches the filter 'TestCategory=Nothing'.");
    }

    [Test]
    public void A_project_without_tests_fails() => Fails(Empty, "No test ran: it has no tests, or no test adapter such as NUnit3TestAdapter finds them; add one, or set IsTestProject to false.");

    [Test]
    public void A_project_that_is_no_test_project_fails() =>
        Fails(NoTests, "'Widgets' holds no test project: reference Microsoft.NET.Test.Sdk and a test framework, or set IsTestProject to true.");

    [Test]
    public void A_project_that_does_not_build_fails() => Fails(Broken, "It does not build, so that no test ran.");

    [Test]
    public void A_crash_names_the_test_that_was_running()
    {
        Assert.That(_fixture[NUnitCrash].Reason, Does.StartWith("The test host of NUnitVsTest crashed in NUnitVsTest.OtherTests.The_host_dies"));
        Assert.That(_fixture[NUnitCrash].Findings[0].Details, Does.Contain("the tests pull the plug"));
        Assert.That(_fixture[NUnitOverflow].Reason, Does.StartWith("The test host of NUnitVsTest crashed in NUnitVsTest.OtherTests."));
        Assert.That(_fixture[MSTestCrash].Reason, Does.StartWith("The test host of MSTestMtp crashed"));
        Assert.That(_fixture[NUnitMtpCrash].Reason, Does.StartWith("The test host of NUnitMtp crashed"));
        Assert.That(_fixture[MSTestVsTestCrash].Reason, Does.StartWith("The test host of MSTestVsTest crashed"));
        Assert.That(new[] { NUnitCrash, NUnitOverflow, MSTestCrash, MSTestVsTestCrash, NUnitMtpCrash }.Select(clause => _fixture[clause].Status), Has.All.EqualTo(VerdictStatus.Fails));
    }

    [Test]
    public void A_host_that_leaves_with_exit_code_zero_fails()
    {
        Assert.That(_fixture[NUnitExit].Status, Is.EqualTo(VerdictStatus.Fails));
        Assert.That(_fixture[NUnitExit].Reason, Does.StartWith("The test host of NUnitVsTest crashed"));
    }

    private static IEnumerable<TestCaseData> Hanging() =>
        [new TestCaseData(NUnitHang).SetArgDisplayNames("on VSTest"), new TestCaseData(NUnitMtpHang).SetArgDisplayNames("on the testing platform")];

    [TestCaseSource(nameof(Hanging))]
    public void A_hang_is_unknown(TestClause clause) => Assert.That(
        (_fixture[clause].Status, _fixture[clause].Reason),
        Is.EqualTo((VerdictStatus.Unknown, "It took longer than 4 seconds and was stopped. Give it more time with 'timeout', or make it faster.")));

    [Test]
    public void A_test_that_passes_and_fails_is_flaky() => Fails(
        NUnitFlaky, "Run 2 of 5: 1 of 1 test failed; run 1 passed, so that the tests are flaky: make them independent of time, order and chance.");

    [Test]
    public void Every_framework_must_pass()
    {
        Fails(TwoFrameworks, "1 of 4 tests failed.");
        Assert.That(_fixture[TwoFrameworks].Findings.Single().Message, Does.StartWith("net9.0: the older framework is not supported"));
    }

    [Test]
    public void Nothing_but_evidence_stays_in_the_results_folder() =>
        Assert.That(Directory.EnumerateDirectories(_fixture.Results), Is.Empty);

    private void Fails(TestClause clause, string reason) =>
        Assert.That((_fixture[clause].Status, _fixture[clause].Reason), Is.EqualTo((VerdictStatus.Fails, reason)));
}
