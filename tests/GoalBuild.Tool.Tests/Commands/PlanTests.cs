using System.Text.Json;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Commands;

/// <summary>What is said of a goal before any token is spent.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Work_and_what_holds_already_are_told_apart()
    {
        var (code, lines) = await PlanAsync("""verify { file "a.txt" exists  file "b.txt" exists }""", ("file a.txt exists", VerdictStatus.Holds), ("file b.txt exists", VerdictStatus.Fails));
        Assert.That(code, Is.EqualTo(ExitCode.Met));
        Assert.That(lines[0], Is.EqualTo("demo: 1 clause to work on, 1 of 2 hold already"));
        Assert.That(lines[1], Does.StartWith("  holds").And.Contains("file a.txt exists: It holds already"));
        Assert.That(lines[2], Does.StartWith("  work"));
        Assert.That(lines[3], Is.EqualTo("  dotnet goal run demo.goal"));
    }

    [Test]
    public async Task A_goal_that_holds_has_nothing_to_do()
    {
        var (code, lines) = await PlanAsync("""verify { file "a.txt" exists }""", ("file a.txt exists", VerdictStatus.Holds));
        Assert.That((code, lines[0]), Is.EqualTo((ExitCode.Met, "demo: nothing to do, every clause holds already")));
        Assert.That(lines, Has.None.Contains("dotnet goal run"));
    }

    [Test]
    public async Task What_cannot_be_evaluated_or_never_hold_needs_a_person_first()
    {
        var (code, lines) = await PlanAsync("""verify { file "a.txt" exists  file "a.txt" missing  run "true" }""", ("run true", VerdictStatus.Unknown));
        Assert.That(code, Is.EqualTo(ExitCode.Stalled));
        Assert.That(lines, Has.Some.StartsWith("  unknown"));
        Assert.That(lines.Single(line => line.StartsWith("  contradiction", StringComparison.Ordinal)), Does.Contain("GOAL6010").And.Contain("'file a.txt missing' and 'file a.txt exists' can never hold together").And.EndWith("demo.goal(1,99)"));
    }

    [Test]
    public async Task What_a_model_will_judge_is_no_reason_to_stop()
    {
        var (code, lines) = await PlanAsync("""verify { judge "It reads well." } agent { model "reader" at "http://127.0.0.1:9" }""", ("judge It reads well.", VerdictStatus.Unknown));
        Assert.That(code, Is.EqualTo(ExitCode.Met), string.Join('\n', lines));
        Assert.That(lines[0], Is.EqualTo("demo: 1 clause to work on, 0 of 1 hold already"));
        Assert.That(lines[1], Does.StartWith("  judged").And.Contains("reader").And.Contains("judges it when every other clause holds"));
        Assert.That(lines[^1], Is.EqualTo("  dotnet goal run demo.goal"));
    }

    [Test]
    public async Task Where_no_model_can_judge_a_person_is_needed_first()
    {
        var (code, lines) = await PlanAsync("""verify { judge "It reads well." }""", ("judge It reads well.", VerdictStatus.Unknown));
        Assert.That(code, Is.EqualTo(ExitCode.Stalled));
        Assert.That(lines[1], Does.StartWith("  unknown").And.Contains("There is no model that could judge it"));
    }

    [Test]
    public async Task A_cap_on_the_cost_of_a_model_without_a_price_is_told_before_it_is_asked()
    {
        var (code, lines) = await PlanAsync("""verify { file "b.txt" exists } budget { cost $1 } agent { model "nobody-knows-it" at "http://127.0.0.1:9" }""", ("file b.txt exists", VerdictStatus.Fails));
        Assert.That(code, Is.EqualTo(ExitCode.Stalled));
        Assert.That(lines, Has.Some.Contains("GOAL6007"));
    }

    [Test]
    public async Task Programs_get_each_finding_and_the_sum()
    {
        var (_, lines) = await PlanAsync("""verify { file "a.txt" exists }""", ["--json"], ("file a.txt exists", VerdictStatus.Fails));
        var events = lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("event").GetString()!.StartsWith("plan", StringComparison.Ordinal)).ToList();
        Assert.That(events[0].GetProperty("kind").GetString(), Is.EqualTo("work"));
        Assert.That((events[1].GetProperty("event").GetString(), events[1].GetProperty("exitCode").GetInt32(), events[1].GetProperty("clauses").GetInt32()), Is.EqualTo(("plan", 0, 1)));
    }

    [Test]
    public async Task Phases_are_told_in_the_order_of_the_work_with_their_own_caps()
    {
        const string Phases = """phase "late" after "early" { verify { file "b.txt" exists } budget { turns 5  cost $2 } } phase "early" { verify { file "a.txt" exists } }""";
        var (_, lines) = await PlanAsync(Phases, ("file a.txt exists", VerdictStatus.Holds));
        Assert.That(lines.Where(line => line.StartsWith("  phase", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "  phase          early: met; 1 of 1 holds",
            "  phase          late: not met; after early; 0 of 1 holds; 0 of 5 turns, $0.00 of $2.00",
        }));
        var (_, events) = await PlanAsync(Phases, ["--json"], ("file a.txt exists", VerdictStatus.Holds));
        Assert.That(JsonDocument.Parse(events[^1]).RootElement.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("status").GetString()), Is.EqualTo(new[] { "met", "not-met" }));
    }

    private Task<(int Code, List<string> Lines)> PlanAsync(string members, params (string Clause, VerdictStatus Status)[] verdicts) => PlanAsync(members, [], verdicts);

    private async Task<(int Code, List<string> Lines)> PlanAsync(string members, string[] options, params (string Clause, VerdictStatus Status)[] verdicts)
    {
        _folder.Write("demo.goal", $$"""goal "demo" { objective "It works." constrain { protect "docs/**" } {{members}} }""");
        var host = new TestHost(_folder.Path, width: 200);
        var rooms = ScriptedRooms.Create(verify: (request, _) => Task.FromResult(new VerificationResult(
            request.Goal.Name.Value,
            GoalClause.Of(request.Goal).Select(clause => new Verdict(clause.Name, verdicts.FirstOrDefault(pair => pair.Clause == clause.Name) is { Clause: not null } known ? known.Status : VerdictStatus.Fails, "as scripted")).ToValueList(),
            TimeSpan.Zero)));
        var code = await host.RunAsync(rooms, ["plan", .. options]);
        return (code, [.. host.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
