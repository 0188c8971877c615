using System.Text.Json;

namespace GoalBuild.Tool.Agents;

/// <summary>What an agent tells its stop hook, as far as it counts here.</summary>
/// <param name="Session">The session's name; empty where it is not told.</param>
internal sealed record HookInput(string Session)
{
    /// <summary>More than any agent sends: the longest part is the last message of the model.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Reads it. Claude Code and Codex say <c>session_id</c>, Copilot <c>sessionId</c>.</summary>
    /// <param name="stream">The hook's standard input.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="JsonException">It is not an object of JSON.</exception>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public static async Task<HookInput> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        var buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var read)
        {
            text.Write(buffer, 0, read);
            if (text.Length > MostBytes)
            {
                throw new InvalidDataException("The agent's message is longer than 16 MB.");
            }
        }

        using var parsed = JsonDocument.Parse(text.ToArray());
        return parsed.RootElement.ValueKind == JsonValueKind.Object
            ? new HookInput(Text(parsed.RootElement, "session_id") ?? Text(parsed.RootElement, "sessionId") ?? "")
            : throw new JsonException("The agent's message is no JSON object.");
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
