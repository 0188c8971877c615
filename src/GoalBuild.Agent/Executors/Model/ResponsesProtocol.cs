using System.ClientModel.Primitives;
using GoalBuild.Agent.Conversation;
using GoalBuild.Language.Model;
using Microsoft.Extensions.AI;
using OpenAI.Responses;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>The Responses API. Nothing is stored at the provider; thoughts come encrypted, and go back with the conversation.</summary>
internal sealed class ResponsesProtocol : ModelProtocol
{
    private readonly ModelEndpoint _endpoint;
    private readonly WrittenMessages _written;
    private bool _withoutThoughts;

    /// <summary>Makes it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public ResponsesProtocol(ModelEndpoint endpoint)
    {
        _endpoint = endpoint;
        _written = new WrittenMessages(Items);
    }

    /// <inheritdoc/>
    public override IChatClient Connect(HttpClient http) => ClientOf(_endpoint, http).GetResponsesClient().AsIChatClient(_endpoint.Model);

    /// <inheritdoc/>
    public override AnswerReader NewReader(Action<string> onLine) => new ResponsesReader { OnLine = onLine };

    /// <inheritdoc/>
    public override bool Adapt(string what)
    {
        // What OpenAI answers for models that do not think; whether one does cannot be asked.
        if (_withoutThoughts || !what.Contains("ncrypted content is not supported", StringComparison.Ordinal))
        {
            return false;
        }

        _withoutThoughts = true;
        return true;
    }

    /// <inheritdoc/>
    public override (IReadOnlyList<ChatMessage> Messages, ChatOptions Options) RequestOf(ModelQuestion question)
    {
        var options = RawOptions(question);
        options.Patch.Set("$.input"u8, _written.Write(question.Messages));
        return ([], OptionsOf(question, options));
    }

    /// <inheritdoc/>
    protected override object RawOptionsOf(ModelQuestion question) => RawOptions(question);

    private CreateResponseOptions RawOptions(ModelQuestion question)
    {
        var options = new CreateResponseOptions
        {
            StoredOutputEnabled = false,
            PromptCacheKey = question.CacheKey.Length == 0 ? null : question.CacheKey,
            ParallelToolCallsEnabled = question.Tools.Count == 0 ? null : true,
            ReasoningOptions = _endpoint.Effort is { } effort
                ? new ResponseReasoningOptions
                {
                    ReasoningEffortLevel = effort switch
                    {
                        ModelEffort.Low => ResponseReasoningEffortLevel.Low,
                        ModelEffort.High => ResponseReasoningEffortLevel.High,
                        _ => ResponseReasoningEffortLevel.Medium,
                    },
                }
                : null,
        };
        foreach (var tool in question.Tools)
        {
            options.Tools.Add(ResponseTool.CreateFunctionTool(tool.Name, SchemaOf(tool), strictModeEnabled: false, tool.Description));
        }

        if (!_withoutThoughts)
        {
            options.IncludedProperties.Add(IncludedResponseProperty.ReasoningEncryptedContent);
        }

        return options;
    }

    /// <inheritdoc/>
    protected override ChatMessage AnswerOf(ChatMessage message) => new(ChatRole.Assistant, [.. message.Contents.SelectMany(ItemOf)]);

    // As the client would make them of the message, so that whoever writes them, the bytes are the same.
    private IEnumerable<BinaryData> Items(ChatMessage message) => MessagesOf([message]).AsOpenAIResponseItems().Select(item => ModelReaderWriter.Write(item));

    private static IEnumerable<AIContent> ItemOf(AIContent content)
    {
        switch (content)
        {
            case FunctionCallContent call:
                return [new AIContent { RawRepresentation = ResponseItem.CreateFunctionCallItem(call.CallId, call.Name, BinaryData.FromString(FunctionCalls.ArgumentsOf(call))) }];
            case TextReasoningContent { ProtectedData: { Length: > 0 } encrypted } thought:
                var summary = thought.Text.Length == 0 ? [] : new[] { ReasoningSummaryPart.CreateTextPart(thought.Text) };
                return [new AIContent { RawRepresentation = new ReasoningResponseItem(summary) { Id = ContentJson.IdOf(thought), EncryptedContent = encrypted } }];
            case TextReasoningContent:
                // With nothing stored at the provider, thoughts that are not encrypted mean nothing to it.
                return [];
            case ErrorContent refusal:
                return [new TextContent(refusal.Message)];
            default:
                return [content];
        }
    }
}
