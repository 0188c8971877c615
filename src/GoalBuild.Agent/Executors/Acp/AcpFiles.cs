using System.Text.Json;
using System.Text.Json.Nodes;
using GoalBuild.Agent.Executors.Agents.Streams;
using GoalBuild.Agent.Tools;
using GoalBuild.Agent.Tools.Files;

namespace GoalBuild.Agent.Executors.Acp;

/// <summary>Reads and writes files for an agent that asks its client to: within the repository, and only what the goal's constraints allow.</summary>
/// <param name="files">Which paths may be read and written.</param>
/// <param name="edits">Writes files.</param>
internal sealed class AcpFiles(FileGuard files, FileEdits edits)
{
    // What is larger is no text that a model reads.
    private const long MostBytes = 16 * 1024 * 1024;

    /// <summary><c>fs/read_text_file</c>.</summary>
    /// <param name="parameters"><c>path</c>, and <c>line</c> (from 1) and <c>limit</c> for a part.</param>
    /// <exception cref="RpcFaultException">It may not be read, is not there, or is no text.</exception>
    public JsonNode Read(JsonElement parameters)
    {
        var path = Guarded(() => files.Readable(PathOf(parameters)));
        if (!File.Exists(path))
        {
            throw new RpcFaultException(RpcFaultException.NotFound, $"'{files.Relative(path)}' does not exist.");
        }

        var text = new FileInfo(path).Length <= MostBytes ? FileText.Of(File.ReadAllBytes(path))?.Text : null;
        if (text is null)
        {
            throw new RpcFaultException(RpcFaultException.InvalidParams, $"'{files.Relative(path)}' is no text, or too large.");
        }

        var (line, limit) = (parameters.CountAt("line"), parameters.At("limit").ValueKind == JsonValueKind.Number ? parameters.CountAt("limit") : (long?)null);
        return new JsonObject { ["content"] = line <= 1 && limit is null ? text : Part(text, line, limit) };
    }

    /// <summary><c>fs/write_text_file</c>.</summary>
    /// <param name="parameters"><c>path</c> and <c>content</c>.</param>
    /// <exception cref="RpcFaultException">It may not be written, which it says, or cannot.</exception>
    public JsonNode Write(JsonElement parameters)
    {
        var asked = Guarded(() => PathOf(parameters));
        var path = Guarded(() => files.Writable(asked), isForbidden: true);
        Guarded(() =>
        {
            var content = parameters.TextAt("content") ?? throw new ToolFaultException("'content' is missing.");
            var before = File.Exists(path) ? File.ReadAllBytes(path) : null;
            // As the file was: its encoding and its mark stay.
            var after = (before is null ? FileText.Empty : FileText.Of(before) ?? FileText.Empty).Encode(content);
            edits.Apply([new FileEdit(files.Relative(path), before, after)]);
            return path;
        });
        return new JsonObject();
    }

    private static string PathOf(JsonElement parameters) => parameters.TextAt("path") ?? throw new ToolFaultException("'path' is missing.");

    private static string Guarded(Func<string> work, bool isForbidden = false)
    {
        try
        {
            return work();
        }
        catch (ToolFaultException fault)
        {
            throw new RpcFaultException(RpcFaultException.InvalidParams, fault.Message) { IsForbidden = isForbidden };
        }
    }

    private static string Part(string text, long line, long? limit)
    {
        var lines = text.Split('\n');
        var from = (int)Math.Min(Math.Max(0, line - 1), lines.Length);
        return string.Join('\n', lines.Skip(from).Take((int)Math.Min(limit ?? int.MaxValue, int.MaxValue)));
    }
}
