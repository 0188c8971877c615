using System.Text.Json;
using GoalBuild.Agent.Conversation;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>A call in one line, for people.</summary>
internal static class ToolLine
{
    private const int Most = 120;

    // What says most about a call, of the parameters that tools have.
    private static readonly string[] Telling = ["command", "path", "pattern", "name", "glob", "reason", "note", "job", "clauses"];

    /// <summary>The line: the tool, and the argument that says most.</summary>
    /// <param name="call">The call.</param>
    public static string Of(Called call) => Cut($"{call.Name} {ArgumentOf(call.Arguments)}".TrimEnd());

    /// <summary>A text in one line of bounded length.</summary>
    /// <param name="text">The text.</param>
    public static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > Most ? $"{line[..Most]} …" : line;
    }

    private static string ArgumentOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.Length == 0 ? "{}" : json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return "";
            }

            if (root.TryGetProperty("patch", out var patch) && patch.ValueKind == JsonValueKind.String)
            {
                return string.Join(", ", patch.GetString()!.Split('\n').Where(line => line.StartsWith("*** ", StringComparison.Ordinal) && line.Contains(" File: ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));
            }

            foreach (var name in Telling)
            {
                if (root.TryGetProperty(name, out var value))
                {
                    return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
                }
            }
        }
        catch (JsonException)
        {
            // It is shown to no tool either.
        }

        return "";
    }
}
