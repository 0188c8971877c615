using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Tests.Conversation;

[TestFixture]
internal sealed class CompactorTests
{
    private static readonly ChatMessage Opening = new(ChatRole.User, "The goal.");

    private readonly Progress<string> _progress = new();

    [Test]
    public async Task The_older_part_is_summarised_and_the_summary_is_paid_for()
    {
        var (model, host, conversation) = (new SummingModel(), new MemoryTurnHost(new BudgetLeft(null, null, null)), Long());
        var compactor = new Compactor(model, new TokenCounter());
        Assert.That(await compactor.ShrinkAsync(conversation, Opening, new BudgetWatch(host, model.Facts), _progress, default));
        Assert.That(model.Questions, Has.Count.EqualTo(1));
        Assert.That(conversation.Messages()[0].Text, Does.Contain("All is well so far."));
    }

    [Test]
    public async Task Without_budget_for_a_summary_none_is_asked_for_and_the_conversation_is_shortened_all_the_same()
    {
        var (model, host, conversation) = (new SummingModel(), new MemoryTurnHost(new BudgetLeft(500, null, null) { MostTokens = 100_000 }), Long());
        var compactor = new Compactor(model, new TokenCounter());
        var before = conversation.Bytes;
        Assert.That(await compactor.ShrinkAsync(conversation, Opening, new BudgetWatch(host, model.Facts), _progress, default));
        Assert.That(model.Questions, Is.Empty);
        Assert.That(conversation.Bytes, Is.LessThan(before));
        Assert.That(conversation.Messages()[0].Text, Does.Contain("No summary could be had"));
    }

    [Test]
    public async Task A_summary_may_be_no_longer_than_the_budget_allows()
    {
        const long Left = 12_000;
        var (model, host, conversation) = (new SummingModel(), new MemoryTurnHost(new BudgetLeft(Left, null, null) { MostTokens = 100_000 }), Long());
        await new Compactor(model, new TokenCounter()).ShrinkAsync(conversation, Opening, new BudgetWatch(host, model.Facts), _progress, default);
        var question = model.Questions.Single();
        Assert.That(question.MostTokens, Is.LessThan(Left));
        Assert.That(question.MayGoOn(Left), Is.False);
    }

    [Test]
    public void What_the_provider_counts_is_learnt()
    {
        var compactor = new Compactor(new SummingModel(), new TokenCounter());
        var before = compactor.SizeOf(Long(), Opening);
        compactor.Correct(before, before * 2);
        Assert.That(compactor.SizeOf(Long(), Opening), Is.GreaterThan(before));
    }

    // Things that were told and said: no output of tools, which would be pruned instead.
    private static ModelConversation Long()
    {
        var conversation = ModelConversation.Read([], (_, _) => { });
        for (var i = 0; i < 40; i++)
        {
            conversation.Tell($"{i} {new string('x', 1_000)}");
        }

        return conversation;
    }

    private sealed class SummingModel : IModel
    {
        public List<ModelQuestion> Questions { get; } = [];

        public ModelFacts Facts { get; } = new("test-model", 16_000, null);

        public Task<ModelAnswer> AskAsync(ModelQuestion question, CancellationToken cancellation)
        {
            Questions.Add(question);
            return Task.FromResult(new ModelAnswer([new TextContent("All is well so far.")], AnswerEnd.Finished, new TokenUsage(100, 0, 10)));
        }

        public void Dispose()
        {
        }
    }
}
