using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests;

/// <summary>Phases in the loop: each is a gate, its verdicts stay in force behind it, and what is met is not worked on again.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PhaseRunTests : IDisposable
{
    private static readonly Goal Goal = new(new Text("phased"))
    {
        Phases =
        [
            new Phase(new Text("first")) { Verify = [Goals.Contains("a.txt", "one")] },
            new Phase(new Text("second")) { After = [new Text("first")], Verify = [Goals.Contains("b.txt", "two")] },
            new Phase(new Text("third")) { After = [new Text("second")], Verify = [Goals.Contains("c.txt", "three")] },
        ],
        Agent = new Language.Model.Agent([new FixStep(new Text("e"))]),
    };

    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();
    private readonly CancellationTokenSource _cancel = new();
    private string _run = "";

    public void Dispose()
    {
        _cancel.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_phase_that_breaks_the_clause_of_an_earlier_one_is_not_met()
    {
        var result = await RunAsync(Steps(() => _folder.With("a.txt", "one"), () => _folder.With("b.txt", "two").With("a.txt", "lost")));
        Assert.Multiple(() =>
        {
            Assert.That((result.Outcome, result.ExitCode), Is.EqualTo((RunOutcome.Stalled, 3)));
            Assert.That(result.Message, Does.Contain("a.txt"));
            Assert.That(File.Exists(_folder["c.txt"]), Is.False);
            Assert.That(PhasesOfTurns(), Is.EqualTo(new[] { "first", "second", "second" }));
            Assert.That(States(), Is.EqualTo(new[] { ("first", PhaseState.NotMet, 0), ("second", PhaseState.NotMet, 1), ("third", PhaseState.Waiting, 0) }));
        });
    }

    [Test]
    public async Task What_a_phase_broke_is_mended_before_the_next_one_begins()
    {
        var executor = Steps(() => _folder.With("a.txt", "one"), () => _folder.With("b.txt", "two").With("a.txt", "lost"), () => _folder.With("a.txt", "one again"), () => _folder.With("c.txt", "three"));
        var result = await RunAsync(executor);
        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
            Assert.That(PhasesOfTurns(), Is.EqualTo(new[] { "first", "second", "second", "third" }));
            Assert.That(States().Select(phase => phase.State), Is.All.EqualTo(PhaseState.Met));
        });
    }

    [Test]
    public async Task A_phase_that_is_met_is_not_worked_on_again_after_a_resume()
    {
        var stopped = await RunAsync(Steps(() => _folder.With("a.txt", "one"), null));
        Assert.That(stopped.Outcome, Is.EqualTo(RunOutcome.Blocked), stopped.Message);
        Assert.That(States().Select(phase => phase.State), Is.EqualTo(new[] { PhaseState.Met, PhaseState.NotMet, PhaseState.Waiting }));

        var executor = Steps(() => _folder.With("b.txt", "two"), () => _folder.With("c.txt", "three"));
        var resumed = await RunAsync(executor, resume: true);

        Assert.Multiple(() =>
        {
            Assert.That(resumed.Outcome, Is.EqualTo(RunOutcome.Met), resumed.Message);
            Assert.That(PhasesOfTurns(), Is.EqualTo(new[] { "first", "second", "second", "third" }));
            Assert.That(executor.Turns.Select(turn => turn.Verdicts.Count), Is.EqualTo(new[] { 2, 3 }));
        });
    }

    [Test]
    public async Task A_phase_that_is_met_is_not_worked_on_again_after_an_interruption_in_a_later_one()
    {
        var verifier = new FileVerifier
        {
            OnVerify = _ =>
            {
                if (File.Exists(_folder["b.txt"]))
                {
                    _cancel.Cancel();
                }
            },
        };
        var stopped = await RunAsync(Steps(() => _folder.With("a.txt", "one"), () => _folder.With("b.txt", "two")), verifier: verifier);
        Assert.That(stopped.Outcome, Is.EqualTo(RunOutcome.Cancelled), stopped.Message);

        var resumed = await RunAsync(Steps(() => _folder.With("c.txt", "three")), resume: true);

        Assert.That(resumed.Outcome, Is.EqualTo(RunOutcome.Met), resumed.Message);
        Assert.That(PhasesOfTurns(), Is.EqualTo(new[] { "first", "second", "third" }));
    }

    [Test]
    public async Task A_phase_whose_clause_somebody_broke_meanwhile_is_worked_on_again()
    {
        await RunAsync(Steps(() => _folder.With("a.txt", "one"), null));
        _folder.With("a.txt", "lost");
        var resumed = await RunAsync(Steps(() => _folder.With("a.txt", "one"), () => _folder.With("b.txt", "two"), () => _folder.With("c.txt", "three")), resume: true);
        Assert.That(resumed.Outcome, Is.EqualTo(RunOutcome.Met), resumed.Message);
        Assert.That(PhasesOfTurns(), Is.EqualTo(new[] { "first", "second", "first", "second", "third" }));
    }

    [Test]
    public async Task Of_a_run_under_way_one_phase_is_at_work_and_those_behind_it_wait()
    {
        IReadOnlyList<PhaseState>? seen = null;
        var result = await RunAsync(Steps(
            () => _folder.With("a.txt", "one"),
            () =>
            {
                using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
                var run = ledger.RunsOf(new GoalKey("words.goal", "phased"))[0];
                seen = [.. RunSituation.Of(ledger, run, Goal, isUnderWay: true, DateTimeOffset.UtcNow).Phases.Select(phase => phase.State)];
                _folder.With("b.txt", "two");
            },
            () => _folder.With("c.txt", "three")));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        Assert.That(seen, Is.EqualTo(new[] { PhaseState.Met, PhaseState.AtWork, PhaseState.Waiting }));
    }

    // One step a turn; null is an obstacle, and behind the last there is nothing more to do.
    private static ScriptedExecutor Steps(params Action?[] steps)
    {
        var taken = 0;
        return new ScriptedExecutor("e", _ =>
        {
            if (taken == steps.Length)
            {
                return new TurnResult(TurnEnd.Exhausted, "tried");
            }

            if (steps[taken++] is not { } step)
            {
                return new TurnResult(TurnEnd.Blocked, "the key is missing");
            }

            step();
            return new TurnResult(TurnEnd.Worked, "wrote") { Attempts = [$"step {Guid.NewGuid()}"] };
        });
    }

    private async Task<RunResult> RunAsync(ScriptedExecutor executor, bool resume = false, FileVerifier? verifier = null)
    {
        var loop = new RunLoop(verifier ?? new FileVerifier(), _ => executor, TimeProvider.System);
        var request = Goals.Request(_folder.Path, Goal);
        var result = (resume ? await loop.ResumeAsync(request, _watcher, default) : await loop.RunAsync(request, _watcher, _cancel.Token)).Single();
        _run = result.Run;
        return result;
    }

    private IReadOnlyList<string> PhasesOfTurns()
    {
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        return [.. ledger.TurnsOf(_run).Select(turn => turn.Phase)];
    }

    private IReadOnlyList<(string Name, PhaseState State, int Holding)> States()
    {
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        return [.. RunSituation.Of(ledger, ledger.Run(_run)!, Goal, isUnderWay: false, DateTimeOffset.UtcNow).Phases.Select(phase => (phase.Name, phase.State, phase.Holding))];
    }
}
