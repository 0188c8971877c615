using System.Text.Json;
using System.Text.Json.Nodes;
using GoalBuild.Agent.Executors.Agents.Streams;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Sandbox.Network;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Acp;

/// <summary>
/// Answers an agent that asks for permission, from the goal's constraints: files by what may change, commands by <c>command</c>, fetches by <c>network</c>. What
/// is allowed is allowed once: the next request is another one. What is done without asking is held by the sandbox, and judged after the turn.
/// </summary>
/// <param name="files">Which paths may be written.</param>
/// <param name="commands">Which commands the goal allows.</param>
/// <param name="network">What may be reached, or null for nothing.</param>
internal sealed class AcpPermissions(FileGuard files, CommandRules commands, NetworkConstraint? network)
{
    private static readonly string[] Told = ["kind", "title", "rawInput", "locations", "content"];

    // What agents call the path in the input of a tool of theirs.
    private static readonly string[] PathNames = ["path", "file_path", "filePath", "filepath", "abs_path", "notebook_path", "absolute_path"];

    // So many calls may be announced before they are asked for.
    private const int MostKnown = 1_000;

    private readonly Dictionary<string, JsonObject> _known = new(StringComparer.Ordinal);

    /// <summary>Takes note of a call that is announced or told more of: a request for permission need not say it again.</summary>
    /// <param name="update">The member <c>update</c> of the notification.</param>
    public void Learn(JsonElement update)
    {
        if (update.TextAt("sessionUpdate") is not ("tool_call" or "tool_call_update") || update.TextAt("toolCallId") is not { } id)
        {
            return;
        }

        if (update.TextAt("status") is "completed" or "failed")
        {
            _known.Remove(id);
        }
        else if (_known.ContainsKey(id) || _known.Count < MostKnown)
        {
            _known[id] = Merged(id, update);
        }
    }

    // What is said last counts, and what is not said again stands.
    private JsonObject Merged(string id, JsonElement update)
    {
        var whole = _known.TryGetValue(id, out var known) ? (JsonObject)known.DeepClone() : [];
        foreach (var name in Told.Where(name => update.At(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)))
        {
            whole[name] = JsonNode.Parse(update.At(name).GetRawText());
        }

        return whole;
    }

    private JsonElement Whole(JsonElement call)
    {
        if (call.TextAt("toolCallId") is not { } id || !_known.ContainsKey(id))
        {
            return call;
        }

        using var document = JsonDocument.Parse(Merged(id, call).ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>The answer to <c>session/request_permission</c>.</summary>
    /// <param name="parameters">What is asked.</param>
    /// <param name="refusal">Why it is refused; null where it is allowed.</param>
    public JsonNode Answer(JsonElement parameters, out AcpRefusal? refusal)
    {
        refusal = Refuses(Whole(parameters.At("toolCall")));
        var wanted = refusal is null ? "allow_once" : "reject_once";
        var option = parameters.At("options").Items().FirstOrDefault(option => option.TextAt("kind") == wanted).TextAt("optionId");
        if (option is null && refusal is null)
        {
            refusal = new AcpRefusal("it can be allowed only for always, and permission is given once at a time", IsForbidden: false);
            option = parameters.At("options").Items().FirstOrDefault(other => other.TextAt("kind") == "reject_once").TextAt("optionId");
        }

        // To reject for always would go further than what is asked; without another way the request is given up.
        return new JsonObject { ["outcome"] = option is null ? new JsonObject { ["outcome"] = "cancelled" } : new JsonObject { ["outcome"] = "selected", ["optionId"] = option } };
    }

    private AcpRefusal? Refuses(JsonElement call)
    {
        var kind = call.TextAt("kind");
        if (kind is not ("read" or "search" or "think") && Paths(call).Select(Forbids).FirstOrDefault(why => why is not null) is { } forbidden)
        {
            return new AcpRefusal(forbidden, IsForbidden: true);
        }

        var command = CommandOf(call);
        if (command is not null && commands.Forbids(command) is { } denied)
        {
            return new AcpRefusal(denied, IsForbidden: true);
        }

        if (kind is null && command is null && !Paths(call).Any())
        {
            return new AcpRefusal("it does not say what is to be done", IsForbidden: false);
        }

        return kind == "fetch" && FetchRefused(call.TextAt("rawInput", "url")) is { } why ? new AcpRefusal(why, IsForbidden: true) : null;
    }

    private string? Forbids(string path)
    {
        try
        {
            files.Writable(path);
            return null;
        }
        catch (ToolFaultException fault)
        {
            return fault.Message;
        }
    }

    // A folder is where a command runs, not what it writes.
    private static IEnumerable<string> Paths(JsonElement call) => call.At("locations").Items().Select(location => location.TextAt("path"))
        .Concat(call.At("content").Items().Where(content => content.TextAt("type") == "diff").Select(content => content.TextAt("path")))
        .Concat(PathNames.Select(name => call.TextAt("rawInput", name)))
        .OfType<string>()
        .Where(path => call.TextAt("kind") != "execute" || !Directory.Exists(path))
        .Distinct(StringComparer.Ordinal);

    private static string? CommandOf(JsonElement call)
    {
        var command = call.At("rawInput", "command");
        return command.ValueKind == JsonValueKind.String ? command.Text()
            : command.ValueKind == JsonValueKind.Array ? string.Join(' ', command.Items().Select(word => $"'{word.ToString().Replace("'", "'\\''", StringComparison.Ordinal)}'"))
            : call.TextAt("kind") == "execute" ? call.TextAt("title")?.Trim('`') : null;
    }

    private string? FetchRefused(string? text) => network switch
    {
        { Access: NetworkAccess.On } => null,
        { Access: NetworkAccess.Hosts } when Uri.TryCreate(text, UriKind.Absolute, out var url) && new AllowedHosts(network.Hosts.Select(host => host.Value)).Allows(url.Host, url.Port) => null,
        _ => $"'{text ?? "this address"}' is not among what the goal's 'network' allows",
    };
}

/// <summary>Why a request for permission is refused.</summary>
/// <param name="Why">The reason.</param>
/// <param name="IsForbidden">Whether the goal's constraints are the reason; else the request itself is.</param>
internal sealed record AcpRefusal(string Why, bool IsForbidden);
