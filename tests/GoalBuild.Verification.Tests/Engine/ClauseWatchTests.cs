using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Engine;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClauseWatchTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), Grace = TimeSpan.FromSeconds(3);

    private readonly TempFolder _folder = new("watch");
    private readonly ManualClock _clock = new();
    private readonly List<VerificationEvent> _events = [];
    private readonly IReadOnlyList<CompiledClause> _clauses;
    private readonly ClauseProgressRelay _relay;
    private readonly ClauseWatch _watch;
    private int _expired;

    public ClauseWatchTests()
    {
        // The watch knows limits that the tasks of clauses have, and those are tasks of MSBuild.
        SdkLocator.Register(_folder.Path);
        var goal = new Goal(new Text("sample")) { Verify = [new RunClause(new Text("a")) { Timeout = Limit }, new RunClause(new Text("b"))] };
        _clauses = GoalCompiler.Compile(new SourceText(_folder.At("sample.goal"), "goal"), goal, new Workspace(_folder.Path, _folder.At(".goal"))).Clauses;
        _relay = new ClauseProgressRelay(_clauses, new Collector(_events), _clock);
        _watch = new ClauseWatch(_clauses, _relay, _clock) { OnTimeout = () => _expired++ };
    }

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_clause_whose_time_runs_out_is_stopped_once_and_alone()
    {
        _watch.Started(_clauses[0].Target);
        _watch.Started(_clauses[1].Target);
        _clock.Advance(Limit + Grace - TimeSpan.FromTicks(1));
        Assert.That(_expired, Is.Zero);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That((_expired, _watch.TimedOut), Is.EqualTo((1, new HashSet<string> { _clauses[0].Target })));
    }

    [Test]
    public void What_a_clause_waits_for_others_is_not_its_time()
    {
        var target = _clauses[0].Target;
        _watch.Started(target);
        _clock.Advance(TimeSpan.FromSeconds(4));
        _watch.Paused(target);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(_expired, Is.Zero, "it does not run");
        _watch.Started(target);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _watch.Ended(target);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That((_expired, _relay.DurationOf(target)), Is.EqualTo((0, (TimeSpan?)TimeSpan.FromSeconds(9))));
        Assert.That(_watch.Finished, Is.EqualTo(new[] { target }));
        Assert.That(_events, Is.EqualTo(new VerificationEvent[] { new ClauseStarted("run a"), new ClausePaused("run a"), new ClauseProgress("run a", "goes on") }));
    }

    [Test]
    public void A_clause_that_goes_on_has_only_what_is_left_of_its_time()
    {
        var target = _clauses[0].Target;
        _watch.Started(target);
        _clock.Advance(TimeSpan.FromSeconds(12));
        _watch.Paused(target);
        _watch.Started(target);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_watch.TimedOut, Is.EqualTo(new[] { target }));
    }

    private sealed class Collector(List<VerificationEvent> events) : IProgress<VerificationEvent>
    {
        public void Report(VerificationEvent value) => events.Add(value);
    }
}
