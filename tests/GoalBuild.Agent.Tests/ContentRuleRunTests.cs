using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests;

/// <summary>Runs whose turns do to tests and settings what the content of the change tells.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ContentRuleRunTests : IDisposable
{
    private const string TestFile = "tests/A.Tests/ATests.cs";

    private const string Test = """
        public class ATests
        {
            [Test]
            public void Adds() => Assert.That(Calc.Add(1, 2), Is.EqualTo(3));
        }

        """;

    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();

    public ContentRuleRunTests() => _folder.With("tests/A.Tests/A.Tests.csproj", "<Project />").With(TestFile, Test);

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs a goal whose only clause asks for a word in a.txt, with one executor that takes these turns one after the other.</summary>
    private async Task<RunResult> RunAsync(ValueList<Constraint> constraints, params Action[] turns)
    {
        var next = 0;
        var executor = new ScriptedExecutor("scripted", _ =>
        {
            if (next == turns.Length)
            {
                return new TurnResult(TurnEnd.Exhausted, "nothing left");
            }

            turns[next]();
            return new TurnResult(TurnEnd.Worked, $"did {next}") { Attempts = [$"{next++}"] };
        });
        var goal = Goals.Of(("a.txt", "one"), ("b.txt", "two")) with { Constraints = constraints, Agent = new Language.Model.Agent([new FixStep(new Text("scripted"))]) };
        var loop = new RunLoop(new FileVerifier(), _ => executor, TimeProvider.System);
        return (await loop.RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
    }

    [Test]
    public async Task A_turn_that_weakens_a_test_is_undone_and_told_and_an_honest_one_then_meets_the_goal()
    {
        var result = await RunAsync(
            [],
            () => _folder.With(TestFile, Test.Replace("EqualTo(3)", "Not.Null", StringComparison.Ordinal)).With("a.txt", "one").With("b.txt", "two"),
            () => _folder.With("a.txt", "one").With("b.txt", "two"));

        Assert.That(_watcher.Of<TurnUndone>().Single(), Has.Property("Code").EqualTo("GOAL5103").And.Property("Reason").Contains("was 'Assert.That(Calc.Add(1, 2), Is.EqualTo(3))', is 'Assert.That(Calc.Add(1, 2), Is.Not.Null)'"));
        Assert.That(_folder.Text(TestFile), Is.EqualTo(Test));
        Assert.That((result.Outcome, result.Broken.Count), Is.EqualTo((RunOutcome.Met, 0)));
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        Assert.That(ledger.TurnsOf(result.Run).Select(turn => (turn.State, turn.Code)), Is.EqualTo(new[] { (TurnState.Undone, (string?)"GOAL5103"), (TurnState.Kept, null) }));
    }

    [Test]
    public async Task A_turn_that_deletes_a_file_of_tests_is_undone_unless_the_goal_allows_it()
    {
        void Cheat()
        {
            File.Delete(_folder[TestFile]);
            _folder.With("a.txt", "one").With("b.txt", "two");
        }

        var broken = await RunAsync([], Cheat);
        Assert.That((_watcher.Of<TurnUndone>().Single().Code, File.Exists(_folder[TestFile]), broken.Outcome), Is.EqualTo(("GOAL5101", true, RunOutcome.Stalled)));

        var allowed = await RunAsync([new AllowTestRemovalConstraint([new Text("tests/**")])], Cheat);
        Assert.That((File.Exists(_folder[TestFile]), allowed.Outcome), Is.EqualTo((false, RunOutcome.Met)));
    }

    [Test]
    public async Task A_test_that_a_turn_brought_may_change_and_go_in_a_later_one()
    {
        var result = await RunAsync(
            [],
            () => _folder.With("tests/A.Tests/BTests.cs", Test.Replace("ATests", "BTests", StringComparison.Ordinal).Replace("Adds", "Sums", StringComparison.Ordinal)).With("a.txt", "one"),
            () =>
            {
                File.Delete(_folder["tests/A.Tests/BTests.cs"]);
                _folder.With("b.txt", "two");
            });
        Assert.That((result.Outcome, _watcher.Of<TurnUndone>().Count()), Is.EqualTo((RunOutcome.Met, 0)));
    }

    [Test]
    public async Task A_limit_counts_the_whole_run_and_undoes_the_turn_that_passes_it()
    {
        var result = await RunAsync([new LimitConstraint(LimitMeasure.Files, 2)], () => _folder.With("a.txt", "one"), () => _folder.With("b.txt", "two").With("c.txt", "three"), () => _folder.With("b.txt", "two"));
        Assert.That(_watcher.Of<TurnUndone>().Select(turn => (turn.Turn, turn.Code)), Is.EqualTo(new[] { (2, "GOAL5131") }));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
    }

    [Test]
    public async Task A_suppression_that_was_there_before_the_run_stays_its_own()
    {
        _folder.With("src/Calc.cs", "#pragma warning disable CS8602\nclass Calc;\n");
        var result = await RunAsync([], () => _folder.With("src/Calc.cs", "#pragma warning disable CS8602\nclass Calc { int sum; }\n").With("a.txt", "one"), () => _folder.With("b.txt", "two\n").With("src/B.cs", "#pragma warning disable CS0168\n"));
        Assert.That(_watcher.Of<TurnUndone>().Single(), Has.Property("Code").EqualTo("GOAL5111").And.Property("Reason").Contains("'src/B.cs:1' adds '#pragma warning disable CS0168'"));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled));
    }

    [Test]
    public async Task Texts_of_a_change_are_read_from_its_snapshots()
    {
        using var store = new SnapshotStore(_folder.State, _folder.Path, "content");
        _folder.With("gone.txt", "gone").With("changed ä.txt", "old\r\n").With("byproduct.txt", "1");
        File.WriteAllBytes(_folder["wide.txt"], [0xFF, 0xFE, 0x61, 0x00]);
        var before = await store.TakeAsync(null, default);
        File.Delete(_folder["gone.txt"]);
        _folder.With("changed ä.txt", "").With("new/file.txt", "new\n").With("byproduct.txt", "2");
        File.WriteAllBytes(_folder["wide.txt"], [0xFF, 0xFE, 0x62, 0x00]);
        var after = await store.TakeAsync(null, default);
        _folder.With("new/file.txt", "later");

        var change = await store.ContentAsync(before, after, new HashSet<string> { "byproduct.txt" }, default);
        Assert.That(change.Files.Select(file => (file.Path, file.WasThere, file.IsThere)), Is.EqualTo(new[] { ("changed ä.txt", true, true), ("gone.txt", true, false), ("new/file.txt", false, true), ("wide.txt", true, true) }));
        var texts = await change.TextsAsync(_ => true, default);
        Assert.That(texts.Select(text => (text.Before, text.After)), Is.EqualTo(new[] { ("old\r\n", ""), ("gone", ""), ("", "new\n"), ("a", "b") }));
    }
}
