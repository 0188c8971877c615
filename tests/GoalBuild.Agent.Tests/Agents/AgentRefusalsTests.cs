using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Agents;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests.Agents;

internal sealed class AgentRefusalsTests
{
    private static readonly TranscriptEntry Prompt = TranscriptKinds.Of(TranscriptKinds.Told, new Told("You work in the repository."));

    private static LedgerEntry In(int turn, TranscriptEntry entry) => new("run", turn, 0, DateTimeOffset.UnixEpoch, entry.Kind, entry.Data);

    [Test]
    public void What_the_last_turn_was_refused_is_told_once_and_what_one_before_it_was_is_not() =>
        Assert.That(
            AgentRefusals.SinceLastPrompt([In(1, Prompt), In(1, AgentRefusals.Entry("old")), In(2, Prompt), In(2, AgentRefusals.Entry("one")), In(2, AgentRefusals.Entry("two")), In(2, AgentRefusals.Entry("one"))], 3),
            Is.EquivalentTo(new[] { "one", "two" }));

    [Test]
    public void A_turn_that_was_interrupted_behind_its_prompt_is_told_again_what_the_turn_before_was_refused() =>
        Assert.That(
            AgentRefusals.SinceLastPrompt([In(1, Prompt), In(1, AgentRefusals.Entry("old")), In(2, Prompt), In(2, AgentRefusals.Entry("one")), In(3, Prompt), In(3, AgentRefusals.Entry("two")), In(3, Prompt)], 3),
            Is.EqualTo(new[] { "one", "two" }));

    [Test]
    public void A_turn_that_was_refused_nothing_leaves_nothing_to_tell() =>
        Assert.That(AgentRefusals.SinceLastPrompt([In(1, Prompt), In(1, AgentRefusals.Entry("one")), In(2, Prompt)], 3), Is.Empty);
}
