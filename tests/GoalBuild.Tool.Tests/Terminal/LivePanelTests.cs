using System.Text;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Terminal;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Terminal;

/// <summary>What a terminal shows while a goal is under way. How it looks is kept in files.</summary>
public sealed class LivePanelTests
{
    private const string Keys = "p pause   d details   q quit";

    private readonly StillClock _clock = new();

    [TestCase(80)]
    [TestCase(160)]
    public void A_verification_shows_what_runs_and_for_how_long(int width)
    {
        var state = Verifying();
        Show($"live.{width}", state, "", width, 20);
        state.Clear();
        Assert.That(new LivePanel(false, Glyphs.Unicode).Lines(state.Now(), "", width, 20), Is.Empty);
    }

    [TestCase(40, 30)]
    [TestCase(80, 30)]
    [TestCase(160, 30)]
    public void A_run_shows_its_clauses_the_turn_the_budget_and_the_keys(int width, int height) => Show($"live.run.{width}", Running(Sample.View), Keys, width, height);

    [Test]
    public void A_code_page_without_the_signs_gets_others()
    {
        var lines = new LivePanel(false, Glyphs.Ascii).Lines(Running(Sample.View).Now(), Keys, 80, 30);
        Approved.Verify("live.run.ascii.80", string.Join('\n', lines) + "\n");
        Assert.That(lines.SelectMany(line => line).Where(sign => sign != '…'), Is.All.LessThan('\u0080'));
        Assert.That(Glyphs.CanWrite(Encoding.UTF8), Is.True);
        Assert.That(Glyphs.CanWrite(Encoding.ASCII), Is.False);
        Assert.That(Glyphs.CanWrite(Encoding.Latin1), Is.False);
    }

    [TestCase(8)]
    [TestCase(16)]
    [TestCase(30)]
    public void Of_two_hundred_clauses_those_are_shown_that_say_most(int height) => Show($"live.many.{height}", Running(Many()), Keys, 80, height);

    [Test]
    public void Colours_change_nothing_else()
    {
        var view = Running(Sample.View).Now();
        var colored = string.Join('\n', new LivePanel(true, Glyphs.Unicode).Lines(view, Keys, 80, 30));
        var plain = string.Join('\n', new LivePanel(false, Glyphs.Unicode).Lines(view, Keys, 80, 30));
        Assert.That(colored, Does.Contain("\e["));
        Assert.That(string.Join('\n', System.Text.RegularExpressions.Regex.Replace(colored, "\e\\[[0-9;]*m", "").Split('\n').Select(line => line.TrimEnd())), Is.EqualTo(plain));
    }

    [Test]
    public void Nothing_is_wider_or_higher_than_the_terminal_whatever_its_size_and_wide_characters_count_twice()
    {
        var view = Many() with { Clauses = [.. Many().Clauses.Select((clause, i) => clause with { Name = i % 3 == 0 ? $"test プロジェクト/支払い/テスト{i}" : clause.Name })] };
        for (var width = 20; width <= 200; width += 7)
        {
            for (var height = 1; height < 24; height++)
            {
                var lines = new LivePanel(false, Glyphs.Unicode).Lines(Running(view).Now(), Keys, width, height);
                Assert.That(lines, Has.Count.InRange(1, height));
                Assert.That(lines.Select(Phrasing.Width), Is.All.LessThan(width), $"{width} columns");
            }
        }
    }

    [Test]
    public void A_clause_that_waits_says_so_and_its_time_stands_still()
    {
        var state = new LiveState(_clock);
        var clause = Sample.View.Clauses[1].Name;
        state.Begin(Sample.View);
        state.On(new ClauseReported("webhooks", new ClauseStarted(clause)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        state.On(new ClauseReported("webhooks", new ClausePaused(clause)));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(First(), Is.EqualTo("  · build Shop.sln  waits until other clauses have ended                  2.0 s"));
        state.On(new ClauseReported("webhooks", new ClauseProgress(clause, "goes on")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(First(), Does.Contain("build Shop.sln  goes on ").And.EndWith(" 3.0 s"));

        string First() => new LivePanel(false, Glyphs.Unicode).Lines(state.Now(), "", 80, 20)[0];
    }

    private static void Show(string name, LiveState state, string keys, int width, int height)
    {
        var lines = new LivePanel(false, Glyphs.Unicode).Lines(state.Now(), keys, width, height);
        Assert.That(lines.Select(Phrasing.Width), Is.All.LessThan(width));
        Assert.That(lines, Has.Count.LessThanOrEqualTo(height));
        Approved.Verify(name, string.Join('\n', lines) + "\n");
    }

    private LiveState Verifying()
    {
        var state = new LiveState(_clock);
        state.Begin(Sample.View);
        state.On(new VerificationStarted("webhooks", 0, Final: false));
        state.On(new ClauseReported("webhooks", new ClauseStarted(Sample.View.Clauses[0].Name)));
        state.On(new ClauseReported("webhooks", new ClauseFinished(Sample.View.Clauses[4].Name, Sample.Verdicts[4])));
        _clock.Advance(TimeSpan.FromSeconds(3.2));
        state.On(new ClauseReported("webhooks", new ClauseStarted(Sample.View.Clauses[3].Name)));
        state.On(new ClauseReported("webhooks", new ClauseProgress(Sample.View.Clauses[0].Name, "building tests/Shop.Tests/Shop.Tests.csproj for net10.0")));
        _clock.Advance(TimeSpan.FromSeconds(63));
        return state;
    }

    private LiveState Running(GoalView goal)
    {
        var state = new LiveState(_clock);
        state.Begin(goal with { Budget = new Budget { Turns = 20, Cost = 4m, Time = TimeSpan.FromMinutes(20) }, Pause = () => { } });
        state.On(new RunStarted("webhooks", "run", "evidence", null, Resumed: false));
        state.On(new VerificationStarted("webhooks", 0, Final: false));
        for (var i = 0; i < goal.Clauses.Count - (goal.Clauses.Count / 5); i++)
        {
            state.On(new ClauseReported("webhooks", new ClauseStarted(goal.Clauses[i].Name)));
            state.On(new ClauseReported("webhooks", new ClauseFinished(goal.Clauses[i].Name, Sample.Verdicts[i % 50 < 46 && i > 4 ? 1 : i % 5])));
        }

        _clock.Advance(TimeSpan.FromSeconds(90));
        state.On(new TurnStarted("webhooks", 3, "model \"gpt-5-mini\""));
        state.On(new TokensSpent("webhooks", 3, new Spending(112_345, 100_000, 2_345, 0.4234m), new BudgetLeft(385_310, 3.5766m, TimeSpan.FromMinutes(18)) { MostTokens = 500_000, MostDollars = 4m, MostTime = TimeSpan.FromMinutes(20) }));
        state.On(new TurnProgressed("webhooks", 3, "edit_file src/Payments/Replay.cs"));
        state.On(new ClauseReported("webhooks", new ClauseStarted(goal.Clauses[0].Name)));
        state.On(new ClauseReported("webhooks", new ClauseProgress(goal.Clauses[0].Name, "running tests")));
        _clock.Advance(TimeSpan.FromSeconds(4.2));
        return state;
    }

    private static GoalView Many() => new("everything", "everything.goal", Sample.Root + "/everything.goal", Sample.Root, new LinePosition(1, 1),
        [.. Enumerable.Range(1, 200).Select(i => new ClauseView($"test tests/Part{i}.Tests", new LinePosition(i, 1), null) { Phase = i <= 20 ? null : i <= 100 ? "first" : "second" })]);
}
