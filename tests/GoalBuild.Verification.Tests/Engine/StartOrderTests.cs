using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Engine;

internal sealed class StartOrderTests
{
    private static readonly Clause
        Library = new TestClause(new Text("Lib")),
        LibraryAgain = new TestClause(new Text("Lib/Lib.csproj")) { Filter = new Text("Category=Fast") },
        Lint = new LintClause(new Text("Lib")),
        LibraryCovered = new CoverageClause(new Text("Lib"), Comparison.AtLeast, 80),
        ProgramCovered = new CoverageClause(new Text("App"), Comparison.AtLeast, 80),
        Install = new RunClause(new Text("npm ci")),
        Check = new RunClause(new Text("npm test"));

    [Test]
    public void What_did_not_hold_starts_before_what_held_and_both_in_the_order_of_the_goal() =>
        Assert.That(Order([0, 1], Library, Lint, LibraryAgain), Is.EqualTo(new[] { 2, 0, 1 }));

    [Test]
    public void Where_nothing_is_known_the_order_is_the_goals() =>
        Assert.That(Order([], Library, Lint, LibraryAgain), Is.EqualTo(new[] { 0, 1, 2 }));

    [Test]
    public void A_command_stays_behind_what_stands_before_it_since_it_may_use_what_that_leaves() =>
        Assert.That(Order([0], Install, Check), Is.EqualTo(new[] { 0, 1 }));

    [Test]
    public void What_writes_assemblies_is_ordered_between_two_commands_and_never_past_one() =>
        Assert.That(Order([0, 1], LibraryCovered, Install, LibraryCovered with { Label = new Text("again") }, ProgramCovered), Is.EqualTo(new[] { 0, 1, 2, 3 }));

    [Test]
    public void What_writes_assemblies_starts_before_what_held_of_its_kind() =>
        Assert.That(Order([1], Install, LibraryCovered, ProgramCovered), Is.EqualTo(new[] { 0, 2, 1 }));

    [Test]
    public void Tests_of_one_project_keep_their_lane_and_begin_with_what_did_not_hold()
    {
        var compiled = Compile(Library, Lint, LibraryAgain);

        var lanes = TestLanes.Of(StartOrder.Of(compiled, new HashSet<string> { compiled[0].Name, compiled[1].Name }));

        Assert.That(lanes.Select(lane => string.Join(", ", lane.Select(clause => clause.Name))), Is.EqualTo(new[] { $"{compiled[2].Name}, {compiled[0].Name}", compiled[1].Name }));
    }

    private static IEnumerable<int> Order(int[] held, params Clause[] clauses)
    {
        var compiled = Compile(clauses);
        var names = compiled.Select(clause => clause.Name).ToList();
        return [.. StartOrder.Of(compiled, held.Select(index => names[index]).ToHashSet()).Select(clause => names.IndexOf(clause.Name))];
    }

    private static IReadOnlyList<CompiledClause> Compile(params Clause[] clauses)
    {
        using var sample = new SampleWorkspace().WithProjects();
        return GoalCompiler.Compile(new SourceText(sample.Folder.At("sample.goal"), ""), new Goal(new Text("sample")) { Verify = [.. clauses] }, sample.Workspace).Clauses;
    }
}
