using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Steps;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FixersExecutorTests : IDisposable
{
    private static readonly Goal Goal = new(new Text("sample"))
    {
        Verify = [new BuildClause(new Text("a.csproj")), new TestClause(new Text("b.csproj")), new LintClause(new Text("c.csproj"))],
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ScriptedRepair Idle(string name, params string[] helps) => new(name, _ => RepairResult.Nothing("nothing to do")) { Helps = helps.Length == 0 ? null : helps };

    private static ScriptedRepair Changing(string name) => new(name, _ => new RepairResult(["x.cs"], "changed x.cs"));

    [Test]
    public void What_does_not_compile_is_repaired_first_and_then_the_cheaper_comes_before_the_dearer() =>
        Assert.That(Repairs.All.Select(repair => repair.Name), Is.EqualTo(new[] { "compile errors", "whitespace", "style", "analyzers" }));

    [Test]
    public async Task A_turn_ends_with_the_first_repair_that_changes_something()
    {
        var (idle, changing, never) = (Idle("idle"), Changing("changing"), Changing("never"));
        var result = await new FixersExecutor([idle, changing, never]).TakeTurnAsync(ExecutorTurns.Of(_folder, Goal), default);
        Assert.That((result.End, result.Summary), Is.EqualTo((TurnEnd.Worked, "changing: changed x.cs")));
        Assert.That(result.Attempts, Is.EqualTo(new[] { "idle", "changing" }));
        Assert.That(never.Calls, Is.Empty);
    }

    [Test]
    public async Task What_was_tried_on_this_tree_is_passed_over()
    {
        var (tried, next) = (Changing("tried"), Changing("next"));
        var turn = ExecutorTurns.Of(_folder, Goal) with { Tried = new HashSet<string> { "tried" } };
        var result = await new FixersExecutor([tried, next]).TakeTurnAsync(turn, default);
        Assert.That(tried.Calls, Is.Empty);
        Assert.That(result.Attempts, Is.EqualTo(new[] { "next" }));
    }

    [Test]
    public async Task A_repair_gets_at_once_all_failing_clauses_that_it_could_help_in_the_order_of_the_goal()
    {
        var (some, all) = (Idle("some", "c.csproj", "a.csproj"), Idle("all"));
        var turn = ExecutorTurns.Of(_folder, Goal);
        turn = turn with { Verdicts = turn.Verdicts.Select((verdict, index) => index == 1 ? verdict with { Status = VerdictStatus.Holds } : verdict).ToValueList() };
        await new FixersExecutor([some, all]).TakeTurnAsync(turn, default);
        Assert.That(some.Calls, Is.EqualTo(new[] { "a.csproj c.csproj" }));
        Assert.That(all.Calls, Is.EqualTo(new[] { "a.csproj c.csproj" }), "one that holds needs no repair");
    }

    [Test]
    public async Task Where_no_repair_fits_none_is_called_and_none_was_tried()
    {
        var other = Idle("other", "elsewhere.csproj");
        var result = await new FixersExecutor([other]).TakeTurnAsync(ExecutorTurns.Of(_folder, Goal), default);
        Assert.That((result.End, result.Attempts.Count, other.Calls.Count), Is.EqualTo((TurnEnd.Exhausted, 0, 0)));
    }

    [Test]
    public void Cancelled_between_two_repairs_it_does_not_begin_the_next()
    {
        using var cancel = new CancellationTokenSource();
        var second = Changing("second");
        var first = new ScriptedRepair("first", _ =>
        {
            cancel.Cancel();
            return RepairResult.Nothing("nothing");
        });
        Assert.That(() => new FixersExecutor([first, second]).TakeTurnAsync(ExecutorTurns.Of(_folder, Goal), cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(second.Calls, Is.Empty);
    }
}
