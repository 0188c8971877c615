using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GoalBuild.Agent.Executors.Agents.Streams;

namespace GoalBuild.Agent.Executors.Acp;

/// <summary>
/// JSON-RPC 2.0 with one message a line, as the Agent Client Protocol has it on standard streams. Agents print notes of their own between messages, and a
/// line that is no message must not end the connection: that, and output bounded by <see cref="OutputLines"/>, is why this is no general library.
/// </summary>
/// <param name="write">Writes a text; gives whether it was written.</param>
/// <param name="onRequest">Answers a request: its method and parameters.</param>
/// <param name="onNotification">Told a notification: its method and parameters; one after another.</param>
internal sealed class RpcPeer(Func<string, Task<bool>> write, Func<string, JsonElement, JsonNode?> onRequest, Action<string, JsonElement> onNotification)
{
    private const int MethodNotFound = -32601;
    private const int InternalError = -32603;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _calls = new();
    private long _last;
    private volatile RpcFaultException? _closed;

    /// <summary>Calls a method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="cancellation">Gives up waiting; the other side goes on.</param>
    /// <returns>The result.</returns>
    /// <exception cref="RpcFaultException">The other side answered with an error, or is gone.</exception>
    public async Task<JsonElement> CallAsync(string method, JsonNode parameters, CancellationToken cancellation)
    {
        var id = Interlocked.Increment(ref _last);
        var call = _calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        // What is not read fills the pipe, and the write waits; then it is the wait for the answer that ends.
        _ = SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        if (_closed is { } closed)
        {
            call.TrySetException(closed);
        }

        try
        {
            return await call.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }

    /// <summary>Tells something that has no answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Its parameters.</param>
    public void Notify(string method, JsonNode parameters) => _ = SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

    /// <summary>Takes a line of the other side.</summary>
    /// <param name="line">Without its end.</param>
    /// <returns>Whether it is a message.</returns>
    public bool Take(string line)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return false;
        }

        using (document)
        {
            var message = document.RootElement.Clone();
            if (message.TextAt("jsonrpc") != "2.0")
            {
                return false;
            }

            if (message.TextAt("method") is not { } method)
            {
                Answered(message);
            }
            else if (message.At("id") is { ValueKind: not JsonValueKind.Undefined } id)
            {
                Answer(id, method, message.At("params"));
            }
            else
            {
                onNotification(method, message.At("params"));
            }

            return true;
        }
    }

    /// <summary>The other side is gone: what waits for it is told so.</summary>
    public void Close()
    {
        _closed = new RpcFaultException(0, "the agent's program ended");
        foreach (var call in _calls.Values)
        {
            call.TrySetException(_closed);
        }
    }

    private void Answered(JsonElement message)
    {
        if (message.At("id") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt64(out var id) || !_calls.TryGetValue(id, out var call))
        {
            return;
        }

        if (message.At("error") is { ValueKind: JsonValueKind.Object } error)
        {
            var detail = error.TextAt("data", "details") ?? error.TextAt("data", "message") ?? error.TextAt("data");
            call.TrySetException(new RpcFaultException(error.At("code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var value) ? value : InternalError, $"{error.TextAt("message") ?? "an error"}{(detail is null ? "" : $" ({detail})")}"));
        }
        else
        {
            call.TrySetResult(message.At("result"));
        }
    }

    // In order, before the next message is looked at: they read and write files, which is quick, and the order of writes is kept.
    private void Answer(JsonElement id, string method, JsonElement parameters)
    {
        var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = JsonNode.Parse(id.GetRawText()) };
        try
        {
            answer["result"] = onRequest(method, parameters);
        }
        catch (RpcFaultException fault)
        {
            answer["error"] = new JsonObject { ["code"] = fault.Code, ["message"] = fault.Message };
        }
        catch (NotSupportedException)
        {
            answer["error"] = new JsonObject { ["code"] = MethodNotFound, ["message"] = $"'{method}' is not supported" };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            answer["error"] = new JsonObject { ["code"] = InternalError, ["message"] = exception.Message };
        }

        _ = SendAsync(answer);
    }

    private Task<bool> SendAsync(JsonObject message) => write(message.ToJsonString(Options) + "\n");
}

/// <summary>The other side answered with an error, or is to be answered with one.</summary>
/// <param name="code">Its code; 0 where the connection is gone.</param>
/// <param name="message">Why.</param>
internal sealed class RpcFaultException(int code, string message) : Exception(message)
{
    /// <summary>What a parameter asks for cannot be done.</summary>
    public const int InvalidParams = -32602;

    /// <summary>The protocol's code for an agent that wants its user to sign in.</summary>
    public const int AuthenticationRequired = -32000;

    /// <summary>The protocol's code for a file that is not there.</summary>
    public const int NotFound = -32002;

    /// <summary>The code.</summary>
    public int Code => code;

    /// <summary>Whether it is what the goal's constraints forbid, and not merely what cannot be done.</summary>
    public bool IsForbidden { get; init; }
}
