using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UpdatePlanToolTests : IDisposable
{
    private readonly ToolFolder _tree = new();
    private readonly Plan _plan = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task A_plan_is_kept_and_moved_on()
    {
        var tool = new UpdatePlanTool(_plan);
        Assert.That(_plan.Line, Is.Empty);
        Assert.That(await _tree.AnswerAsync(tool, new { steps = new[] { "Look", "Change\nit", "Check" } }), Is.EqualTo("Kept. plan 1/3: Look"));
        await _tree.AnswerAsync(tool, new { current = 2 });
        Assert.That(_plan.Render(), Is.EqualTo("[x] 1. Look\n[>] 2. Change it\n[ ] 3. Check\n"));
        await _tree.AnswerAsync(tool, new { current = 9 });
        Assert.That(_plan.Render(), Does.Contain("[x] 3. Check"));
        Assert.That(_tree.Progress, Is.EqualTo(new[] { "plan 1/3: Look", "plan 2/3: Change it", "plan: all 3 steps done" }));
    }

    [Test]
    public async Task What_is_no_plan_is_refused()
    {
        var tool = new UpdatePlanTool(_plan);
        Assert.That(await _tree.ErrorAsync(tool, new { current = 2 }), Does.Contain("no plan yet"));
        Assert.That(await _tree.ErrorAsync(tool, new { steps = Enumerable.Repeat("step", 31) }), Does.Contain("31 steps"));
        await _tree.AnswerAsync(tool, new { steps = new string('x', 1_000) });
        Assert.That(_plan.Line, Has.Length.LessThan(Plan.MostOfStep + 20));
    }
}
