using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Tests;

/// <summary>What a run, a phase and a step have spent: each what is its own.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BudgetMeterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly RunLedger _ledger;

    public BudgetMeterTests()
    {
        _ledger = RunLedger.Open(_folder.State, _clock);
        _ledger.BeginRun(new LedgerRun("r", new GoalKey("a.goal", "a"), RunState.Running, _folder.Path, false, "", _clock.GetUtcNow()));
        Turn(1, step: 0, "first", tokens: 100, minutes: 1);
        Turn(2, step: 1, "first", tokens: 30, minutes: 5);
        Turn(3, step: 1, "second", tokens: 7, minutes: 2);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_step_spends_what_its_own_turns_do()
    {
        Assert.That(OfStep(0, new Budget { Tokens = 100 }), Is.EqualTo("100 of 100 tokens of 'e0'"));
        Assert.That(OfStep(1, new Budget { Tokens = 38 }), Is.Null);
        Assert.That(OfStep(1, new Budget { Tokens = 37 }), Is.EqualTo("37 of 37 tokens of 'e1'"));
        Assert.That(OfStep(1, new Budget { Cost = 0.37m }), Is.EqualTo("$0.37 of $0.37 of 'e1'"));
        Assert.That(OfStep(1, new Budget { Turns = 3 }), Is.Null);
        Assert.That(OfStep(1, new Budget { Turns = 2 }), Is.EqualTo("2 of 2 turns of 'e1'"));
        Assert.That(OfStep(1, new Budget { Time = TimeSpan.FromMinutes(7) }), Is.EqualTo("7 minutes of 7 minutes of 'e1'"));
    }

    [Test]
    public void A_phase_spends_what_its_own_turns_do()
    {
        Assert.That(OfPhase("second", new Budget { Tokens = 8 }), Is.Null);
        Assert.That(OfPhase("first", new Budget { Tokens = 130 }), Is.EqualTo("130 of 130 tokens of phase 'first'"));
        Assert.That(OfPhase("second", new Budget { Cost = 0.08m }), Is.Null);
        Assert.That(OfPhase("second", new Budget { Turns = 1 }), Is.EqualTo("1 of 1 turns of phase 'second'"));
        Assert.That(OfPhase("first", new Budget { Time = TimeSpan.FromMinutes(6) }), Is.EqualTo("6 minutes of 6 minutes of phase 'first'"));
    }

    [Test]
    public void A_goal_spends_what_all_turns_do() =>
        Assert.That(Meter(new Budget { Tokens = 137 }).Spent(Stage("second", null)), Is.EqualTo("137 of 137 tokens"));

    [TestCase(10, 20, 3)]
    [TestCase(20, 7, 1)]
    [TestCase(20, null, 13)]
    [TestCase(null, 7, 1)]
    [TestCase(1, 7, 0)]
    [TestCase(null, null, null)]
    public void A_turn_has_the_time_that_its_step_and_its_phase_have_left(int? step, int? phase, int? left)
    {
        Budget? Minutes(int? minutes) => minutes is { } some ? new Budget { Time = TimeSpan.FromMinutes(some) } : null;
        Assert.That(Meter(null).TimeLeftOf(Step(1, Minutes(step)), Stage("first", Minutes(phase))), Is.EqualTo(left is { } some ? TimeSpan.FromMinutes(some) : null));
    }

    private void Turn(int number, int step, string phase, long tokens, int minutes)
    {
        var turn = new LedgerTurn("r", number, step, $"e{step}", TurnState.Started, "tree", _clock.GetUtcNow()) { Phase = phase };
        _ledger.BeginTurn(turn);
        _ledger.AddCost(new LedgerCost("r", number, $"e{step}", tokens - 1, 1, tokens / 100m, _clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromMinutes(minutes));
        _ledger.EndTurn(turn, TurnState.Kept, "", _clock.GetUtcNow());
    }

    private BudgetMeter Meter(Budget? budget) => new(_ledger, "r", budget, TimeSpan.Zero, _clock);

    private string? OfStep(int index, Budget budget) => Meter(null).Spent(Step(index, budget));

    private string? OfPhase(string name, Budget budget) => Meter(null).Spent(Stage(name, budget));

    private static LadderStep Step(int index, Budget? budget) => new(index, new ScriptedExecutor($"e{index}", _ => new TurnResult(TurnEnd.Exhausted, "")), budget);

    private Stage Stage(string name, Budget? budget)
    {
        var phase = new Phase(new Text(name));
        var rules = ChangeRules.Of(new Goal(new Text("a")), phase, _folder.Path, new Workspace(_folder.Path, _folder.State), new HashSet<string>());
        return new Stage(phase, [], rules, budget);
    }
}
