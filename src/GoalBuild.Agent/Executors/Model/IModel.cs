using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Tools;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>A model behind an endpoint: one question, one whole answer. Faults that pass are waited out behind this; what comes out is an answer or a <see cref="ModelFaultException"/>.</summary>
internal interface IModel : IDisposable
{
    /// <summary>What is known of the model: its name, its window, its prices.</summary>
    ModelFacts Facts { get; }

    /// <summary>Asks, and waits for the whole answer.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="cancellation">Breaks the connection, then throws.</param>
    /// <exception cref="ModelFaultException">There is no answer, and asking again at once would not bring one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<ModelAnswer> AskAsync(ModelQuestion question, CancellationToken cancellation);
}

/// <summary>One request to a model.</summary>
/// <param name="Instructions">The stable instructions, which come first.</param>
/// <param name="Messages">The conversation, oldest first.</param>
/// <param name="Tools">The tools that it may call.</param>
internal sealed record ModelQuestion(string Instructions, IReadOnlyList<ChatMessage> Messages, IReadOnlyList<ITool> Tools)
{
    /// <summary>Groups requests of one conversation at the provider, whose prompt cache is then used; a name without secrets.</summary>
    public string CacheKey { get; init; } = "";

    /// <summary>The most tokens that the answer may have, or null for the model's own bound.</summary>
    public int? MostTokens { get; init; }

    /// <summary>Asked while the answer streams in, with the tokens of it so far as estimated locally: false stops it, and what has come is the answer, with <see cref="AnswerEnd.Stopped"/>.</summary>
    public Func<long, bool> MayGoOn { get; init; } = _ => true;

    /// <summary>Told of text as it streams in; one line.</summary>
    public IProgress<string>? Said { get; init; }

    /// <summary>Told of waits, and of tries that failed; one line.</summary>
    public IProgress<string>? Waited { get; init; }
}

/// <summary>How an answer ended.</summary>
internal enum AnswerEnd
{
    /// <summary>The model had finished: it called tools, or it said what it had to say.</summary>
    Finished,

    /// <summary>It reached the most tokens that an answer may have.</summary>
    Length,

    /// <summary>The provider's filter cut it off.</summary>
    Filtered,

    /// <summary>The model refused.</summary>
    Refused,

    /// <summary><see cref="ModelQuestion.MayGoOn"/> stopped it.</summary>
    Stopped,
}

/// <summary>A whole answer.</summary>
/// <param name="Contents">What the model said, thought and called, in order; reasoning with the encrypted content that the provider wants back.</param>
/// <param name="End">How it ended.</param>
/// <param name="Usage">What it cost, as reported; estimated where the provider reports nothing.</param>
internal sealed record ModelAnswer(IReadOnlyList<AIContent> Contents, AnswerEnd End, TokenUsage Usage)
{
    /// <summary>Tokens of answers before this one that came to nothing and were reported all the same: they are paid for as well. Null where there were none.</summary>
    public TokenUsage? Lost { get; init; }

    /// <summary>What it said, without reasoning and calls.</summary>
    public string Text => string.Concat(Contents.OfType<TextContent>().Select(content => content.Text));

    /// <summary>The tools that it called, in order.</summary>
    public IReadOnlyList<FunctionCallContent> Calls => [.. Contents.OfType<FunctionCallContent>()];
}

/// <summary>The tokens of one answer.</summary>
/// <param name="In">Tokens sent, those that the provider had cached included.</param>
/// <param name="Cached">How many of them the provider had cached.</param>
/// <param name="Out">Tokens received, reasoning included.</param>
internal sealed record TokenUsage(long In, long Cached, long Out)
{
    /// <summary>Whether the provider reported nothing, and this is counted locally.</summary>
    public bool IsEstimated { get; init; }
}

/// <summary>Why there is no answer.</summary>
internal enum ModelFaultKind
{
    /// <summary>The endpoint did not answer, or answered with faults that should pass, as often as it is worth trying.</summary>
    Unavailable,

    /// <summary>The key is missing or wrong, or may not be used for this: 401, 403.</summary>
    NotAllowed,

    /// <summary>The endpoint does not know the model: 404.</summary>
    UnknownModel,

    /// <summary>The account's quota or credit is exhausted.</summary>
    Quota,

    /// <summary>The request is larger than the model's window: it has to be compacted, then asked again.</summary>
    TooLong,

    /// <summary>The endpoint does not take the request: another 400.</summary>
    Rejected,
}

/// <summary>There is no answer.</summary>
/// <param name="kind">Why.</param>
/// <param name="message">One line for people: what was found and what to do; no secrets.</param>
/// <param name="cause">What was thrown, or null.</param>
internal sealed class ModelFaultException(ModelFaultKind kind, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Why.</summary>
    public ModelFaultKind Kind => kind;
}
