using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Log;

/// <summary>The conversations of a run as a file of its evidence, for <c>evidence { transcript }</c>.</summary>
public static class TranscriptFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "transcript.jsonl";

    /// <summary>Writes the file, one JSON object a line, secrets masked; nothing where the run has no conversation. It appears whole or not at all.</summary>
    /// <param name="workspace">The user's own tree.</param>
    /// <param name="run">The run.</param>
    /// <param name="directory">The run's evidence folder; it is made when missing.</param>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be written. GOAL0008: the ledger is damaged.</exception>
    public static void Write(Workspace workspace, string run, string directory)
    {
        using var ledger = RunLedger.OpenExisting(workspace.StateDirectory);
        var entries = ledger?.TranscriptAfter(run, 0) ?? [];
        if (entries.Count == 0)
        {
            return;
        }

        var path = Path.Combine(directory, Name);
        try
        {
            Directory.CreateDirectory(directory);
            var mask = SecretMask.OfEnvironment();
            using (var writer = new StreamWriter($"{path}.new", append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            {
                foreach (var entry in entries)
                {
                    writer.WriteLine(LineOf(entry, mask));
                }
            }

            File.Move($"{path}.new", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.NotWritable(path, exception);
        }
    }

    private static string LineOf(LedgerEntry entry, SecretMask mask)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("at", entry.At);
            json.WriteNumber("turn", entry.Turn);
            json.WriteNumber("step", entry.Step);
            json.WriteString("kind", entry.Kind);
            json.WritePropertyName("data");
            using var data = JsonDocument.Parse(entry.Data);
            WriteMasked(json, data.RootElement, mask);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // String by string: a secret that was cut off could otherwise swallow the quote behind it, and the line would be no JSON any more.
    private static void WriteMasked(Utf8JsonWriter json, JsonElement value, SecretMask mask)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    WriteMasked(json, member.Value, mask);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteMasked(json, item, mask);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(mask.Apply(value.GetString()!));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
