using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Compilation;

public class GoalCompilerTests
{
    [Test]
    public void A_goal_becomes_one_target_for_each_clause()
    {
        using var folder = new TempFolder();
        folder.Write("Payments.sln", "");
        var goal = new Goal(new Text("payments"))
        {
            Verify = [new BuildClause(new Text("Payments.sln")) { WarningsAsErrors = true }, new JudgeClause(new Text("it is good"))],
        };

        var compiled = GoalCompiler.Compile(new SourceText(folder.At("payments.goal"), ""), goal, new Workspace(folder.Path, folder.At(".goal")));

        Assert.Multiple(() =>
        {
            Assert.That(compiled.Clauses.Select(clause => clause.Target), Is.EqualTo(new[] { "build Payments_sln", "judge it is good" }));
            Assert.That(compiled.Clauses[0].Projects, Is.EqualTo(new[] { folder.At("Payments.sln") }));
            Assert.That(compiled.ToString(), Does.Contain("""<Target Name="build Payments_sln" DependsOnTargets="Restore">"""));
            Assert.That(compiled.ToString(), Does.Contain("not available in this version"));
        });
    }

    [Test]
    public void What_loads_built_assemblies_never_runs_beside_what_may_replace_them()
    {
        using var folder = new TempFolder();
        folder.Write("Payments.sln", "");
        var project = new Text("Payments.sln");
        var goal = new Goal(new Text("payments"))
        {
            Verify = [new LintClause(project), new TestClause(project), new RunClause(new Text("dotnet build")), new FileClause(new Text("a"), FileCondition.Exists)],
        };

        var compiled = GoalCompiler.Compile(new SourceText(folder.At("payments.goal"), ""), goal, new Workspace(folder.Path, folder.At(".goal")));

        Assert.That(compiled.Clauses.Select(clause => clause.OutputUse), Is.EqualTo(new[] { OutputUse.Reads, OutputUse.Reads, OutputUse.MayWrite, OutputUse.None }));
    }
}
