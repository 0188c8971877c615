using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Agents;
using GoalBuild.Agent.Tests.Steps;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Agents;

/// <summary>What becomes of a turn whose agent does this or that; the agents are lines of shell.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux")]
internal sealed class CommandExecutorTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _progress = [];
    private MemoryTurnHost _host = Host(new BudgetLeft(null, null, null));

    public void Dispose() => _folder.Dispose();

    private static MemoryTurnHost Host(BudgetLeft left) => new(left) { Source = new SourceText("sample.goal", "goal \"sample\" { objective \"a has its word\" verify { build \"a.csproj\" } blocked when \"the Stripe test key is missing\" }") };

    private async Task<TurnResult> RunAsync(string command, AgentPatience? patience = null)
    {
        await using var executor = new CommandExecutor(new CommandStep(new Text(command)), patience ?? new AgentPatience());
        return await executor.TakeTurnAsync(ExecutorTurns.In(_folder, _progress.Add) with { Host = _host }, default).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [TestCase("cat > got; echo ok")]
    [TestCase("printf '%s\\n' {prompt} > got; echo ok")]
    [TestCase("cat {prompt-file} > got; echo ok")]
    public async Task The_prompt_holds_the_goal_and_what_fails_in_whatever_way_it_comes(string command)
    {
        var result = await RunAsync(command);
        Assert.That((result.End, result.Summary), Is.EqualTo((TurnEnd.Worked, "ok")));
        Assert.That(_folder.Text("got"), Does.Contain("objective \"a has its word\"").And.Contain("VERDICTS: 0 of 1 clause").And.Contain("it fails").And.Contain("'BLOCKED:' line, when one of these holds:\n- the Stripe test key is missing"));
        Assert.That(_host.Transcript().Select(entry => entry.Kind), Is.EqualTo(new[] { TranscriptKinds.Told, TranscriptKinds.Answered }));
    }

    [Test]
    public async Task A_turn_that_goes_on_behind_its_own_prompt_is_told_what_was_refused_before_it_and_why()
    {
        _host.Record([AgentRefusals.Entry("Edit kept.txt: 'kept.txt' is protected"), TranscriptKinds.Of(TranscriptKinds.Told, new Told("You work in the repository."))]);
        await RunAsync("cat > got; echo ok");
        Assert.That(_folder.Text("got"), Does.Contain("You have asked for this, and it was refused:\n- Edit kept.txt: 'kept.txt' is protected\n"));
    }

    [TestCase(true, 1)]
    [TestCase(false, 0)]
    public void Of_refusals_all_are_seen_and_those_by_constraints_kept_for_the_next_turn(bool isForbidden, int kept)
    {
        var transcript = new AgentTranscript(ExecutorTurns.In(_folder, _progress.Add) with { Host = _host }, new SecretMask([]), () => { });
        transcript.TakeRefusal("a call: no", isForbidden);
        Assert.That((transcript.LastRefused, _progress.Single(), _host.Transcript().Count), Is.EqualTo(("a call: no", "refused: a call: no", kept)));
    }

    [TestCase("no-such-agent-anywhere", "a program was not found where the agent's commands run (exit code 127): ")]
    [TestCase("cat >/dev/null; echo half; echo 'no credit' >&2; exit 4", "it ended with exit code 4: no credit")]
    [TestCase("exit 5", "it ended with exit code 5: it printed nothing")]
    [TestCase("""echo '{"type":"turn.started"}'; echo '{"type":"turn.failed","error":{"message":"no credit"}}'""", "no credit")]
    public async Task An_agent_that_fails_is_named_with_its_own_reason(string command, string reason)
    {
        var result = await RunAsync(command);
        Assert.That(result.End, Is.EqualTo(TurnEnd.Failed));
        Assert.That(result.Summary, Does.StartWith(reason));
    }

    [Test]
    public async Task An_agent_without_a_word_has_worked_and_what_it_did_is_judged() =>
        Assert.That(await RunAsync("echo x > made"), Is.EqualTo(new TurnResult(TurnEnd.Worked, "the agent ended without a word")));

    [Test]
    public async Task A_question_has_its_answer_at_once_that_nobody_is_there() =>
        Assert.That((await RunAsync("cat >/dev/null; read -p 'Go on? ' answer || echo \"nobody: $?\"")).Summary, Is.EqualTo("nobody: 1"));

    [Test]
    public async Task A_silent_agent_is_stopped_with_all_that_it_started()
    {
        var result = await RunAsync("sleep 600 & echo $! > child; wait", new AgentPatience { Idle = TimeSpan.FromMilliseconds(300) });
        Assert.That((result.End, result.Summary), Is.EqualTo((TurnEnd.Failed, "it printed nothing for 0.3 s, and was stopped")));
    }

    [Test]
    public async Task A_flood_is_stopped_and_its_end_kept()
    {
        var result = await RunAsync("yes garbage", new AgentPatience { MostOutput = 2 * 1024 * 1024 });
        Assert.That((result.End, result.Summary), Is.EqualTo((TurnEnd.Failed, "it printed more than 2 million characters, and was stopped")));
        Assert.That(_host.Transcript().Sum(entry => entry.Data.Length), Is.LessThan(40_000));
    }

    [Test]
    public async Task Tokens_count_and_their_end_ends_the_turn()
    {
        _host = Host(new BudgetLeft(1000, null, null) { MostTokens = 5000 });
        var result = await RunAsync("""cat >/dev/null; echo '{"type":"step_finish","sessionID":"1","part":{"tokens":{"input":900,"output":200},"cost":0.5}}'; sleep 600""");
        Assert.That((result.End, result.Summary), Is.EqualTo((TurnEnd.Spent, "all of 5000 tokens are spent, and the agent was stopped")));
        Assert.That(_host.Spent, Is.EqualTo(new Spending(900, 0, 200, 0.5m)));
    }

    [TestCase("echo done", "does not tell what it spends: of the budget only turns and time count")]
    [TestCase("""echo '{"type":"turn.completed","usage":{"input_tokens":9,"output_tokens":1}}'""", "tells its tokens and no cost")]
    public async Task What_an_agent_does_not_tell_of_its_cost_is_said(string command, string notice)
    {
        _host = Host(new BudgetLeft(null, 10, null) { MostDollars = 10 });
        await RunAsync(command);
        Assert.That(_host.Notices, Has.Some.Contains(notice));
    }

    [TestCase("echo 'BLOCKED: the Stripe test key is missing; set STRIPE_KEY'", TurnEnd.Blocked)]
    [TestCase("echo 'BLOCKED: this is hard'", TurnEnd.Worked)]
    [TestCase("echo 'BLOCKED: the key STRIPE_KEY is missing'; echo 'but never mind'", TurnEnd.Worked)]
    public async Task An_obstacle_is_one_only_where_a_person_has_to_act(string command, TurnEnd end) => Assert.That((await RunAsync(command)).End, Is.EqualTo(end));

    [Test]
    public async Task Of_secrets_only_those_that_the_command_line_names_reach_it_and_none_reaches_the_transcript()
    {
        Environment.SetEnvironmentVariable("GOALBUILD_TEST_AGENT_KEY", "shown-to-the-agent");
        Environment.SetEnvironmentVariable("GOALBUILD_TEST_OTHER_KEY", "hidden-from-the-agent");
        try
        {
            await RunAsync("K=$GOALBUILD_TEST_AGENT_KEY sh -c 'echo $K; env' | tee got");
            Assert.That(_folder.Text("got"), Does.StartWith("shown-to-the-agent\n").And.Not.Contain("hidden-from-the-agent"));
            Assert.That(string.Concat(_host.Transcript().Select(entry => entry.Data).Concat(_progress)), Does.Not.Contain("shown-to-the-agent"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GOALBUILD_TEST_AGENT_KEY", null);
            Environment.SetEnvironmentVariable("GOALBUILD_TEST_OTHER_KEY", null);
        }
    }
}
