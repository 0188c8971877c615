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
        Assert.That(await compactor.ShrinkAsync(conversation, Opening, new BudgetWatch(host.Left, model.Facts), _progress, default));
        Assert.That(model.Questions, Has.Count.EqualTo(1));
        Assert.That(conversation.Messages()[0].Text, Does.Contain("All is well so far."));
    }

    [Test]
    public async Task Without_budget_for_a_summary_none_is_asked_for_and_the_conversation_is_shortened_all_the_same()
    {
        var (model, host, conversation) = (new SummingModel(), new MemoryTurnHost(new BudgetLeft(500, null, null) { MostTokens = 100_000 }), Long());
        var compactor = new Compactor(model, new TokenCounter());
        var before = conversation.Bytes;
        Assert.That(await compactor.ShrinkAsync(conversation, Opening, new BudgetWatch(host.Left, model.Facts), _progress, default));
        Assert.That(model.Questions, Is.Empty);
        Assert.That(conversation.Bytes, Is.LessThan(before));
        Assert.That(conversation.Messages()[0].Text, Does.Contain("No summary could be had"));
    }

    [Test]
    public async Task A_summary_may_be_no_longer_than_the_budget_allows()
    {
        const long Left = 12_000;
        var (model, host, conversation) = (new SummingModel(), new MemoryTurnHost(new BudgetLeft(Left, null, null) { MostTokens = 100_000 }), Long());
        await new Compactor(model, new TokenCounter()).ShrinkAsync(conversation, Opening, new BudgetWatch(host.Left, model.Facts), _progress, default);
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

    [Test]
    public async Task Old_output_goes_seldom_and_much_at_a_time_and_in_between_each_request_begins_with_the_one_before()
    {
        const int Calls = 400;
        var (model, host, conversation) = (new SummingModel(400_000), new MemoryTurnHost(new BudgetLeft(null, null, null)), ModelConversation.Read([], (_, _) => { }));
        var (compactor, budget) = (new Compactor(model, new TokenCounter()), new BudgetWatch(host.Left, model.Facts));
        IReadOnlyList<ChatMessage> before = [];
        var (breaks, most) = (0, 0L);
        for (var call = 0; call < Calls; call++)
        {
            var made = FunctionCalls.Make($"call_{call}", "read_file", "{}");
            conversation.Answer(new ModelAnswer([made], AnswerEnd.Finished, new TokenUsage(1, 0, 1)), new Spending(1, 0, 1, 0));
            conversation.Return(new Returned(made.CallId, made.Name, new string('x', 4_000), false));
            var pruned = await compactor.KeepWithinAsync(conversation, Opening, budget, _progress, default);
            var messages = conversation.Messages();
            Assert.That(messages.Take(before.Count).SequenceEqual(before), Is.EqualTo(!pruned), $"call {call}");
            breaks += pruned ? 1 : 0;
            most = Math.Max(most, conversation.Bytes);
            before = messages;
        }

        // 40,000 tokens are 160,000 bytes: so much stays, and so much again is what goes at once.
        Assert.That(breaks, Is.EqualTo(Calls * 4_000 / 160_000 - 2).Within(1));
        Assert.That(most, Is.LessThan(2 * 160_000 + (Calls * 300)));
        Assert.That(model.Questions, Is.Empty);
        Assert.That(before[^1].Contents.OfType<FunctionResultContent>().Single().Result, Has.Length.EqualTo(4_000));
    }

    [Test]
    public async Task Output_that_the_model_was_never_sent_stays_while_what_is_older_can_make_room()
    {
        var (model, host, conversation) = (new SummingModel(), new MemoryTurnHost(new BudgetLeft(null, null, null)), Long());
        var (compactor, budget) = (new Compactor(model, new TokenCounter()), new BudgetWatch(host.Left, model.Facts));
        string[] newest = ["call_a", "call_b", "call_c"];
        Answer(conversation, "call_old");
        conversation.Return(new Returned("call_old", "read_file", new string('o', 20_000), false));
        Answer(conversation, newest);
        foreach (var id in newest)
        {
            conversation.Return(new Returned(id, "read_file", new string('n', 6_000), false));
        }

        await compactor.KeepWithinAsync(conversation, Opening, budget, _progress, default);

        var sent = conversation.Messages().SelectMany(message => message.Contents.OfType<FunctionResultContent>()).ToDictionary(result => result.CallId, result => $"{result.Result}");
        Assert.That(newest.Select(id => sent.GetValueOrDefault(id)?.Length), Is.All.EqualTo(6_000));
        Assert.That(sent.GetValueOrDefault("call_old", ""), Has.Length.LessThan(200));
        Assert.That(compactor.SizeOf(conversation, Opening), Is.LessThan(12_000));
    }

    [Test]
    public async Task Where_nothing_else_makes_room_even_output_that_was_never_sent_goes()
    {
        var (model, host, conversation) = (new SummingModel(), new MemoryTurnHost(new BudgetLeft(null, null, null)), ModelConversation.Read([], (_, _) => { }));
        var (compactor, budget) = (new Compactor(model, new TokenCounter()), new BudgetWatch(host.Left, model.Facts));
        string[] calls = [.. Enumerable.Range(0, 10).Select(i => $"call_{i}")];
        Answer(conversation, calls);
        foreach (var id in calls)
        {
            conversation.Return(new Returned(id, "read_file", new string('n', 8_000), false));
        }

        Assert.That(await compactor.KeepWithinAsync(conversation, Opening, budget, _progress, default));
        Assert.That(compactor.SizeOf(conversation, Opening), Is.LessThan(12_000));
    }

    [Test]
    public async Task Little_output_is_not_pruned_however_old_it_is()
    {
        var (model, host, conversation) = (new SummingModel(400_000), new MemoryTurnHost(new BudgetLeft(null, null, null)), ModelConversation.Read([], (_, _) => { }));
        var compactor = new Compactor(model, new TokenCounter());
        for (var call = 0; call < 70; call++)
        {
            conversation.Return(new Returned($"call_{call}", "read_file", new string('x', 4_000), false));
            Assert.That(await compactor.KeepWithinAsync(conversation, Opening, new BudgetWatch(host.Left, model.Facts), _progress, default), Is.False);
        }
    }

    private static void Answer(ModelConversation conversation, params string[] calls) => conversation.Answer(
        new ModelAnswer([.. calls.Select(id => FunctionCalls.Make(id, "read_file", "{}"))], AnswerEnd.Finished, new TokenUsage(1, 0, 1)), new Spending(1, 0, 1, 0));

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

    private sealed class SummingModel(int window = 16_000) : IModel
    {
        public List<ModelQuestion> Questions { get; } = [];

        public ModelFacts Facts { get; } = new("test-model", window, null);

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
