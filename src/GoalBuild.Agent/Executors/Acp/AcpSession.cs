using System.Text.Json;
using System.Text.Json.Nodes;
using GoalBuild.Agent.Executors.Agents.Streams;

namespace GoalBuild.Agent.Executors.Acp;

/// <summary>
/// One session with an agent that speaks the Agent Client Protocol, version 1 (agentclientprotocol.com): <c>initialize</c>, <c>session/new</c>,
/// <c>session/prompt</c>; what the agent asks in between is answered. Terminals are not offered: the agent's own commands run in its sandbox.
/// </summary>
internal sealed class AcpSession
{
    private const int Version = 1;

    private readonly AcpFiles? _files;
    private readonly AcpPermissions _permissions;
    private readonly Action<string, bool> _refused;
    private readonly RpcPeer _peer;
    private readonly AcpUpdates _updates;
    private string? _id;

    /// <summary>Makes a session that is not begun.</summary>
    /// <param name="write">Writes a text to the agent.</param>
    /// <param name="files">Reads and writes files; null where the agent has to do that itself.</param>
    /// <param name="permissions">Answers requests for permission.</param>
    /// <param name="onEvent">Told each event.</param>
    /// <param name="refused">Told of each refusal, in a line, and whether the goal's constraints are the reason.</param>
    public AcpSession(Func<string, Task<bool>> write, AcpFiles? files, AcpPermissions permissions, Action<AgentEvent> onEvent, Action<string, bool> refused)
    {
        (_files, _permissions, _refused) = (files, permissions, refused);
        _peer = new RpcPeer(write, Answer, Told);
        _updates = new AcpUpdates(onEvent);
    }

    /// <summary>Takes a line that the agent printed.</summary>
    /// <param name="line">The line.</param>
    /// <returns>Whether it is a message.</returns>
    public bool Take(string line) => _peer.Take(line);

    /// <summary>The agent's program has ended.</summary>
    public void Close() => _peer.Close();

    /// <summary>Begins the session, sends the prompt and waits until the agent stops.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="cancellation">Gives up waiting; <see cref="Cancel"/> asks the agent to stop.</param>
    /// <returns>Why it stopped, in the protocol's word.</returns>
    /// <exception cref="RpcFaultException">The agent answered with an error, or is gone.</exception>
    public async Task<string> PromptAsync(string root, string prompt, CancellationToken cancellation)
    {
        var began = await _peer.CallAsync("initialize", new JsonObject
        {
            ["protocolVersion"] = Version,
            ["clientCapabilities"] = new JsonObject { ["fs"] = new JsonObject { ["readTextFile"] = _files is not null, ["writeTextFile"] = _files is not null }, ["terminal"] = false },
            ["clientInfo"] = new JsonObject { ["name"] = "GoalBuild", ["version"] = typeof(AcpSession).Assembly.GetName().Version?.ToString(3) },
        }, cancellation).ConfigureAwait(false);
        if (began.CountAt("protocolVersion") is var version && version != Version)
        {
            throw new RpcFaultException(RpcFaultException.InvalidParams, $"it speaks version {version} of the Agent Client Protocol; expected {Version}");
        }

        var session = await _peer.CallAsync("session/new", new JsonObject { ["cwd"] = root, ["mcpServers"] = new JsonArray() }, cancellation).ConfigureAwait(false);
        _id = session.TextAt("sessionId") ?? throw new RpcFaultException(RpcFaultException.InvalidParams, "it began a session and gave it no id");
        var answer = await _peer.CallAsync(
            "session/prompt",
            new JsonObject { ["sessionId"] = _id, ["prompt"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = prompt }) },
            cancellation).ConfigureAwait(false);
        _updates.Flush();
        _updates.Used(answer.At("usage"));
        return answer.TextAt("stopReason") ?? "end_turn";
    }

    /// <summary>Asks the agent to stop; its answer to the prompt then comes soon.</summary>
    public void Cancel()
    {
        if (_id is not null)
        {
            _peer.Notify("session/cancel", new JsonObject { ["sessionId"] = _id });
        }
    }

    private JsonNode? Answer(string method, JsonElement parameters)
    {
        switch (method)
        {
            case "fs/read_text_file" or "fs/write_text_file" when _files is null:
                throw new RpcFaultException(RpcFaultException.InvalidParams, "Files are not served here: read and write them in the tree itself.");
            case "fs/read_text_file":
                return _files!.Read(parameters);
            case "fs/write_text_file":
                try
                {
                    return _files!.Write(parameters);
                }
                catch (RpcFaultException fault) when (fault.IsForbidden)
                {
                    _refused(fault.Message, true);
                    throw;
                }

            case "session/request_permission":
                var answer = _permissions.Answer(parameters, out var refusal);
                if (refusal is not null)
                {
                    _refused($"{parameters.TextAt("toolCall", "title") ?? "a call"}: {refusal.Why}", refusal.IsForbidden);
                }

                return answer;
            default:
                throw new NotSupportedException(method);
        }
    }

    private void Told(string method, JsonElement parameters)
    {
        if (method == "session/update")
        {
            _permissions.Learn(parameters.At("update"));
            _updates.Take(parameters.At("update"));
        }
    }
}
