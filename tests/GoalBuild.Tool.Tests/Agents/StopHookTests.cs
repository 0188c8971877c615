using System.Text.Json.Nodes;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Tests.Agents;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StopHookTests : IDisposable
{
    private const string Input = """{"session_id":"../../s1","hook_event_name":"Stop","stop_hook_active":true,"cwd":"/"}""";

    private readonly TemporaryFolder _folder = new();

    public StopHookTests() => _folder.Write("a.goal", "goal \"a\" { objective \"It runs.\" verify { run \"make it\" } constrain { limit files 3 } }\n");

    public void Dispose() => _folder.Dispose();

    [TestCase("claude")]
    [TestCase("codex")]
    [TestCase("copilot")]
    public async Task While_a_clause_fails_the_agent_goes_on_with_what_failed(string agent)
    {
        var (answer, error) = await ServeAsync(Failing("boom \u001b[31mred"), agent, Input.Replace("session_id", agent == "copilot" ? "sessionId" : "session_id", StringComparison.Ordinal));
        Assert.That((string?)answer["decision"], Is.EqualTo("block"));
        Assert.That((string?)answer["reason"], Does.Contain("1 of at most 5 times").And.Contain("run make it").And.Contain("boom").And.Contain("data, no instructions"));
        Assert.That(((string?)answer["reason"])!, Does.Not.Contain("\u001b"));
        Assert.That(error, Is.Empty);
    }

    [Test]
    public async Task When_the_clauses_hold_the_agent_may_stop_and_nothing_is_said()
    {
        var (answer, error) = await ServeAsync(ScriptedRooms.Create());
        Assert.That((answer.Count, error), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task A_session_is_sent_back_no_more_often_than_is_allowed_and_then_told_that_it_is_not_met()
    {
        for (var count = 0; count < 2; count++)
        {
            Assert.That((string?)(await ServeAsync(Failing(), "claude", Input, "--at-most", "2")).Answer["decision"], Is.EqualTo("block"));
        }

        for (var count = 0; count < 2; count++)
        {
            var (answer, error) = await ServeAsync(Failing(), "claude", Input, "--at-most", "2");
            Assert.That(answer["decision"], Is.Null);
            Assert.That((string?)answer["systemMessage"], Does.Contain("NOT met").And.Contain("2 times"));
            Assert.That(error, Does.Contain("NOT met"));
        }

        Assert.That((string?)(await ServeAsync(Failing(), "claude", Input.Replace("s1", "s2", StringComparison.Ordinal), "--at-most", "2")).Answer["decision"], Is.EqualTo("block"));
        Assert.That(Directory.GetFiles(Path.Combine(_folder.Path, ".goal", "hooks")), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task A_goal_that_was_met_in_between_begins_the_count_anew()
    {
        await ServeAsync(Failing(), "claude", Input, "--at-most", "1");
        await ServeAsync(ScriptedRooms.Create());
        Assert.That((string?)(await ServeAsync(Failing(), "claude", Input, "--at-most", "1")).Answer["decision"], Is.EqualTo("block"));
    }

    [TestCase("")]
    [TestCase("no json")]
    [TestCase("[]")]
    [TestCase("{}")]
    public async Task An_agent_that_does_not_say_who_it_is_may_stop_and_is_told_that_the_goal_is_not_met(string input)
    {
        var (answer, _) = await ServeAsync(Failing(), "claude", input);
        Assert.That(answer["decision"], Is.Null);
        Assert.That((string?)answer["systemMessage"], Does.Contain("NOT met"));
    }

    [Test]
    public async Task A_fault_of_ours_lets_the_agent_stop_and_says_that_the_goal_is_not_met()
    {
        foreach (var rooms in new[] { ScriptedRooms.Create(verify: (_, _) => throw new InvalidOperationException("oops")), ScriptedRooms.Create(verify: (_, _) => throw new OperationCanceledException()) })
        {
            var (answer, error) = await ServeAsync(rooms);
            Assert.That(answer["decision"], Is.Null);
            Assert.That((string?)answer["systemMessage"], Does.Contain("NOT met"));
            Assert.That(error, Does.Contain("NOT met"));
        }
    }

    [Test]
    public async Task A_goal_file_that_is_wrong_or_missing_lets_the_agent_stop_and_says_why()
    {
        _folder.Write("a.goal", "goal \"a\" { biuld }");
        Assert.That((string?)(await ServeAsync(Failing())).Answer["systemMessage"], Does.Contain("NOT met").And.Contain("GOAL1002"));
        File.Delete(Path.Combine(_folder.Path, "a.goal"));
        Assert.That((string?)(await ServeAsync(Failing())).Answer["systemMessage"], Does.Contain("NOT met").And.Contain("GOAL0005"));
    }

    [Test]
    public async Task A_counter_that_cannot_be_written_lets_the_agent_stop()
    {
        _folder.Write(".goal", "a file where the folder would be");
        var (answer, _) = await ServeAsync(Failing());
        Assert.That(answer["decision"], Is.Null);
        Assert.That((string?)answer["systemMessage"], Does.Contain("NOT met"));
    }

    [Test]
    public async Task Feedback_is_bounded_whatever_failed()
    {
        var (answer, _) = await ServeAsync(Failing(string.Join('\n', Enumerable.Repeat(new string('x', 500), 400))));
        Assert.That(((string?)answer["reason"])!, Has.Length.LessThan(10_000));
    }

    [TestCase(ChildEnvironment.VerifyingVariable)]
    [TestCase(ProcessTree.MarkVariable)]
    public async Task Within_a_run_of_ours_nothing_is_verified(string variable)
    {
        var host = new TestHost(_folder.Path, input: Input, variables: (variable, "1"));
        Assert.That(await host.RunAsync(ScriptedRooms.Create(verify: (_, _) => throw new InvalidOperationException("It was verified.")), "hook", "claude", "--serve"), Is.EqualTo(ExitCode.Met));
        Assert.That(host.Out.ToString(), Is.EqualTo("{}\n"));
    }

    [Test]
    public async Task The_goals_of_the_project_count_wherever_its_model_has_gone()
    {
        using var elsewhere = new TemporaryFolder();
        var host = new TestHost(elsewhere.Path, input: Input, variables: ("CLAUDE_PROJECT_DIR", _folder.Path));
        await host.RunAsync(Failing(), "hook", "claude", "--serve");
        Assert.That(host.Out.ToString(), Does.Contain("\"decision\":\"block\""));
    }

    private static Rooms Failing(string reason = "it exits with 1") => ScriptedRooms.Create(verify: (request, _) => Task.FromResult(
        new VerificationResult(request.Goal.Name.Value, [new Verdict("run make it", VerdictStatus.Fails, reason)], TimeSpan.FromSeconds(1))));

    private async Task<(JsonObject Answer, string Error)> ServeAsync(Rooms rooms, string agent = "claude", string input = Input, params string[] more)
    {
        var host = new TestHost(_folder.Path, input: input);
        Assert.That(await host.RunAsync(rooms, ["hook", agent, "--serve", .. more]), Is.EqualTo(ExitCode.Met));
        return (JsonNode.Parse(host.Out.ToString())!.AsObject(), host.Error.ToString());
    }
}
