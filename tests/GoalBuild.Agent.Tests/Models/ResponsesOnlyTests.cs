using GoalBuild.Language.Model;
using GoalBuild.ModelScripts;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>What only the Responses API has: thoughts that are carried over.</summary>
[TestFixture]
internal sealed class ResponsesOnlyTests
{
    [Test]
    public async Task Thoughts_go_back_encrypted_as_they_came()
    {
        await using var asking = await Asking.Of(ModelWire.Responses, Reply.Call("echo", "{}").Thinking("gAAA+/=="), Reply.Say("Done."));
        var answer = await asking.Ask();
        var thought = answer.Contents.OfType<TextReasoningContent>().Single();
        Assert.That(thought.ProtectedData, Is.EqualTo("gAAA+/=="));

        await asking.Ask(new(ChatRole.User, "Hello?"), new(ChatRole.Assistant, [.. answer.Contents]), new(ChatRole.Tool, [new FunctionResultContent(answer.Calls[0].CallId, "x")]));

        var items = asking.Items(1);
        Assert.That(items.Select(item => item.GetProperty("type").GetString()), Is.EqualTo(new[] { "message", "reasoning", "function_call", "function_call_output" }));
        Assert.That(items[1].GetProperty("encrypted_content").GetString(), Is.EqualTo("gAAA+/=="));
        Assert.That(items[1].GetProperty("id").GetString(), Does.StartWith("rs_"));
        Assert.That(items[1].GetProperty("summary").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_model_that_does_not_think_is_asked_without_thoughts_from_then_on()
    {
        await using var asking = await Asking.Of(
            ModelWire.Responses,
            Reply.Error(400, "invalid_request_error", "Encrypted content is not supported with this model."),
            Reply.Say("One."),
            Reply.Say("Two."));
        await asking.Ask();
        await asking.Ask();
        Assert.That(asking.Server.Requests.Select(request => request.Body.TryGetProperty("include", out _)), Is.EqualTo(new[] { true, false, false }));
        Assert.That(asking.Clock.Waits, Is.Empty);
    }
}
