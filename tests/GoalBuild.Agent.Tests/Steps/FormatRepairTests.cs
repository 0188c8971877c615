using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Steps;

/// <summary>Which clauses the formatter's repairs are for.</summary>
[TestFixture]
internal sealed class FormatRepairTests
{
    private static readonly Text Project = new("a.csproj");

    [TestCase(LintScope.Whitespace, "WHITESPACE", true)]
    [TestCase(LintScope.Whitespace, "FINALNEWLINE", true)]
    [TestCase(LintScope.Whitespace, "IDE0161", false)]
    [TestCase(LintScope.Whitespace, "CA1822", false)]
    [TestCase(LintScope.Style, "IDE0161", true)]
    [TestCase(LintScope.Style, "IMPORTS", false)]
    [TestCase(LintScope.Style, "CA1822", false)]
    [TestCase(LintScope.Analyzers, "CA1822", true)]
    [TestCase(LintScope.Analyzers, "IDE0161", false)]
    [TestCase(LintScope.Analyzers, "WHITESPACE", false)]
    public void Each_scope_takes_the_findings_of_a_lint_clause_that_it_repairs(LintScope scope, string code, bool could) =>
        Assert.That(new FormatRepair(scope).CouldHelp(Found(code), new LintClause(Project)), Is.EqualTo(could));

    [TestCase(LintScope.Whitespace, "WHITESPACE", false)]
    [TestCase(LintScope.Style, "IDE0161", true)]
    [TestCase(LintScope.Analyzers, "CA1822", true)]
    [TestCase(LintScope.Analyzers, "CS0246", false)]
    [TestCase(LintScope.Analyzers, "NU1603", false)]
    [TestCase(LintScope.Analyzers, "NETSDK1004", false)]
    [TestCase(LintScope.Analyzers, "MSB3277", false)]
    public void What_a_build_reports_is_repaired_where_an_analyzer_reported_it(LintScope scope, string code, bool could) =>
        Assert.That(new FormatRepair(scope).CouldHelp(Found(code), new BuildClause(Project)), Is.EqualTo(could));

    [Test]
    public void A_clause_of_one_scope_is_left_to_that_scope()
    {
        var clause = new LintClause(Project) { Scope = LintScope.Style };
        Assert.That(new FormatRepair(LintScope.Style).CouldHelp(Found("IDE0161"), clause), Is.True);
        Assert.That(new FormatRepair(LintScope.Analyzers).CouldHelp(Found("CA1822"), clause), Is.False);
    }

    [Test]
    public void A_list_that_was_cut_may_go_on_with_anything() =>
        Assert.That(new FormatRepair(LintScope.Analyzers).CouldHelp(Found([.. Enumerable.Repeat("WHITESPACE", 100)]), new LintClause(Project)), Is.True);

    [Test]
    public void What_is_not_known_or_has_no_project_cannot_be_helped()
    {
        var repair = new FormatRepair(LintScope.Analyzers);
        Assert.That(repair.CouldHelp(Found("CA1822") with { Status = VerdictStatus.Unknown }, new LintClause(Project)), Is.False);
        Assert.That(repair.CouldHelp(Found("CA1822"), new RunClause(new Text("make"))), Is.False);
    }

    private static Verdict Found(params string[] codes) =>
        new("c", VerdictStatus.Fails, "it fails") { Findings = codes.Select(code => new Finding(FindingKind.Lint, "found") { Code = code, File = "A.cs" }).ToValueList() };
}
