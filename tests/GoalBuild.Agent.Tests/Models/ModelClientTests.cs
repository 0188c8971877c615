using System.Text.Json;
using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;
using GoalBuild.ModelScripts;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>Questions and answers over real HTTP, with the real SDK, on both wires.</summary>
[TestFixture(ModelWire.Responses)]
[TestFixture(ModelWire.Chat)]
internal sealed class ModelClientTests(ModelWire wire)
{
    [Test]
    public async Task What_a_model_says_comes_back_whole_with_what_it_cost()
    {
        await using var asking = await Asking.Of(wire, Reply.Say("First line.\nSecond line, ä and 🎉.").Costing(1000, 800, 30));

        var answer = await asking.Ask();

        Assert.That(answer.Text, Is.EqualTo("First line.\nSecond line, ä and 🎉."));
        Assert.That(answer.End, Is.EqualTo(AnswerEnd.Finished));
        Assert.That(answer.Usage, Is.EqualTo(new TokenUsage(1000, 800, 30)));
        Assert.That(answer.Lost, Is.Null);
        Assert.That(asking.Said, Is.EqualTo(new[] { "First line.", "Second line, ä and 🎉." }));
        Assert.That(asking.Server.Requests.Single().IsEnded);
    }

    [Test]
    public async Task Several_calls_come_in_order_with_their_arguments_as_they_were_written()
    {
        await using var asking = await Asking.Of(wire, Reply.Calls(("echo", """{ "text":  "a\"b" }"""), ("echo", """{"text":"two","times":2.0}""")));

        var answer = await asking.Ask();

        Assert.That(answer.Calls.Select(FunctionCalls.ArgumentsOf), Is.EqualTo(new[] { """{ "text":  "a\"b" }""", """{"text":"two","times":2.0}""" }));
        Assert.That(answer.Calls.Select(call => call.CallId).Distinct().Count(), Is.EqualTo(2));
        Assert.That(answer.End, Is.EqualTo(AnswerEnd.Finished));
    }

