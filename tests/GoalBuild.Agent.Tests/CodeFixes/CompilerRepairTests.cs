using GoalBuild.Agent.Executors.Fixers.CodeFixes;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>Which clauses the repair of compile errors is for.</summary>
[TestFixture]
public sealed class CompilerRepairTests
{
    private static readonly Text Project = new("a.csproj");

    private static IEnumerable<Clause> WithProject() =>
        [new BuildClause(Project), new TestClause(Project), new CoverageClause(Project, default, 80), new LintClause(null), new TargetClause(new Text("T"), Project)];

    [TestCaseSource(nameof(WithProject))]
    public void It_could_help_a_clause_of_a_project_that_does_not_compile(Clause clause) =>
        Assert.That(new CompilerRepair().CouldHelp(Failed("CS0246"), clause), Is.True);

    [Test]
    public void It_could_not_help_a_command() =>
        Assert.That(new CompilerRepair().CouldHelp(Failed("CS0246"), new RunClause(new Text("make"))), Is.False);

    [TestCase("CS0029")]
    [TestCase("NETSDK1004")]
    [TestCase(null)]
    public void It_could_not_help_with_what_it_has_no_repair_for(string? code) =>
        Assert.That(new CompilerRepair().CouldHelp(Failed(code), new BuildClause(Project)), Is.False);

    [Test]
    public void It_could_not_help_where_nothing_was_found() =>
        Assert.That(new CompilerRepair().CouldHelp(new Verdict("c", VerdictStatus.Unknown, "no SDK"), new BuildClause(Project)), Is.False);

    private static Verdict Failed(string? code) =>
        new("c", VerdictStatus.Fails, "no") { Findings = [new Finding(FindingKind.Test, "a test"), new Finding(FindingKind.Build, "error") { Code = code }] };
}
