using System.Text.Json;

namespace GoalBuild.ModelScripts;

/// <summary>One reply: an answer of the model, or a fault. Made by its static methods, changed by <c>with</c> and its own methods.</summary>
public sealed record Reply
{
    private Reply()
    {
    }

    /// <summary>What the model says, thinks and calls, in order.</summary>
    public IReadOnlyList<Part> Parts { get; init; } = [];

    /// <summary>How the answer ends.</summary>
    public ReplyEnd End { get; init; } = ReplyEnd.Completed;

    /// <summary>The tokens that are reported; null for an endpoint that reports none.</summary>
    public ReplyUsage? Usage { get; init; } = new(100, 0, 20);

    /// <summary>What goes wrong on the way.</summary>
    public ReplyFault Fault { get; init; } = ReplyFault.None;

    /// <summary>The status; 200 for an answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Headers that are sent besides the usual ones.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body of a status that is no answer, or null for an answer.</summary>
    public string? Body { get; init; }

    /// <summary>The type of <see cref="Body"/>.</summary>
    public string BodyType { get; init; } = "application/json";

    /// <summary>Code and message of an answer that fails while it streams.</summary>
    public (string Code, string Message) Failure { get; init; }

    /// <summary>How many characters each delta has.</summary>
    public int DeltaLength { get; init; } = 24;

    /// <summary>Holds each event back until the test lets it go; null for no holding back.</summary>
    public Gate? Gate { get; init; }

    /// <summary>Faults that come first, each once; then this reply.</summary>
    internal IReadOnlyList<Reply> Before { get; init; } = [];

    /// <summary>The model says something.</summary>
    /// <param name="text">What.</param>
    public static Reply Say(string text) => new() { Parts = [new SayPart(text)] };

    /// <summary>The model calls a tool.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">The arguments: JSON, or what a model takes for it.</param>
    public static Reply Call(string name, string arguments) => Calls((name, arguments));

    /// <summary>The model calls a tool.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">The arguments, which become JSON.</param>
    public static Reply Call(string name, object arguments) => Calls((name, JsonSerializer.Serialize(arguments)));

    /// <summary>The model calls several tools at once.</summary>
    /// <param name="calls">Each tool and its arguments.</param>
    public static Reply Calls(params IReadOnlyList<(string Name, string Arguments)> calls) => new() { Parts = [.. calls.Select(call => new CallPart(call.Name, call.Arguments))] };

    /// <summary>An answer of the given parts.</summary>
    /// <param name="parts">The parts.</param>
    public static Reply Of(params IReadOnlyList<Part> parts) => new() { Parts = parts };

    /// <summary>A completed answer with nothing in it.</summary>
    public static Reply Empty() => new();

    /// <summary>The model refuses.</summary>
    /// <param name="text">In which words.</param>
    public static Reply Refuse(string text = "I cannot help with that.") => new() { Parts = [new RefusalPart(text)] };

    /// <summary>The provider's filter cuts the answer off.</summary>
    /// <param name="text">What came before.</param>
    public static Reply Filtered(string text = "") => new() { Parts = text.Length == 0 ? [] : [new SayPart(text)], End = ReplyEnd.Filtered };

    /// <summary>The answer reaches its most tokens.</summary>
    /// <param name="text">What came before.</param>
    public static Reply CutOff(string text = "So far and no") => new() { Parts = [new SayPart(text)], End = ReplyEnd.Length };

