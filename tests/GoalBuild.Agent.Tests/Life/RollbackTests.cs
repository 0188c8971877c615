using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Life;

/// <summary>A run's tree is brought back to one of its states; what others changed since is theirs.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RollbackTests : IDisposable
{
    private static readonly GoalKey Key = new("words.goal", "words");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static RunLoop Loop(params Action[] turns)
    {
        var next = 0;
        return new RunLoop(new FileVerifier(), _ => new ScriptedExecutor("e", turn =>
        {
            if (next >= turns.Length)
            {
                return new TurnResult(TurnEnd.Exhausted, "nothing more to do");
            }

            turns[next++]();
            return new TurnResult(TurnEnd.Worked, $"turn {next}") { Attempts = [$"{next}"] };
        }), TimeProvider.System);
    }

    private static Goal Goal => Goals.Of(("a.txt", "one"), ("b.txt", "two")) with { Agent = new Language.Model.Agent([new FixStep(new Text("e"))]) };

    private async Task<RunResult> RunAsync(params Action[] turns) => (await Loop(turns).RunAsync(Goals.Request(_folder.Path, Goal), null, default)).Single();

    private Task<RolledBack> BackAsync(string word, bool isDryRun = false) =>
        new Rollback(new Workspace(_folder.Path, _folder.State), Key, TimeProvider.System).ToAsync(RollbackTarget.Of(word)!, isDryRun, "dotnet goal rollback", default);

    private (LedgerRun Run, IReadOnlyList<LedgerTurn> Turns) Ledger()
    {
        using var ledger = RunLedger.OpenExisting(_folder.State)!;
        var run = ledger.RunsOf(Key)[0];
        return (run, ledger.TurnsOf(run.Id));
    }

    // Turn 1 brings one clause, turn 2 the other.
    private Task<RunResult> MetAsync() => RunAsync(() => _folder.With("a.txt", "one").With("new.txt", "made by turn 1"), () => _folder.With("b.txt", "two").With("a.txt", "one and more"));

    [TestCase("1", "one", null)]
    [TestCase("start", null, null)]
    [TestCase("0", null, null)]
    [TestCase("2", "one and more", "two")]
    [TestCase("best", "one and more", "two")]
    public async Task The_tree_of_a_run_that_was_met_can_be_brought_to_each_of_its_states(string word, string? a, string? b)
    {
        Assert.That((await MetAsync()).Outcome, Is.EqualTo(RunOutcome.Met));
        var done = await BackAsync(word);
        Assert.That((TextOf("a.txt"), TextOf("b.txt"), done.Refused.Count), Is.EqualTo((a, b, 0)));
        Assert.That(File.Exists(_folder["new.txt"]), Is.EqualTo(a is not null));
    }

    [Test]
    public async Task It_can_be_rolled_back_again_and_forward_and_the_patch_takes_it_back()
    {
        await MetAsync();
        var start = await BackAsync("start");
        using (var ledger = RunLedger.OpenExisting(_folder.State)!)
        {
            Assert.That(RunSituation.Of(ledger, ledger.RunsOf(Key)[0], Goal, isUnderWay: false, DateTimeOffset.UtcNow).RolledBack, Is.EqualTo("a person brought the tree back to the start"));
        }

        Assert.That(start.Restored, Is.EqualTo(new[] { "a.txt", "b.txt", "new.txt" }));
        Assert.That(File.ReadAllText(start.PatchFile!), Does.Contain("-one and more"));
        Assert.That((await BackAsync("2")).Restored, Has.Count.EqualTo(3));
        Assert.That((TextOf("a.txt"), TextOf("b.txt")), Is.EqualTo(("one and more", "two")));
        Assert.That((await BackAsync("1")).Restored, Is.EqualTo(new[] { "a.txt", "b.txt" }));
        Assert.That(Ledger().Turns.Select(turn => (turn.Executor, turn.State)).Skip(2), Is.All.EqualTo(("rollback", TurnState.Kept)));
    }

    [Test]
    public async Task What_the_user_changed_since_stays_now_and_later()
    {
        await MetAsync();
        _folder.With("a.txt", "my own").With("mine.txt", "mine");
        var done = await BackAsync("start");
        Assert.That(done.Refused, Is.EqualTo(new[] { "a.txt" }));
        Assert.That((TextOf("a.txt"), TextOf("b.txt"), TextOf("mine.txt")), Is.EqualTo(("my own", (string?)null, "mine")));

        var again = await BackAsync("1");
        Assert.That(again.Refused, Is.EqualTo(new[] { "a.txt" }), "what was left alone does not become the run's");
        Assert.That((TextOf("a.txt"), TextOf("mine.txt"), TextOf("new.txt")), Is.EqualTo(("my own", "mine", "made by turn 1")));
    }

    [Test]
    public async Task A_dry_run_says_what_would_change_and_changes_nothing()
    {
        await MetAsync();
        _folder.With("b.txt", "my own");
        var before = _folder.Files();
        var turns = Ledger().Turns.Count;
        var plan = await BackAsync("start", isDryRun: true);
        Assert.That((string.Join(' ', plan.Restored), string.Join(' ', plan.Refused), plan.PatchFile), Is.EqualTo(("a.txt new.txt", "b.txt", (string?)null)));
        Assert.That(_folder.Files(), Is.EqualTo(before));
        Assert.That(Ledger().Turns, Has.Count.EqualTo(turns));
    }

    [Test]
    public async Task A_run_that_was_rolled_back_is_resumed_from_there()
    {
        Assert.That((await RunAsync(() => _folder.With("a.txt", "one"), () => _folder.With("c.txt", "useless"))).Outcome, Is.EqualTo(RunOutcome.Stalled));
        await BackAsync("1");
        Assert.That(File.Exists(_folder["c.txt"]), Is.False);
        _folder.With("mine.txt", "mine");
        var watcher = new Watcher();
        var resumed = (await Loop(() => _folder.With("b.txt", "two")).ResumeAsync(Goals.Request(_folder.Path, Goal), watcher, default)).Single();
        Assert.That(resumed.Outcome, Is.EqualTo(RunOutcome.Met), resumed.Message);
        Assert.That(watcher.Of<TurnKept>().Single().Files, Is.EqualTo(new[] { "b.txt" }), "nobody is blamed for the rollback");
        Assert.That(TextOf("mine.txt"), Is.EqualTo("mine"));
    }

    [Test]
    public async Task Only_the_newest_run_of_a_goal_keeps_its_snapshots()
    {
        await MetAsync();
        var first = Ledger().Run.Id;
        File.Delete(_folder["b.txt"]);
        Assert.That((await RunAsync(() => _folder.With("b.txt", "two again"))).Outcome, Is.EqualTo(RunOutcome.Met));
        var labels = LabelsOfSnapshots();
        Assert.That(labels.Where(label => label.Contains(first, StringComparison.Ordinal)), Is.Empty);
        Assert.That((await BackAsync("start")).Restored, Is.EqualTo(new[] { "b.txt" }));
    }

    [Test]
    public async Task What_cannot_be_done_says_why_and_what_to_do()
    {
        Assert.That(await FaultOf("best"), Is.EqualTo((DiagnosticCatalogue.NoSuchRun.Code, "Goal 'words' was never run, so that there is nothing to roll back.")));
        await MetAsync();
        var (code, message) = await FaultOf("9");
        Assert.That(code, Is.EqualTo(DiagnosticCatalogue.RollbackImpossible.Code));
        Assert.That(message, Does.Contain("has no turn 9; it has turns 1 to 2"));
        using (RunLock.Acquire(_folder.State, RunLock.KeyOf(Key), new LockHolder(1, "elsewhere", "words", DateTimeOffset.UtcNow, "dotnet goal run")))
        {
            Assert.That((await FaultOf("best")).Code, Is.EqualTo(DiagnosticCatalogue.RunHeld.Code));
        }
    }

    [Test]
    public async Task An_isolated_run_that_ended_points_at_its_patch()
    {
        _folder.Committed();
        var request = Goals.Request(_folder.Path, Goal) with { Isolate = true };
        var loop = new RunLoop(new FileVerifier(), _ => new ScriptedExecutor("e", turn =>
        {
            File.WriteAllText(Path.Combine(turn.Workspace.Root, "a.txt"), "one");
            File.WriteAllText(Path.Combine(turn.Workspace.Root, "b.txt"), "two");
            return new TurnResult(TurnEnd.Worked, "wrote");
        }), TimeProvider.System);
        Assert.That((await loop.RunAsync(request, null, default)).Single().Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That((await FaultOf("start")).Message, Does.Contain("worked in a copy of the tree, which is gone").And.Contain("result.patch"));
    }

    private async Task<(string Code, string Message)> FaultOf(string word)
    {
        try
        {
            await BackAsync(word);
            return ("", "");
        }
        catch (GoalFaultException fault)
        {
            return (fault.Descriptor.Code, fault.Message);
        }
    }

    private string? TextOf(string name) => File.Exists(_folder[name]) ? _folder.Text(name) : null;

    private string[] LabelsOfSnapshots()
    {
        var refs = Path.Combine(_folder.State, "snapshots.git", "refs", "goal");
        var loose = Directory.Exists(refs) ? Directory.GetFiles(refs, "*", SearchOption.AllDirectories) : [];
        var packed = Path.Combine(_folder.State, "snapshots.git", "packed-refs");
        return [.. loose, .. File.Exists(packed) ? File.ReadAllLines(packed) : []];
    }
}
