using System.Text.Json;
using GoalBuild.Agent.Conversation;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>What the ledger keeps of a conversation.</summary>
[TestFixture]
internal sealed class ContentJsonTests
{
    [Test]
    public void Everything_comes_back_as_it_was()
    {
        AIContent[] contents =
        [
            new TextContent("ä <&> \" 🎉\n"),
            ContentJson.Thought("why", "gAA+/==", "rs_1"),
            ContentJson.Thought("", null, null),
            FunctionCalls.Make("c1", "echo", """{ "a" : 1.0 }"""),
            FunctionCalls.Make("c2", "echo", "{ broken"),
            new FunctionResultContent("c1", "fine"),
            new ErrorContent("no") { ErrorCode = "refusal" },
        ];
        var json = ContentJson.Write(contents);
        var back = ContentJson.Read(json);
        Assert.That(ContentJson.Write(back), Is.EqualTo(json));
        Assert.That(back.Select(content => content.GetType()), Is.EqualTo(contents.Select(content => content.GetType())));
        Assert.That(((TextContent)back[0]).Text, Is.EqualTo("ä <&> \" 🎉\n"));
        Assert.That(((TextReasoningContent)back[1]).ProtectedData, Is.EqualTo("gAA+/=="));
        Assert.That(ContentJson.IdOf((TextReasoningContent)back[1]), Is.EqualTo("rs_1"));
        Assert.That(FunctionCalls.ArgumentsOf((FunctionCallContent)back[3]), Is.EqualTo("""{ "a" : 1.0 }"""));
        Assert.That(((FunctionCallContent)back[3]).Arguments!["a"]!.ToString(), Is.EqualTo("1.0"));
        Assert.That(FunctionCalls.ArgumentsOf((FunctionCallContent)back[4]), Is.EqualTo("{ broken"));
        Assert.That(((FunctionCallContent)back[4]).Arguments, Is.Null);
        Assert.That(((ErrorContent)back[6]).ErrorCode, Is.EqualTo("refusal"));
    }

    [Test]
    public void What_cannot_be_kept_is_not_lost_in_silence() =>
        Assert.That(() => ContentJson.Write([new DataContent(new byte[] { 1 }, "image/png")]), Throws.InstanceOf<NotSupportedException>());

    [TestCase("{}")]
    [TestCase("[{}]")]
    [TestCase("[{\"call\":\"c\"}]")]
    [TestCase("[{\"text\":")]
    public void What_is_no_conversation_is_refused(string json) => Assert.That(() => ContentJson.Read(json), Throws.InstanceOf<JsonException>());

    [Test]
    public void A_call_made_elsewhere_has_arguments_too() =>
        Assert.That(FunctionCalls.ArgumentsOf(new FunctionCallContent("c", "echo", new Dictionary<string, object?> { ["a"] = 1 })), Is.EqualTo("""{"a":1}"""));
}
