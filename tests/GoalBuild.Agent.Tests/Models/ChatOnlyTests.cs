using GoalBuild.Language.Model;
using GoalBuild.ModelScripts;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>What servers do that speak Chat Completions, each a little differently.</summary>
[TestFixture]
internal sealed class ChatOnlyTests
{
    [Test]
    public async Task Thoughts_that_a_server_shows_go_back_with_the_call_that_they_led_to()
    {
        await using var asking = await Asking.Of(ModelWire.Chat, Reply.Call("echo", "{}").Thinking("", "I had better look."), Reply.Say("Done."));
        var answer = await asking.Ask();
        await asking.Ask(new(ChatRole.User, "Hello?"), new(ChatRole.Assistant, [.. answer.Contents]), new(ChatRole.Tool, [new FunctionResultContent(answer.Calls[0].CallId, "x")]));
        Assert.That(asking.Items(1)[1].GetProperty("reasoning_content").GetString(), Is.EqualTo("I had better look."));
    }

    [Test]
    public async Task Calls_that_all_have_the_same_index_are_told_apart_by_their_names()
    {
        await using var asking = await Asking.Of(ModelWire.Chat, Streamed(
            """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"echo","arguments":"{\"text\":\"1\"}"}}]}""",
            """{"tool_calls":[{"index":0,"id":"b","type":"function","function":{"name":"echo","arguments":"{\"text\":\"2\"}"}}]}"""));
        var answer = await asking.Ask();
        Assert.That(answer.Calls.Select(call => call.CallId), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(answer.Calls.Select(call => call.Arguments!["text"]!.ToString()), Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public async Task A_call_without_a_name_of_its_own_gets_one()
    {
        await using var asking = await Asking.Of(ModelWire.Chat, Streamed("""{"tool_calls":[{"index":0,"type":"function","function":{"name":"echo","arguments":"{}"}}]}"""));
        Assert.That((await asking.Ask()).Calls.Single().CallId, Is.Not.Empty);
    }

    [Test]
    public async Task A_stream_needs_no_last_line_once_it_said_how_it_ended()
    {
        await using var asking = await Asking.Of(ModelWire.Chat, Streamed("""{"content":"Whole."}"""));
        var answer = await asking.Ask();
        Assert.That(answer.Text, Is.EqualTo("Whole."));
        Assert.That(answer.Usage.IsEstimated);
    }

    private static Reply Streamed(params IReadOnlyList<string> deltas)
    {
        const string Chunk = """data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":DELTA,"finish_reason":REASON}]}""";
        var chunks = deltas.Select(delta => Chunk.Replace("DELTA", delta).Replace("REASON", "null")).Append(Chunk.Replace("DELTA", "{}").Replace("REASON", "\"stop\""));
        return Reply.Raw(200, string.Join("\n\n", chunks) + "\n\n", "text/event-stream");
    }
}
