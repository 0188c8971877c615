using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Engine;

internal sealed class TestLanesTests
{
    private static readonly Clause
        Library = new TestClause(new Text("Lib")),
        LibraryAgain = new TestClause(new Text("Lib/Lib.csproj")) { Filter = new Text("Category=Fast") },
        Program = new TestClause(new Text("App")),
        Solution = new TestClause(new Text("Sample.slnx")),
        Lint = new LintClause(new Text("Lib"));

    [Test]
    public void Clauses_over_one_project_share_a_lane_and_those_of_others_run_beside_it() =>
        Assert.That(Lanes(Library, Program, LibraryAgain, Lint), Is.EqualTo(new[] { "0 2", "1", "3" }));

    [Test]
    public void A_solution_may_hold_the_projects_of_all_other_clauses() =>
        Assert.That(Lanes(Library, Program, Lint, Solution), Is.EqualTo(new[] { "0 1 3", "2" }));

    private static IEnumerable<string> Lanes(params Clause[] clauses)
    {
        using var sample = new SampleWorkspace().WithProjects();
        var compiled = GoalCompiler.Compile(new SourceText(sample.Folder.At("sample.goal"), ""), new Goal(new Text("sample")) { Verify = [.. clauses] }, sample.Workspace);
        return [.. TestLanes.Of(compiled.Clauses).Select(lane => string.Join(' ', lane.Select(clause => compiled.Clauses.ToList().IndexOf(clause))))];
    }
}
