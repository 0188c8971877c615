using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GoalBuild.Agent.TestHost;

/// <summary>
/// Another agent, for tests: in its first turn on a tree it runs one shell command, in later ones it says that nothing is left. It talks as plain text, with
/// codex's events, or by the Agent Client Protocol; <c>acp-asking</c> first asks whether it may edit <c>kept.txt</c>, and ends its turn without a word when it may not,
/// until it is told why.
/// </summary>
internal static class FakeAgent
{
    private const string Ran = "agent-ran";

    /// <summary>Runs it.</summary>
    /// <param name="form"><c>text</c>, <c>codex</c>, <c>acp</c> or <c>acp-asking</c>.</param>
    /// <param name="command">The shell command.</param>
    public static async Task<int> RunAsync(string form, string command)
    {
        if (form is "acp" or "acp-asking")
        {
            await AcpAsync(command, asks: form == "acp-asking");
            return 0;
        }

        await Console.In.ReadToEndAsync();
        var (code, said) = await WorkAsync(command);
        if (form == "codex")
        {
            Console.WriteLine("""{"type":"thread.started","thread_id":"1"}""");
            Console.WriteLine(JsonSerializer.Serialize(new { type = "item.completed", item = new { id = "item_0", type = "agent_message", text = said } }));
            Console.WriteLine("""{"type":"turn.completed","usage":{"input_tokens":100,"cached_input_tokens":40,"output_tokens":10}}""");
        }
        else
        {
            Console.WriteLine(said);
        }

        return code;
    }

    private static async Task<(int Code, string Said)> WorkAsync(string command)
    {
        if (File.Exists(Ran))
        {
            return (0, "Nothing is left to do.");
        }

        await File.WriteAllTextAsync(Ran, "");
        var (shell, option) = OperatingSystem.IsWindows() ? ("cmd.exe", "/c") : ("/bin/sh", "-c");
        var info = new ProcessStartInfo(shell) { RedirectStandardOutput = true };
        info.ArgumentList.Add(option);
        info.ArgumentList.Add(command);
        using var process = Process.Start(info)!;
        await process.WaitForExitAsync();
        return (process.ExitCode, $"The command ended with exit code {process.ExitCode}.");
    }

    // Requests of the other side are answered while the command runs, so that a turn can be cancelled.
    private static async Task AcpAsync(string command, bool asks)
    {
        JsonNode? prompt = null;
        Console.WriteLine("a line that is no message");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var message = JsonNode.Parse(line)!;
            var id = message["id"]?.DeepClone();
            switch ((string?)message["method"])
            {
                case "initialize":
                    Send(new JsonObject { ["id"] = id, ["result"] = new JsonObject { ["protocolVersion"] = 1, ["agentCapabilities"] = new JsonObject(), ["authMethods"] = new JsonArray() } });
                    break;
                case "session/new":
                    Send(new JsonObject { ["id"] = id, ["result"] = new JsonObject { ["sessionId"] = "session" } });
                    break;
                case "session/prompt" when asks && !line.Contains("it was refused", StringComparison.Ordinal):
                    prompt = id;
                    Ask();
                    break;
                case "session/prompt":
                    prompt = id;
                    _ = PromptedAsync(command, id);
                    break;
                case null:
                    Send(new JsonObject { ["id"] = prompt?.DeepClone(), ["result"] = new JsonObject { ["stopReason"] = "end_turn" } });
                    break;
                case "session/cancel":
                    Send(new JsonObject { ["id"] = prompt?.DeepClone(), ["result"] = new JsonObject { ["stopReason"] = "cancelled" } });
                    break;
            }
        }
    }

    private static void Ask() => Send(new JsonObject
    {
        ["id"] = "may-i",
        ["method"] = "session/request_permission",
        ["params"] = new JsonObject
        {
            ["sessionId"] = "session",
            ["toolCall"] = new JsonObject { ["toolCallId"] = "call", ["kind"] = "edit", ["title"] = "Edit kept.txt", ["locations"] = new JsonArray(new JsonObject { ["path"] = "kept.txt" }) },
            ["options"] = new JsonArray(new JsonObject { ["optionId"] = "yes", ["kind"] = "allow_once" }, new JsonObject { ["optionId"] = "no", ["kind"] = "reject_once" }),
        },
    });

    private static async Task PromptedAsync(string command, JsonNode? id)
    {
        var (code, said) = await WorkAsync(command);
        Send(new JsonObject
        {
            ["method"] = "session/update",
            ["params"] = new JsonObject
            {
                ["sessionId"] = "session",
                ["update"] = new JsonObject { ["sessionUpdate"] = "agent_message_chunk", ["content"] = new JsonObject { ["type"] = "text", ["text"] = said } },
            },
        });
        Send(code == 0
            ? new JsonObject { ["id"] = id, ["result"] = new JsonObject { ["stopReason"] = "end_turn", ["usage"] = new JsonObject { ["inputTokens"] = 60, ["cachedReadTokens"] = 40, ["outputTokens"] = 10 } } }
            : new JsonObject { ["id"] = id, ["error"] = new JsonObject { ["code"] = -32603, ["message"] = said } });
    }

    private static void Send(JsonObject message)
    {
        message["jsonrpc"] = "2.0";
        lock (Console.Out)
        {
            Console.Out.WriteLine(message.ToJsonString());
            Console.Out.Flush();
        }
    }
}