    [Test]
    public async Task A_request_says_what_is_needed_and_little_more()
    {
        await using var asking = await Asking.Of(wire, Script.InOrder(Reply.Say("Yes.")), effort: ModelEffort.High);

        await asking.Ask(asking.Question() with { MostTokens = 500 });

        var request = asking.Server.Requests.Single();
        var body = request.Body;
        Assert.That(request.Headers["Authorization"], Is.EqualTo($"Bearer {Asking.Key}"));
        Assert.That(body.GetProperty("model").GetString(), Is.EqualTo("test-model"));
        Assert.That(body.GetProperty("stream").GetBoolean());
        Assert.That(body.GetProperty("tools").GetArrayLength(), Is.EqualTo(1));
        Assert.That(request.Text, Does.Contain("\"strict\":false"));
        if (wire == ModelWire.Responses)
        {
            Assert.That(body.GetProperty("store").GetBoolean(), Is.False);
            Assert.That(body.GetProperty("include")[0].GetString(), Is.EqualTo("reasoning.encrypted_content"));
            Assert.That(body.GetProperty("parallel_tool_calls").GetBoolean());
            Assert.That(body.GetProperty("prompt_cache_key").GetString(), Is.EqualTo("run-1"));
            Assert.That(body.GetProperty("reasoning").GetProperty("effort").GetString(), Is.EqualTo("high"));
            Assert.That(body.GetProperty("instructions").GetString(), Is.EqualTo("Be brief."));
            Assert.That(body.GetProperty("max_output_tokens").GetInt32(), Is.EqualTo(500));
        }
        else
        {
            Assert.That(body.GetProperty("reasoning_effort").GetString(), Is.EqualTo("high"));
            Assert.That(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
            Assert.That(body.GetProperty("messages")[0].GetProperty("content").GetString(), Is.EqualTo("Be brief."));
            Assert.That(body.GetProperty("max_completion_tokens").GetInt32(), Is.EqualTo(500));
        }

        // Measured: 557 and 468 bytes; Microsoft.Extensions.AI's own form of the tools made it a third more.
        Assert.That(request.Bytes, Is.LessThan(600), request.Text);
    }

    [Test]
    public async Task A_conversation_goes_on_with_the_same_bytes_whether_or_not_it_was_kept_in_between()
    {
        var script = Script.ByStep(
            Reply.Of(new ThoughtPart("enc==", "I think."), new SayPart("I look."), new CallPart("echo", """{ "text":"ä <&> \u00e4", "times": 1.50 }"""), new CallPart("echo", "{}")),
            Reply.Say("Done."));
        await using var asking = await Asking.Of(wire, script);
        var answer = await asking.Ask();

        foreach (var contents in new[] { answer.Contents, ContentJson.Read(ContentJson.Write(answer.Contents)) })
        {
            IReadOnlyList<AIContent> results = [.. answer.Calls.Select(call => new FunctionResultContent(call.CallId, "it says ä"))];
            Assert.That((await asking.Ask(new(ChatRole.User, "Hello?"), new(ChatRole.Assistant, [.. contents]), new(ChatRole.Tool, [.. results]))).Text, Is.EqualTo("Done."));
        }

        Assert.That(asking.Server.Requests[2].Text, Is.EqualTo(asking.Server.Requests[1].Text));
        var arguments = asking.Items(1).SelectMany(item => wire == ModelWire.Chat && item.TryGetProperty("tool_calls", out var calls)
            ? calls.EnumerateArray().Select(call => call.GetProperty("function").GetProperty("arguments").GetString())
            : item.TryGetProperty("arguments", out var own) ? [own.GetString()] : []);
        Assert.That(arguments, Is.EqualTo(new[] { """{ "text":"ä <&> \u00e4", "times": 1.50 }""", "{}" }));
    }

    [Test]
    public async Task Arguments_that_are_no_JSON_are_kept_and_the_model_is_told()
    {
        const string Broken = """{"text": "never end""";
        await using var asking = await Asking.Of(wire, Reply.Call("echo", Broken), Reply.Say("I see."));
        var answer = await asking.Ask();

        var call = answer.Calls.Single();
        Assert.That(FunctionCalls.ArgumentsOf(call), Is.EqualTo(Broken));
        Assert.That(call.Arguments, Is.Null);

        await asking.Ask(new(ChatRole.User, "Hello?"), new(ChatRole.Assistant, [.. ContentJson.Read(ContentJson.Write(answer.Contents))]), new(ChatRole.Tool, [new FunctionResultContent(call.CallId, "No valid JSON.")]));

        Assert.That(asking.Server.Requests[1].NewestResults, Is.EqualTo(new[] { "No valid JSON." }));
        var text = asking.Server.Requests[1].Text;
        Assert.That(text, Does.Contain("never end"));
        if (wire == ModelWire.Chat)
        {
            // Local servers parse what is sent back.
            var sent = asking.Items(1)[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString()!;
            Assert.That(JsonDocument.Parse(sent).RootElement.GetProperty("malformed").GetString(), Is.EqualTo(Broken));
        }
    }

    [Test]
    public async Task A_refusal_is_told_from_an_answer()
    {
        await using var asking = await Asking.Of(wire, Reply.Refuse("I will not."), Reply.Say("Yes."));

        var answer = await asking.Ask();

        Assert.That(answer.End, Is.EqualTo(AnswerEnd.Refused));
        Assert.That(answer.Contents.OfType<ErrorContent>().Single().Message, Is.EqualTo("I will not."));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(1));

        // And the conversation can go on.
        await asking.Ask(new(ChatRole.User, "Hello?"), new(ChatRole.Assistant, [.. answer.Contents]), new(ChatRole.User, "Please."));
        Assert.That(asking.Server.Requests[1].Text, Does.Contain("I will not."));
    }

    [Test]
    public async Task A_filtered_answer_is_told_from_a_whole_one()
    {
        await using var asking = await Asking.Of(wire, Reply.Filtered());
        Assert.That((await asking.Ask()).End, Is.EqualTo(AnswerEnd.Filtered));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_answer_that_reaches_its_most_tokens_is_told_from_a_whole_one()
    {
        await using var asking = await Asking.Of(wire, Reply.CutOff("So far and no"));
        var answer = await asking.Ask();
        Assert.That(answer.End, Is.EqualTo(AnswerEnd.Length));
        Assert.That(answer.Text, Is.EqualTo("So far and no"));
    }

    [Test]
    public async Task What_the_provider_does_not_report_is_counted()
    {
        await using var asking = await Asking.Of(wire, Reply.Say("These are about ten tokens, more or less, I guess.").WithoutUsage());
        var usage = (await asking.Ask()).Usage;
        Assert.That(usage.IsEstimated);
        Assert.That(usage.In, Is.InRange(30, 80));
        Assert.That(usage.Out, Is.InRange(8, 20));
    }

    [Test]
    public async Task A_flood_is_stopped_where_the_caller_says()
    {
        await using var asking = await Asking.Of(wire, Reply.Flood());

        var answer = await asking.Ask(asking.Question() with { MayGoOn = tokens => tokens < 200 });

        Assert.That(answer.End, Is.EqualTo(AnswerEnd.Stopped));
        Assert.That(answer.Text, Does.StartWith("and so on and on"));
        Assert.That(answer.Usage.IsEstimated);
        Assert.That(answer.Usage.Out, Is.InRange(200, 220));
        Assert.That(await Eventually(() => asking.Server.Requests.Single().IsOver), "the connection stays open");
    }

    [Test]
    public async Task A_call_that_was_stopped_half_way_is_dropped()
    {
        await using var asking = await Asking.Of(wire, Reply.Calls(("echo", """{"text":"short"}"""), ("echo", $$"""{"text":"{{new string('x', 4000)}}"}""")));

        var answer = await asking.Ask(asking.Question() with { MayGoOn = tokens => tokens < 100 });

        Assert.That(answer.End, Is.EqualTo(AnswerEnd.Stopped));
        Assert.That(answer.Calls.Select(FunctionCalls.ArgumentsOf), Is.EqualTo(new[] { """{"text":"short"}""" }));
    }

    [Test, Repeat(20)]
    public async Task Cancelling_breaks_the_connection()
    {
        await using var asking = await Asking.Of(wire, Reply.Say("Some words that go on for a while.").But(ReplyFault.Stall));
        using var stop = new CancellationTokenSource();
        var answer = asking.Client.AskAsync(asking.Question(), stop.Token);
        await asking.Server.NextRequestAsync();

        await stop.CancelAsync();

        Assert.That(async () => await answer, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await Eventually(() => asking.Server.Requests.Single().IsOver), "the connection stays open");
    }

    [Test]
    public async Task A_connection_is_used_again()
    {
        await using var asking = await Asking.Of(wire, Reply.Say("One."), Reply.Say("Two."));
        await asking.Ask();
        await asking.Ask();
        Assert.That(asking.Server.Requests.Select(request => request.Connection).Distinct().Count(), Is.EqualTo(1));
    }

    private static async Task<bool> Eventually(Func<bool> holds)
    {
        for (var tries = 0; tries < 500 && !holds(); tries++)
        {
            await Task.Delay(20);
        }

        return holds();
    }
}