    /// <summary>The endpoint answers with a fault.</summary>
    /// <param name="status">The status.</param>
    /// <param name="code">OpenAI's code, such as <c>rate_limit_exceeded</c>.</param>
    /// <param name="message">OpenAI's message.</param>
    /// <param name="retryAfter">The header Retry-After, or null for none.</param>
    public static Reply Error(int status, string code, string message, string? retryAfter = null) => Raw(
        status,
        JsonSerializer.Serialize(new { error = new { message, type = code, param = (string?)null, code } })) with
    {
        Headers = retryAfter is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["Retry-After"] = retryAfter },
    };

    /// <summary>Any body.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    /// <param name="type">Its type.</param>
    public static Reply Raw(int status, string body, string type = "application/json") => new() { Status = status, Body = body, BodyType = type };

    /// <summary>429: too many requests.</summary>
    /// <param name="retryAfter">The header Retry-After, or null for none.</param>
    public static Reply RateLimited(string? retryAfter = null) => Error(429, "rate_limit_exceeded", "Rate limit reached for requests.", retryAfter);

    /// <summary>429: the account's credit is used up.</summary>
    public static Reply NoQuota() => Error(429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.");

    /// <summary>400: the request is larger than the model's window.</summary>
    public static Reply TooLong() => Error(400, "context_length_exceeded", "Your input exceeds the context window of this model. Please adjust your input and try again.");

    /// <summary>404: there is no such model.</summary>
    public static Reply UnknownModel() => Error(404, "model_not_found", "The model does not exist or you do not have access to it.");

    /// <summary>The answer fails while it streams: the event response.failed, or a chunk with an error.</summary>
    /// <param name="code">OpenAI's code.</param>
    /// <param name="message">OpenAI's message.</param>
    public static Reply Fail(string code, string message) => new() { End = ReplyEnd.Failed, Failure = (code, message) };

    /// <summary>The connection is dropped before anything is answered.</summary>
    public static Reply Drop() => new() { Fault = ReplyFault.Drop };

    /// <summary>Nothing is ever answered.</summary>
    public static Reply Silence() => new() { Fault = ReplyFault.Silence };

    /// <summary>The model talks until the client leaves.</summary>
    public static Reply Flood() => new() { Parts = [new SayPart("")], Fault = ReplyFault.Flood };

    /// <summary>The same answer, thought about first.</summary>
    /// <param name="encrypted">The encrypted thoughts, which the client has to give back.</param>
    /// <param name="summary">A summary in clear, or empty for none.</param>
    public Reply Thinking(string encrypted, string summary = "") => this with { Parts = [new ThoughtPart(encrypted, summary), .. Parts] };

    /// <summary>The same answer, with the tokens that are reported.</summary>
    /// <param name="input">Tokens sent, cached ones included.</param>
    /// <param name="cached">How many of them were cached.</param>
    /// <param name="output">Tokens received.</param>
    public Reply Costing(long input, long cached, long output) => this with { Usage = new ReplyUsage(input, cached, output) };

    /// <summary>The same answer, from an endpoint that reports no tokens.</summary>
    public Reply WithoutUsage() => this with { Usage = null };

    /// <summary>The same answer, but something goes wrong on the way.</summary>
    /// <param name="fault">What.</param>
    public Reply But(ReplyFault fault) => this with { Fault = fault };

    /// <summary>The same answer, each event of which waits for the test.</summary>
    /// <param name="gate">What the test opens.</param>
    public Reply Through(Gate gate) => this with { Gate = gate };

    /// <summary>The same reply, after others that come first, each once. Use one object for all requests that are to share the count.</summary>
    /// <param name="faults">What comes first.</param>
    public Reply After(params IReadOnlyList<Reply> faults) => this with { Before = faults };
}

/// <summary>A part of an answer.</summary>
public abstract record Part;

/// <summary>Text.</summary>
/// <param name="Text">The text.</param>
public sealed record SayPart(string Text) : Part;

/// <summary>Thoughts.</summary>
/// <param name="Encrypted">Encrypted, for the client to give back.</param>
/// <param name="Summary">In clear; empty for none.</param>
public sealed record ThoughtPart(string Encrypted, string Summary = "") : Part;

/// <summary>A call of a tool.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments' text.</param>
public sealed record CallPart(string Name, string Arguments) : Part;

/// <summary>A refusal.</summary>
/// <param name="Text">Its words.</param>
public sealed record RefusalPart(string Text) : Part;

/// <summary>The tokens that are reported.</summary>
/// <param name="In">Sent, cached ones included.</param>
/// <param name="Cached">Cached.</param>
/// <param name="Out">Received.</param>
public sealed record ReplyUsage(long In, long Cached, long Out);

/// <summary>How an answer ends.</summary>
public enum ReplyEnd
{
    /// <summary>The model had finished.</summary>
    Completed,

    /// <summary>It reached its most tokens.</summary>
    Length,

    /// <summary>The provider's filter cut it off.</summary>
    Filtered,

    /// <summary>The endpoint says that it failed.</summary>
    Failed,
}

/// <summary>What goes wrong on the way.</summary>
public enum ReplyFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection is dropped before anything is answered.</summary>
    Drop,

    /// <summary>Nothing is ever answered.</summary>
    Silence,

    /// <summary>The connection is dropped in the middle.</summary>
    DropMidway,

    /// <summary>Nothing more comes from the middle on, and the connection stays open until the client leaves.</summary>
    Stall,

    /// <summary>The stream ends, as streams do, but before its final event.</summary>
    EndEarly,

    /// <summary>The stream ends in the middle of an event.</summary>
    HalfEvent,

    /// <summary>Text comes until the client leaves.</summary>
    Flood,
}
