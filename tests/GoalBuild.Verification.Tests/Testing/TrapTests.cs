using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

/// <summary>What misleads those who run tests in real repositories: one repository with all of it, verified in one go by the real engine.</summary>
[Category("Slow")]
internal sealed class TrapTests
{
    private const string Library = "Shop.Tests", Web = "Shop.Web.Tests", Good = "TestCategory=Good";

    private static readonly TestClause
        Gated = Test(Library, Good),
        Settings = Test(Web, "TestCategory=Settings"),
        Exit = Test(Web, "TestCategory=Exit"),
        Ordered = Test(Web, "TestCategory=Order"),
        OrderedAlone = Test(Web, "FullyQualifiedName~Needs_what_another_made"),
        Spoilt = Test(Web, "TestCategory=Spoilt"),
        SpoiltAlone = Test(Web, "FullyQualifiedName~Needs_it_unspoilt"),
        First = Test(Web, "TestCategory=First"),
        Second = Test(Web, "TestCategory=Second"),
        Rows = Test(Web, "TestCategory=Rows"),
        Whole = Test("Traps.slnx", $"TestCategory=Fix|{Good}");

    private static readonly RunClause Gate = new(new Text($"dotnet test {Library} --no-build --filter {Good}"));

    private static readonly Clause[] Clauses = [Gated, Settings, Exit, Ordered, OrderedAlone, Spoilt, SpoiltAlone, First, Second, Rows, Whole, Gate];

    private SampleWorkspace _sample = null!;
    private VerificationResult _result = null!;

    [OneTimeSetUp]
    public async Task Verify()
    {
        _sample = new SampleWorkspace("traps").WithFixture("Traps", [.. new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Traps")).EnumerateFileSystemInfos().Select(entry => entry.Name)]);
        _result = await _sample.VerifyAsync(Clauses);
    }

    [OneTimeTearDown]
    public void Remove() => _sample.Dispose();

    [Test]
    public void A_gate_that_fails_dotnet_test_fails_no_test_and_is_the_matter_of_the_clause_that_runs_it()
    {
        Comes(Gated, VerdictStatus.Holds, "2 tests passed.");
        var gate = Of(Gate);
        Assert.That(gate.Status, Is.EqualTo(VerdictStatus.Fails));
        Assert.That(gate.Reason, Does.StartWith("It exits with 1."));
        Assert.That(string.Join('\n', gate.Findings.Select(finding => $"{finding.Message}\n{finding.Details}")), Does.Contain("The line coverage of Shop.Tests is below 80 percent."));
    }

    [Test]
    public void A_program_whose_tests_pass_and_that_leaves_with_a_code_proves_nothing() =>
        Comes(Exit, VerdictStatus.Fails, "The tests of Shop.Web.Tests ended with exit code 7 although none failed.");

    [Test]
    public void A_test_that_needs_another_before_it_passes_among_all_and_fails_alone()
    {
        Comes(Ordered, VerdictStatus.Holds, "2 tests passed.");
        Comes(OrderedAlone, VerdictStatus.Fails, "1 of 1 test failed.");
        Assert.That(Of(OrderedAlone).Findings.Single().Message, Does.StartWith("it was never made"));
    }

    [Test]
    public void A_test_that_another_spoils_fails_among_all_and_passes_alone()
    {
        Comes(Spoilt, VerdictStatus.Fails, "1 of 2 tests failed.");
        Comes(SpoiltAlone, VerdictStatus.Holds, "1 test passed.");
        Assert.That(Of(Spoilt).Findings.Single().Test, Is.EqualTo("Shop.Web.Tests.OrderTests.Needs_it_unspoilt"));
    }

    [Test]
    public void Clauses_over_the_same_tests_run_one_after_another_since_those_share_files_and_ports()
    {
        Comes(First, VerdictStatus.Holds, "1 test passed.");
        Comes(Second, VerdictStatus.Holds, "1 test passed.");
    }

    [Test]
    public void Rows_with_any_characters_count_each_and_the_failing_one_is_named()
    {
        Comes(Rows, VerdictStatus.Fails, "1 of 4 tests failed.");
        Assert.That(Of(Rows).Findings.Single().Test, Does.StartWith("Shop.Web.Tests.RowTests.Reads(\"two"));
    }

    [Test]
    public void What_a_repository_sets_for_its_builds_and_tests_is_in_force() => Comes(Settings, VerdictStatus.Holds, "1 test passed.");

    [Test]
    public async Task A_fix_whose_tests_live_in_another_project_is_seen_by_the_clause_of_the_solution_and_no_verdict_stands_meanwhile()
    {
        Comes(Whole, VerdictStatus.Fails, "1 of 3 tests failed.");
        Assert.That(Of(Whole).Findings.Single(finding => finding.IsError), Has.Property("File").EqualTo("Shop.Web.Tests/PageTests.cs").And.Property("Test").EqualTo("Shop.Web.Tests.PageTests.The_page_shows_the_total"));

        _sample.Folder.Write("Shop/Cart.cs", "namespace Shop;\n\npublic static class Cart\n{\n    public static int Total(params int[] prices) => prices.Sum();\n}\n");
        var mended = await _sample.VerifyAsync(Whole, Gated);

        Assert.That(mended.Verdicts.Select(verdict => (verdict.Status, verdict.Reason, verdict.Reused)), Is.EqualTo(new[]
        {
            (VerdictStatus.Holds, "3 tests passed.", false),
            (VerdictStatus.Holds, "2 tests passed.", false),
        }));
    }

    private static TestClause Test(string project, string filter) => new(new Text(project)) { Filter = new Text(filter) };

    private Verdict Of(Clause clause) => _result.Verdicts[Array.IndexOf(Clauses, clause)];

    private void Comes(Clause clause, VerdictStatus status, string reason) => Assert.That((Of(clause).Status, Of(clause).Reason), Is.EqualTo((status, reason)), string.Join('\n', Of(clause).Findings));
}
