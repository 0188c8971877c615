using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Ci;

public sealed class BudgetCapTests
{
    [Test]
    public void Of_two_caps_the_lower_one_holds_each_by_itself()
    {
        var capped = Capped("budget { turns 60 tokens 1M cost $10 time 2h }", "turns 40 tokens 3M cost $2.50 time 3h");
        Assert.That((capped.Turns, capped.Tokens, capped.Cost, capped.Time), Is.EqualTo(((int?)40, (long?)1_000_000, (decimal?)2.5m, (TimeSpan?)TimeSpan.FromHours(2))));
    }

    [Test]
    public void A_cap_that_only_one_side_has_holds()
    {
        var capped = Capped("budget { turns 60 cost $10 }", "tokens 5k time 45m");
        Assert.That((capped.Turns, capped.Tokens, capped.Cost, capped.Time), Is.EqualTo(((int?)60, (long?)5_000, (decimal?)10m, (TimeSpan?)TimeSpan.FromMinutes(45))));
    }

    [Test]
    public void A_goal_without_a_budget_takes_the_caps_and_all_goals_of_a_file_do()
    {
        var file = Parse("""goal a { objective "x" verify { run "true" } } goal b { objective "x" budget { turns 9 } verify { run "true" } }""");
        Assert.That(BudgetCap.On(file, Caps("turns 7")).Goals.Select(goal => goal.Budget!.Turns), Is.EqualTo(new[] { 7, 7 }));
        Assert.That(BudgetCap.On(file, Caps("turns 8")).Goals[0].Budget!.Cost, Is.Null);
    }

    [Test]
    public void Without_caps_nothing_changes()
    {
        var file = Parse("""goal a { objective "x" budget { turns 9 } verify { run "true" } }""");
        Assert.That(BudgetCap.On(file, null), Is.SameAs(file));
    }

    [Test]
    public void What_caps_do_not_speak_of_stays()
    {
        var capped = Capped("budget { attempts 4 turns 60 }", "turns 7");
        Assert.That((capped.Attempts, capped.Turns), Is.EqualTo(((int?)4, (int?)7)));
    }

    [Test]
    public async Task A_run_has_the_lower_caps_and_a_goal_file_that_is_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var text = """goal a { objective "It is there." budget { turns 60 cost $1 } verify { run "true" } }""";
        folder.Write("a.goal", text);
        Budget? asked = null;
        var rooms = ScriptedRooms.Create(run: (request, _, _) =>
        {
            asked = request.File.Goals.Single().Budget;
            return Task.FromResult<IReadOnlyList<GoalBuild.Agent.Loop.RunResult>>([]);
        });
        await new TestHost(folder.Path).RunAsync(rooms, "run", "--budget", "turns 40 cost $2");
        Assert.That((asked!.Turns, asked.Cost), Is.EqualTo(((int?)40, (decimal?)1m)));
        Assert.That(File.ReadAllText(Path.Combine(folder.Path, "a.goal")), Is.EqualTo(text));
    }

    private static Budget Capped(string own, string caps) => BudgetCap.On(Parse($$"""goal a { objective "x" {{own}} verify { run "true" } }"""), Caps(caps)).Goals.Single().Budget!;

    private static Budget Caps(string words) => Parse($$"""goal a { objective "x" budget { {{words}} } verify { run "true" } }""").Goals.Single().Budget!;

    private static GoalFile Parse(string text) => GoalLanguage.Parse(new SourceText("a.goal", text)).File;
}
