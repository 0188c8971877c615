using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using Microsoft.Extensions.AI;
using OpenAI;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>What differs between the wire formats: how a conversation becomes a request, and how an answer is read.</summary>
internal abstract class ModelProtocol
{
    /// <summary>The protocol of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public static ModelProtocol Of(ModelEndpoint endpoint) => endpoint.Wire == ModelWire.Chat ? new ChatProtocol(endpoint) : new ResponsesProtocol(endpoint);

    /// <summary>A client of the endpoint that tries nothing twice and waits for as long as it takes: both are decided here, where they can be seen and counted.</summary>
    /// <param name="http">What sends.</param>
    public abstract IChatClient Connect(HttpClient http);

    /// <summary>A question as the client takes it: its messages and its options. One question at a time.</summary>
    /// <param name="question">The question.</param>
    public virtual (IReadOnlyList<ChatMessage> Messages, ChatOptions Options) RequestOf(ModelQuestion question) => PlainRequestOf(question);

    /// <summary>The same, with all messages left to the client to convert and to write: what it sends is the same, byte for byte.</summary>
    /// <param name="question">The question.</param>
    public (IReadOnlyList<ChatMessage> Messages, ChatOptions Options) PlainRequestOf(ModelQuestion question) => (MessagesOf(question.Messages), OptionsOf(question, RawOptionsOf(question)));

    /// <summary>A question's options.</summary>
    /// <param name="question">The question.</param>
    /// <param name="raw">Those of the wire.</param>
    protected static ChatOptions OptionsOf(ModelQuestion question, object raw) => new()
    {
        Instructions = question.Instructions.Length == 0 ? null : question.Instructions,
        MaxOutputTokens = question.MostTokens,
        RawRepresentationFactory = _ => raw,
    };

    /// <summary>The conversation in the wire's own words, where those of Microsoft.Extensions.AI would change it.</summary>
    /// <param name="messages">The conversation.</param>
    protected IReadOnlyList<ChatMessage> MessagesOf(IEnumerable<ChatMessage> messages) => [.. messages.Select(message => message.Role == ChatRole.Assistant ? AnswerOf(message) : message)];

    /// <summary>A reader for one answer.</summary>
    /// <param name="onLine">Told of each line of text.</param>
    public abstract AnswerReader NewReader(Action<string> onLine);

    /// <summary>Changes how questions are put after a refusal, where that is known to help. False where it is not.</summary>
    /// <param name="what">What the endpoint said.</param>
    public virtual bool Adapt(string what) => false;

    /// <summary>The options that Microsoft.Extensions.AI has no word for, and the tools, whose schemas it would indent: a third more bytes. Schemas are not strict, or every parameter would have to be given.</summary>
    /// <param name="question">The question.</param>
    protected abstract object RawOptionsOf(ModelQuestion question);

    /// <summary>An answer of the model, in the wire's own words.</summary>
    /// <param name="message">The answer.</param>
    protected abstract ChatMessage AnswerOf(ChatMessage message);

    /// <summary>The SDK's client.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="http">What sends.</param>
    protected static OpenAIClient ClientOf(ModelEndpoint endpoint, HttpClient http) => new(new ApiKeyCredential(endpoint.Key), new OpenAIClientOptions
    {
        Endpoint = endpoint.Url,
        Transport = new HttpClientPipelineTransport(http),
        RetryPolicy = new ClientRetryPolicy(0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        UserAgentApplicationId = "goalbuild",
    });

    /// <summary>A tool's schema.</summary>
    /// <param name="tool">The tool.</param>
    protected static BinaryData SchemaOf(ITool tool) => BinaryData.FromString(tool.Schema.ToJson().GetRawText());

    /// <summary>Whether a text is a JSON object.</summary>
    /// <param name="text">The text.</param>
    protected static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
