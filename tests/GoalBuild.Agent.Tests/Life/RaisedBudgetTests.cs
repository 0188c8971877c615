using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests.Life;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RaisedBudgetTests : IDisposable
{
    private const string Run = "20261122-120000-000-1a2b";

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Phase First = new(new Text("first")) { Budget = new Budget { Turns = 3, Cost = 1 } };
    private static readonly Phase Second = new(new Text("second"));

    private readonly TempFolder _folder = new();
    private readonly RunLedger _ledger;

    public RaisedBudgetTests()
    {
        _ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        _ledger.BeginRun(new LedgerRun(Run, new GoalKey("words.goal", "words"), RunState.Running, _folder.Path, false, "", Start));
        Take(1, "first", 10_000, 0.75m);
        Take(2, "first", 5_000, 0.25m);
        Take(3, "second", 1_000, 0.05m);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    private void Take(int number, string phase, long tokens, decimal dollars)
    {
        var turn = new LedgerTurn(Run, number, 0, "e", TurnState.Started, "tree", Start.AddMinutes(number)) { Phase = phase };
        _ledger.BeginTurn(turn);
        _ledger.AddCost(new LedgerCost(Run, number, "e", tokens, 0, dollars, Start));
        _ledger.EndTurn(turn, TurnState.Kept, "", Start.AddMinutes(number + 1));
    }

    private void Raise(Budget more) => RaisedBudget.Raise(_ledger, Run, TimeSpan.FromMinutes(4), more, [First, Second], TimeProvider.System);

    [Test]
    public void What_is_given_comes_on_top_of_what_was_spent()
    {
        Raise(new Budget { Turns = 40, Tokens = 1_000, Cost = 2, Time = TimeSpan.FromMinutes(30) });
        var caps = RaisedBudget.Of(_ledger, Run, new Budget { Turns = 3 })!;
        Assert.That((caps.Turns, caps.Tokens, caps.Cost, caps.Time), Is.EqualTo((43L, 17_000L, 3.05m, TimeSpan.FromMinutes(34))));
    }

    [Test]
    public void A_phase_may_spend_as_much_more_of_what_it_has_a_cap_for()
    {
        Raise(new Budget { Turns = 40, Cost = 2, Time = TimeSpan.FromMinutes(30) });
        var caps = RaisedBudget.Of(_ledger, Run, First.Budget, "first")!;
        Assert.That((caps.Turns, caps.Cost, caps.Time, caps.Tokens), Is.EqualTo((42L, 3m, (TimeSpan?)null, (long?)null)));
        Assert.That(RaisedBudget.Of(_ledger, Run, Second.Budget, "second"), Is.Null);
    }

    [Test]
    public void The_newest_raise_of_a_cap_counts_and_the_others_stay()
    {
        Raise(new Budget { Turns = 1, Cost = 9 });
        Raise(new Budget { Turns = 5 });
        var caps = RaisedBudget.Of(_ledger, Run, new Budget { Tokens = 7 })!;
        Assert.That((caps.Turns, caps.Cost, caps.Tokens), Is.EqualTo((8L, 10.05m, 7L)));
    }
}
