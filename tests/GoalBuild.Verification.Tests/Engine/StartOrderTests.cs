using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Engine;

internal sealed class StartOrderTests
{
    private static readonly Clause
        Library = new TestClause(new Text("Lib/Lib.csproj")),
        LibraryAgain = new TestClause(new Text("Lib/Lib.csproj")) { Filter = new Text("Category=Fast") },
        Program = new TestClause(new Text("App/App.csproj")),
        Lint = new LintClause(new Text("Lib"));

    [Test]
    public void What_did_not_hold_starts_before_what_held_and_both_in_the_order_of_the_goal() =>
        Assert.That(Lanes([0, 1], Library, Lint, Program), Is.EqualTo(new[] { "2", "0", "1" }));

    [Test]
    public void Where_nothing_is_known_the_order_is_the_goals() =>
        Assert.That(Lanes([], Library, Lint, Program), Is.EqualTo(new[] { "0", "1", "2" }));

    [Test]
    public void Tests_of_one_project_start_early_where_one_of_them_did_not_hold_and_keep_the_goals_order_since_one_may_use_what_another_left() =>
        Assert.That(Lanes([0, 1, 2], Program, Library, Lint, LibraryAgain), Is.EqualTo(new[] { "1 3", "0", "2" }));

    private static IEnumerable<string> Lanes(int[] held, params Clause[] clauses)
    {
        var compiled = Compile(clauses);
        var names = compiled.Select(clause => clause.Name).ToList();
        return StartOrder.Of(TestLanes.Of(compiled), held.Select(index => names[index]).ToHashSet()).Select(lane => string.Join(' ', lane.Select(clause => names.IndexOf(clause.Name))));
    }

    private static IReadOnlyList<CompiledClause> Compile(params Clause[] clauses)
    {
        using var sample = new SampleWorkspace().WithProjects();
        return GoalCompiler.Compile(new SourceText(sample.Folder.At("sample.goal"), ""), new Goal(new Text("sample")) { Verify = [.. clauses] }, sample.Workspace).Clauses;
    }
}
