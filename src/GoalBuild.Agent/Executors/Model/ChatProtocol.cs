using System.Text.Json;
using GoalBuild.Agent.Conversation;
using GoalBuild.Language.Model;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AssistantMessage = OpenAI.Chat.AssistantChatMessage;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>Chat Completions, which nearly every server speaks.</summary>
/// <param name="endpoint">The endpoint.</param>
internal sealed class ChatProtocol(ModelEndpoint endpoint) : ModelProtocol
{
    /// <inheritdoc/>
    public override IChatClient Connect(HttpClient http) => ClientOf(endpoint, http).GetChatClient(endpoint.Model).AsIChatClient();

    /// <inheritdoc/>
    public override AnswerReader NewReader(Action<string> onLine) => new ChatReader { OnLine = onLine };

    /// <inheritdoc/>
    protected override object RawOptionsOf(ModelQuestion question)
    {
        var options = new ChatCompletionOptions
        {
            ReasoningEffortLevel = endpoint.Effort switch
            {
                ModelEffort.Low => ChatReasoningEffortLevel.Low,
                ModelEffort.Medium => ChatReasoningEffortLevel.Medium,
                ModelEffort.High => ChatReasoningEffortLevel.High,
                _ => default(ChatReasoningEffortLevel?),
            },
        };
        foreach (var tool in question.Tools)
        {
            options.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, SchemaOf(tool), functionSchemaIsStrict: false));
        }

        return options;
    }

    /// <inheritdoc/>
    protected override ChatMessage AnswerOf(ChatMessage message)
    {
        var text = string.Concat(message.Contents.Select(content => content switch
        {
            TextContent said => said.Text,
            ErrorContent refusal => refusal.Message,
            _ => "",
        }));
        var calls = message.Contents.OfType<FunctionCallContent>().Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(ArgumentsOf(call)))).ToList();
        var answer = calls.Count == 0 ? new AssistantMessage(text) : new AssistantMessage(calls);
        if (calls.Count > 0 && text.Length > 0)
        {
            answer.Content.Add(ChatMessageContentPart.CreateTextPart(text));
        }

        // Servers that show a model's thoughts (DeepSeek, vLLM, llama.cpp) want those before a call back; OpenAI's shows none, and gets none.
        var thought = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(content => content.Text));
        if (calls.Count > 0 && thought.Length > 0)
        {
            answer.Patch.Set("$.reasoning_content"u8, thought);
        }

        return new ChatMessage(ChatRole.Assistant, text) { RawRepresentation = answer };
    }

    // vLLM, llama.cpp and Ollama parse the arguments of earlier calls, and refuse the whole conversation for one that is no JSON object.
    private static string ArgumentsOf(FunctionCallContent call)
    {
        var arguments = FunctionCalls.ArgumentsOf(call);
        return IsObject(arguments) ? arguments : JsonSerializer.Serialize(new Dictionary<string, string> { ["malformed"] = arguments });
    }
}
