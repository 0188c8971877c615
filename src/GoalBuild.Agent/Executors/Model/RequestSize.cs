using GoalBuild.Agent.Conversation;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>How large a request is.</summary>
internal static class RequestSize
{
    // What surrounds a message on the wire costs about this many tokens. (OpenAI's cookbook, "How to count tokens with tiktoken": 3 for each message.)
    private const int Envelope = 3;

    /// <summary>The tokens of a question, counted locally.</summary>
    /// <param name="question">The question.</param>
    /// <param name="counter">Counts.</param>
    public static int Tokens(ModelQuestion question, TokenCounter counter) =>
        counter.Count(question.Instructions)
        + question.Tools.Sum(tool => counter.Count(tool.Name) + counter.Count(tool.Description) + counter.Count(tool.Schema.ToJson().GetRawText()))
        + question.Messages.Sum(message => Envelope + message.Contents.Sum(content => Tokens(content, counter)));

    /// <summary>The tokens of one content, counted locally.</summary>
    /// <param name="content">The content.</param>
    /// <param name="counter">Counts.</param>
    public static int Tokens(AIContent content, TokenCounter counter) => content switch
    {
        TextContent text => counter.Count(text.Text),
        FunctionCallContent call => Envelope + counter.Count(call.Name) + counter.Count(FunctionCalls.ArgumentsOf(call)),
        FunctionResultContent result => Envelope + counter.Count(ContentJson.TextOf(result)),
        ErrorContent error => counter.Count(error.Message),

        // Encrypted thoughts are Base64 of about as many bytes as the thoughts have, so a third more letters; four letters to a token.
        TextReasoningContent thought => ((thought.ProtectedData?.Length ?? 0) * 3 / 4 / 4) + counter.Count(thought.Text),
        _ => 0,
    };
}
