using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Tool.Agents;

/// <summary>Puts the stop hook into an agent's configuration, beside all that stands there.</summary>
internal static class HookInstaller
{
    // As people write such files: what needs no escape in JSON has none.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The configuration of an agent that has none yet.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="command">The command line that serves the hook.</param>
    public static string Fresh(HookAgent agent, string command) => Merged("", agent, command)!;

    /// <summary>The text of a configuration with the hook in it.</summary>
    /// <param name="text">The text as it is; blank for none.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="command">The command line that serves the hook.</param>
    /// <returns>The new text, or null where the hook stands there already.</returns>
    /// <exception cref="JsonException">The text is no JSON, or not of the shape that the agent's maker documents.</exception>
    public static string? Merged(string text, HookAgent agent, string command)
    {
        // Comments and repeated names would be lost, so that they are errors here.
        var root = string.IsNullOrWhiteSpace(text) ? agent.Empty() : Object(JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }), "The file");
        var hooks = root["hooks"] is { } known ? Object(known, "'hooks'") : Added(root, "hooks", new JsonObject());
        var list = hooks[agent.Event] switch
        {
            null => Added(hooks, agent.Event, new JsonArray()),
            JsonArray array => array,
            _ => throw new JsonException($"'hooks.{agent.Event}' is no list."),
        };
        if (Commands(list).Contains(command, StringComparer.Ordinal))
        {
            return null;
        }

        list.Add(agent.Entry(command));
        return root.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Merges the hook into the agent's file.</summary>
    /// <param name="path">Absolute path of the file; made when missing.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="command">The command line that serves the hook.</param>
    /// <returns>Whether the file was changed.</returns>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be read or written, or what stands there is not understood.</exception>
    public static bool Install(string path, HookAgent agent, string command)
    {
        try
        {
            // Of what is not there, not even whether it is a link can be asked.
            var target = (Directory.Exists(Path.GetDirectoryName(path)) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;
            if (Merged(File.Exists(target) ? File.ReadAllText(target) : "", agent, command) is not { } merged)
            {
                return false;
            }

            // Beside it and then in its place: a crash leaves the old file or the new one.
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var beside = target + ".goal-new";
            File.WriteAllText(beside, merged);
            File.Move(beside, target, overwrite: true);
            return true;
        }
        catch (JsonException error)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.NotWritable,
                $"The file is not understood, so nothing was written: {error.Message.ReplaceLineEndings(" ")} Mend it, or add by hand what 'dotnet goal hook {agent.Name}' prints.",
                error)
            { File = path };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotWritable, $"The file cannot be written: {error.Message.ReplaceLineEndings(" ")} Give yourself permission, then try again.", error) { File = path };
        }
    }

    private static JsonObject Object(JsonNode? node, string what) => node as JsonObject ?? throw new JsonException($"{what} is no JSON object.");

    private static T Added<T>(JsonObject to, string name, T node) where T : JsonNode
    {
        to[name] = node;
        return node;
    }

    // In groups, or in the list itself.
    private static IEnumerable<string> Commands(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Commands),
        JsonObject hook => Commands(hook["hooks"]).Concat(new[] { hook["command"], hook["bash"] }.OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String).Select(value => value.GetValue<string>())),
        _ => [],
    };
}
