using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests.Life;

/// <summary>Where the phases of a goal stand, read from the ledger alone.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PhaseSituationTests : IDisposable
{
    private const string Run = "20261122-120000-000-1a2b";

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Goal Goal = new(new Text("words"))
    {
        Phases =
        [
            new Phase(new Text("late")) { After = [new Text("early")], Verify = [Goals.Contains("b.txt", "two"), Goals.Contains("c.txt", "three")], Budget = new Budget { Tokens = 20_000, Time = TimeSpan.FromMinutes(5) } },
            new Phase(new Text("early")) { Verify = [Goals.Contains("a.txt", "one")], Budget = new Budget { Turns = 3, Cost = 1 } },
            new Phase(new Text("empty")),
        ],
    };

    private readonly TempFolder _folder = new();
    private readonly RunLedger _ledger;

    public PhaseSituationTests()
    {
        _ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        _ledger.BeginRun(new LedgerRun(Run, new GoalKey("words.goal", "words"), RunState.Running, _folder.Path, false, "", Start));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Where_nothing_was_verified_all_phases_wait_in_the_order_of_the_work() =>
        Assert.That(PhaseSituation.Of(Goal, holding: null).Select(phase => (phase.Name, string.Join(' ', phase.After), phase.State, phase.Clauses)), Is.EqualTo(new[]
        {
            ("early", "", PhaseState.Waiting, 1), ("late", "early", PhaseState.Waiting, 2), ("empty", "", PhaseState.Waiting, 0),
        }));

    [TestCase("", PhaseState.NotMet, PhaseState.Waiting, PhaseState.Waiting)]
    [TestCase("a", PhaseState.Met, PhaseState.NotMet, PhaseState.Waiting)]
    [TestCase("bc", PhaseState.NotMet, PhaseState.Waiting, PhaseState.Waiting)]
    [TestCase("abc", PhaseState.Met, PhaseState.Met, PhaseState.Met)]
    public void By_clauses_alone_the_first_that_lacks_one_is_not_met_and_the_rest_wait_for_it(string holding, params PhaseState[] states) =>
        Assert.That(PhaseSituation.Of(Goal, Names(holding).ToHashSet()).Select(phase => phase.State), Is.EqualTo(states));

    [Test]
    public void What_its_own_turns_spent_is_a_phases_own_and_so_is_what_is_left()
    {
        Take(1, "early", 10_000, 0.75m);
        Take(2, "late", 5_000, 0.25m);
        Take(3, "late", 1_000, 0.05m, counted: false);
        var phases = Phases();
        Assert.Multiple(() =>
        {
            Assert.That((phases[0].Turns, phases[0].TurnsLeft, phases[0].Spent.Tokens, phases[0].Left.Dollars, phases[0].Left.Tokens), Is.EqualTo((1, 2L, 10_000L, 0.25m, (long?)null)));
            Assert.That((phases[1].Turns, phases[1].TurnsLeft, phases[1].Left.Tokens, phases[1].Left.Time, phases[1].Time), Is.EqualTo((1, (long?)null, 14_000L, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(2))));
            Assert.That((phases[2].Turns, phases[2].Caps), Is.EqualTo((0, (Budget?)null)));
        });
    }

    [Test]
    public void Caps_that_a_resume_raised_are_those_that_hold()
    {
        Take(1, "early", 10_000, 0.75m);
        RaisedBudget.Raise(_ledger, Run, TimeSpan.FromMinutes(4), new Budget { Turns = 40 }, Goal.Phases, TimeProvider.System);
        Assert.That((Phases()[0].Caps!.Turns, Phases()[0].TurnsLeft, Phases()[0].Caps!.Cost), Is.EqualTo((41L, 40L, 1m)));
    }

    [Test]
    public void A_turn_under_way_takes_time_already()
    {
        _ledger.BeginTurn(new LedgerTurn(Run, 1, 0, "e", TurnState.Started, "tree", Start.AddMinutes(1)) { Phase = "late" });
        Assert.That(Phases(isUnderWay: true)[1].Time, Is.EqualTo(TimeSpan.FromMinutes(9)));
        Assert.That(Phases(isUnderWay: false)[1].Time, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_later_phase_that_broke_an_earlier_ones_clause_is_at_work_on_it()
    {
        Take(1, "late", 1, 0);
        Found(holding: "bc", failing: "a");
        Assert.That(Phases(isUnderWay: true).Select(phase => phase.State), Is.EqualTo(new[] { PhaseState.NotMet, PhaseState.AtWork, PhaseState.Waiting }));
        Assert.That(Phases(isUnderWay: false).Select(phase => phase.State), Is.EqualTo(new[] { PhaseState.NotMet, PhaseState.NotMet, PhaseState.Waiting }));
    }

    [Test]
    public void A_resume_begins_with_the_first_phase_that_is_not_met()
    {
        Take(1, "late", 1, 0);
        Found(holding: "bc", failing: "a");
        _ledger.ResumeRun(Run, TimeSpan.Zero, "", Start.AddMinutes(5));
        Assert.That(Phases(isUnderWay: true).Select(phase => phase.State), Is.EqualTo(new[] { PhaseState.AtWork, PhaseState.Waiting, PhaseState.Waiting }));
    }

    [Test]
    public void Behind_all_phases_the_goal_itself_is_at_work()
    {
        Take(1, "", 1, 0);
        Found(holding: "abc", failing: "");
        Assert.That(Phases(isUnderWay: true).Select(phase => phase.State), Is.All.EqualTo(PhaseState.Met));
    }

    private static IEnumerable<string> Names(string letters) => GoalClause.Of(Goal).Select(clause => clause.Name).Where(name => letters.Any(letter => name.Contains($"{letter}.txt", StringComparison.Ordinal)));

    private IReadOnlyList<PhaseSituation> Phases(bool isUnderWay = false) => RunSituation.Of(_ledger, _ledger.Run(Run)!, Goal, isUnderWay, Start.AddMinutes(10)).Phases;

    private void Found(string holding, string failing) => _ledger.AddVerdicts(
        Names(holding).Select(name => new LedgerVerdict(Run, 1, false, name, "holds", "", Start))
            .Concat(Names(failing).Select(name => new LedgerVerdict(Run, 1, false, name, "fails", "", Start))));

    private void Take(int number, string phase, long tokens, decimal dollars, bool counted = true)
    {
        var turn = new LedgerTurn(Run, number, 0, "e", TurnState.Started, "tree", Start.AddMinutes(number)) { Phase = phase };
        _ledger.BeginTurn(turn);
        _ledger.AddCost(new LedgerCost(Run, number, "e", tokens, 0, dollars, Start));
        _ledger.EndTurn(turn, TurnState.Kept, "", Start.AddMinutes(number + 1), counted: counted);
    }
}
