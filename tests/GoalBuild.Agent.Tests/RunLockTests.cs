using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RunLockTests : IDisposable
{
    private static readonly LockHolder Holder = new(Environment.ProcessId, Environment.MachineName, "words", DateTimeOffset.UnixEpoch, "test");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_lock_that_is_held_says_by_whom()
    {
        using var held = RunLock.Acquire(_folder.State, "goal-a", Holder);
        held.Announce();
        Assert.That(() => RunLock.Acquire(_folder.State, "goal-a", Holder), Fault("GOAL0007").With.Message.Contains($"process {Environment.ProcessId}"));
        Assert.That(RunLock.HolderOf(_folder.State, "goal-a"), Is.EqualTo(Holder));
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_not_taken_for_a_lock_that_is_held([Values] bool folderIsFile)
    {
        if (folderIsFile)
        {
            _folder.With(".goal/locks", "in the way");
        }
        else if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Links need a right of their own.");
        }
        else
        {
            Directory.CreateDirectory(_folder[".goal/locks"]);
            File.CreateSymbolicLink(_folder[".goal/locks/goal-a.lock"], "goal-a.lock");
        }

        Assert.That(() => RunLock.Acquire(_folder.State, "goal-a", Holder), Fault("GOAL0009"));
        Assert.That(RunLock.HolderOf(_folder.State, "goal-a"), Is.Null);
    }

    [Test]
    public void A_lock_that_is_left_tells_when_its_holder_was_last_alive([Values] bool leaves)
    {
        using (var first = RunLock.Acquire(_folder.State, "goal-a", Holder))
        {
            first.Announce();
            if (leaves)
            {
                first.Leave();
            }
        }

        using var second = RunLock.Acquire(_folder.State, "goal-a", Holder);
        Assert.That(second.LastAlive, leaves ? Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)) : Is.Null);
    }

    [Test]
    public async Task An_isolated_run_does_not_touch_the_tree_of_one_that_it_brings_to_an_end_while_another_goal_works_there()
    {
        var (request, run) = await UndoingAsync();
        using (var other = RunLock.Acquire(_folder.State, RunLock.TreeKey(_folder.Path), Holder with { Goal = "other" }))
        {
            other.Announce();
            Assert.That(() => Loop().RunAsync(request with { Isolate = true }, null, default), Fault("GOAL0007").With.Message.Contains("'other'"));
            Assert.That(_folder.Text("a.txt"), Is.EqualTo("lost"));
        }

        await Loop().RunAsync(request with { Isolate = true }, null, default);
        Assert.That(_folder.Text("a.txt"), Is.EqualTo("one"));
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        Assert.That(ledger.TurnsOf(run)[^1].State, Is.EqualTo(TurnState.Undone));
    }

    [Test]
    public async Task A_run_that_cannot_be_brought_to_an_end_blocks_the_new_one_and_says_why()
    {
        var (request, _) = await UndoingAsync();
        _folder.With("a.txt", "changed by hand");
        var result = (await Loop().RunAsync(request, null, default)).Single();
        Assert.That((result.Outcome, result.Code, result.ExitCode), Is.EqualTo((RunOutcome.Blocked, DiagnosticCatalogue.RestoreRefused.Code, 3)));
        Assert.That(result.Message, Does.Contain("'a.txt'"));
        Assert.That(_folder.Text("a.txt"), Is.EqualTo("changed by hand"));
        var next = (await Loop().RunAsync(request, null, default)).Single();
        Assert.That((next.Outcome, next.Run), Is.EqualTo((RunOutcome.Stalled, next.Run)).And.Not.EqualTo((RunOutcome.Stalled, result.Run)));
    }

    // A run whose last turn was being undone when its process died.
    private async Task<(RunRequest Request, string Run)> UndoingAsync()
    {
        _folder.With("a.txt", "one");
        var request = Goals.Request(_folder.Path, Goals.Of(("a.txt", "one"), ("b.txt", "two")));
        var executor = new ScriptedExecutor("e", turn =>
        {
            _folder.With("a.txt", "lost");
            return new Executors.TurnResult(turn.Number == 1 ? Executors.TurnEnd.Worked : Executors.TurnEnd.Exhausted, "wrote") { Attempts = ["a"] };
        });
        await new RunLoop(new FileVerifier(), step => step is Language.Model.FixStep { Command.Value: "a.txt" } ? executor : null, TimeProvider.System).RunAsync(request, null, default);
        _folder.With("a.txt", "lost");
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        var run = ledger.AllRuns()[0].Id;
        var turn = ledger.TurnsOf(run)[^1];
        ledger.BeginUndo(turn, turn.After!, turn.Summary, null);
        return (request, run);
    }

    private static RunLoop Loop() => new(new FileVerifier(), _ => null, TimeProvider.System);

    private static NUnit.Framework.Constraints.EqualStringConstraint Fault(string code) =>
        Throws.TypeOf<GoalFaultException>().With.Property("Descriptor").Property("Code").EqualTo(code);
}
