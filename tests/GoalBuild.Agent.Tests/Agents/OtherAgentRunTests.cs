using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tests.Models;
using GoalBuild.Agent.Tests.Sandbox;
using GoalBuild.Ledger;
using GoalBuild.ModelScripts;

namespace GoalBuild.Agent.Tests.Agents;

/// <summary>Other agents in the real loop: their turns are snapshotted, guarded, judged and paid for like a model's.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux")]
internal sealed class OtherAgentRunTests : IAsyncDisposable
{
    private ModelRun _run = null!;

    [SetUp]
    public async Task SetUp() => _run = await ModelRun.OfAsync(Script.InOrder());

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Test]
    public async Task A_goal_is_met_by_what_an_agent_did_and_its_tokens_are_in_the_ledger()
    {
        _run.With(_run.Goal("", $"command \"{FakeAgents.Line("codex", "echo one > a.txt; echo two > b.txt").Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
        var result = await _run.RunAsync();
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        var (_, turns, _, costs) = _run.Ledger();
        Assert.That(turns.Single().State, Is.EqualTo(TurnState.Kept));
        Assert.That((costs.Sum(cost => cost.TokensIn), costs.Sum(cost => cost.TokensCached), costs.Sum(cost => cost.TokensOut)), Is.EqualTo((100L, 40L, 10L)));
    }

    [Test]
    public async Task A_turn_that_changes_what_is_protected_is_undone_and_the_agent_told_so()
    {
        // Without a sandbox nothing stands in its way but what comes afterwards.
        _run.Folder.With("kept.txt", "kept\n").With("agent.sh", "cat > \"told-$(ls | grep -c told-).txt\"\ngrep -q 'was undone' told-0.txt told-1.txt 2>/dev/null && echo one > a.txt && echo two > b.txt || echo broken > kept.txt\n");
        _run.With(_run.Goal("constrain { protect \"kept.txt\" } budget { turns 3 }", "command \"sh agent.sh; cp told-*.txt .goal/\""));
        var result = await _run.RunAsync(request => request with { Sandbox = SandboxMode.Off });
        Assert.That(_run.Folder.Text("kept.txt"), Is.EqualTo("kept\n"));
        var turns = _run.Ledger().Turns;
        Assert.That(turns[0].State, Is.EqualTo(TurnState.Undone));
        Assert.That(turns[0].Summary, Does.Contain("kept.txt"));
        var told = _run.Ledger().Transcript.Where(entry => entry.Kind == "told").Select(entry => entry.Data).ToList();
        Assert.That(told[0], Does.Not.Contain("Your last turn was undone"));
        Assert.That(told[1], Does.Contain("Your last turn was undone").And.Contain("kept.txt"));
        Assert.That(result.Turns, Is.GreaterThan(1));
    }

    [TestCase(SandboxMode.Off, "served")]
    [TestCase(SandboxMode.Required, "not served")]
    public async Task An_agent_is_served_files_only_where_no_sandbox_stands_between_it_and_them(SandboxMode sandbox, string expected)
    {
        if (sandbox == SandboxMode.Required)
        {
            await SandboxedTree.BubblewrapAsync();
        }

        _run.Folder.With("agent.sh", """
            read -r line
            case "$line" in *'"readTextFile":true,"writeTextFile":true'*) files=served ;; *'"readTextFile":false,"writeTextFile":false'*) files='not served' ;; esac
            printf '{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"files are %s"}}\n' "$files"
            read -r line

            """);
        _run.With(_run.Goal("", "acp \"sh agent.sh\""));

        await _run.RunAsync(request => request with { Sandbox = sandbox });

        Assert.That(_run.Ledger().Turns[0].Summary, Is.EqualTo($"it answered with an error: files are {expected}"));
    }

    [Test]
    public async Task What_was_refused_is_in_the_log_and_told_to_the_next_turn()
    {
        _run.Folder.With("kept.txt", "kept\n");
        _run.With(_run.Goal("constrain { protect \"kept.txt\" } budget { turns 3 }", $"acp \"{FakeAgents.Line("acp-asking", "echo one > a.txt; echo two > b.txt").Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
        var result = await _run.RunAsync();
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        var (_, turns, transcript, _) = _run.Ledger();
        Assert.That(turns[0].Summary, Does.StartWith("the agent ended when it was refused: Edit kept.txt: 'kept.txt' is protected by"));
        var told = transcript.Where(entry => entry.Kind == "told").Select(entry => entry.Data).ToList();
        Assert.That(told, Has.Count.EqualTo(3));
        Assert.That(told[1], Does.Contain("refused: Edit kept.txt"));
        Assert.That(told[2], Does.Contain("and it was refused:").And.Contain("- Edit kept.txt: 'kept.txt' is protected by"));
    }

    [Test]
    public async Task An_agent_that_fails_makes_way_for_the_next_step()
    {
        _run.With(_run.Goal("", "acp \"cat >/dev/null & echo no agent\" fix \"echo one > a.txt; echo two > b.txt\""));
        var result = await _run.RunAsync();
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        Assert.That(_run.Ledger().Turns[0].Summary, Does.StartWith("it ended before it had answered"));
    }
}
