using System.ClientModel;
using System.Net;
using System.Text;
using CsCheck;
using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>What is kept of requests from one to the next.</summary>
[TestFixture]
internal sealed class WrittenMessagesTests
{
    private static readonly ModelEndpoint Endpoint = ModelEndpoint.Of(new ModelStep(new Text("test-model")) { Url = new Text("http://127.0.0.1:1/v1") }, _ => "key");

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String[0, 40], Gen.OneOf("", " ", "ä <&> \" 🎉\n", "日本語", "{ broken", """{ "a" : 1.0 }"""));

    private static readonly Gen<AIContent> Contents = Gen.OneOf(
        Texts.Select(text => (AIContent)new TextContent(text)),
        Gen.Select(Texts, Gen.OneOf<string?>("gAAA+/==", "", null), Gen.OneOf<string?>("rs_1", null), (text, encrypted, id) => (AIContent)ContentJson.Thought(text, encrypted, id)),
        Gen.Select(Gen.Int[0, 999], Texts, (id, arguments) => (AIContent)FunctionCalls.Make($"call_{id}", "read_file", arguments)),
        Texts.Select(text => (AIContent)new ErrorContent(text) { ErrorCode = "refusal" }));

    // What happens to a conversation between two requests.
    private static readonly Gen<Action<ModelConversation>> Steps = Gen.OneOf(
        Texts.Select(text => (Action<ModelConversation>)(conversation => conversation.Tell(text))),
        Contents.List[0, 4].Select(contents => (Action<ModelConversation>)(conversation => conversation.Answer(new ModelAnswer(contents, AnswerEnd.Finished, new TokenUsage(1, 0, 1)), new Spending(1, 0, 1, 0)))),
        Gen.Select(Gen.Int[0, 999], Texts, Gen.Int[1, 20], (id, text, times) => (Action<ModelConversation>)(conversation => conversation.Return(new Returned($"call_{id}", "read_file", string.Concat(Enumerable.Repeat(text, times)), false)))),
        Gen.Int[0, 60].Select(bytes => (Action<ModelConversation>)(conversation => conversation.Prune(conversation.PruneBefore(bytes)))),
        Gen.Select(Gen.Int[1, 400], Texts, (bytes, summary) => (Action<ModelConversation>)(conversation => conversation.Compact(conversation.CutBefore(bytes), summary, null))),
        Gen.Const((Action<ModelConversation>)(conversation => conversation.BeginAnew("stalled"))));

    [Test]
    public void What_is_kept_makes_the_requests_that_would_be_made_anew() => Steps.List[1, 12].Sample(
        steps =>
        {
            var (protocol, conversation, opening) = (new ResponsesProtocol(Endpoint), ModelConversation.Read([], (_, _) => { }), new ChatMessage(ChatRole.User, "The goal."));
            foreach (var step in steps)
            {
                step(conversation);
                var question = Question(opening, conversation);
                Assert.That(Sent(protocol, protocol.RequestOf(question)), Is.EqualTo(Sent(protocol, protocol.PlainRequestOf(question))));
                Assert.That(conversation.Bytes, Is.EqualTo(Anew(conversation)));
            }

            // Of a text that is counted once and then added to, against one that is counted when all is there.
            static long Anew(ModelConversation conversation)
            {
                conversation.Prune(0);
                return conversation.Bytes;
            }
        },
        iter: 200,
        threads: 1);

    [Test]
    public void What_was_written_once_is_not_written_again()
    {
        var written = new List<string>();
        var messages = new WrittenMessages(message =>
        {
            written.Add(message.Text);
            return [BinaryData.FromString($"\"{message.Text}\"")];
        });
        var (a, b, c, d) = (new ChatMessage(ChatRole.User, "a"), new ChatMessage(ChatRole.User, "b"), new ChatMessage(ChatRole.User, "c"), new ChatMessage(ChatRole.User, "d"));
        Assert.That(messages.Write([]).ToString(), Is.EqualTo("[]"));
        Assert.That(messages.Write([a, b]).ToString(), Is.EqualTo("""["a","b"]"""));
        Assert.That(messages.Write([a, b, c]).ToString(), Is.EqualTo("""["a","b","c"]"""));
        Assert.That(messages.Write([a, d, c]).ToString(), Is.EqualTo("""["a","d","c"]"""));
        Assert.That(messages.Write([a]).ToString(), Is.EqualTo("""["a"]"""));
        Assert.That(written, Is.EqualTo(new[] { "a", "b", "c", "d", "c" }));
    }

    [Test]
    public void A_message_that_cannot_be_written_leaves_nothing_behind()
    {
        var (good, bad) = (new ChatMessage(ChatRole.User, "good"), new ChatMessage(ChatRole.User, "bad"));
        var messages = new WrittenMessages(Items);
        messages.Write([good]);
        Assert.That(() => messages.Write([good, bad]), Throws.InvalidOperationException);
        Assert.That(messages.Write([good]).ToString(), Is.EqualTo("[1]"));

        IEnumerable<BinaryData> Items(ChatMessage message)
        {
            yield return BinaryData.FromString("1");
            if (message == bad)
            {
                throw new InvalidOperationException();
            }
        }
    }

    private static ModelQuestion Question(ChatMessage opening, ModelConversation conversation) => new("Be brief.", [opening, .. conversation.Messages()], [new Asking.EchoTool()]) { CacheKey = "run-1" };

    private static string Sent(ModelProtocol protocol, (IReadOnlyList<ChatMessage> Messages, ChatOptions Options) request)
    {
        using var wire = new Wiretap();
        using var http = new HttpClient(wire);
        using var client = protocol.Connect(http);
        Assert.ThrowsAsync<ClientResultException>(async () => await client.GetStreamingResponseAsync(request.Messages, request.Options).ToListAsync());
        return wire.Body;
    }

    /// <summary>Takes what is sent, and refuses it.</summary>
    private sealed class Wiretap : HttpMessageHandler
    {
        public string Body { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Body = Encoding.UTF8.GetString(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("{}") };
        }
    }
}
