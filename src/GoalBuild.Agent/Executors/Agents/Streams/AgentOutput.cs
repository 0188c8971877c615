using System.Text.Json;
using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Executors.Agents.Streams;

/// <summary>
/// Reads what another agent prints: the events of the stream that its first known line belongs to, and everything else as text. A line that is no JSON, or
/// breaks off in the middle, is text as well; it ends nothing.
/// </summary>
/// <param name="onEvent">Told each event, on the thread that brings the output.</param>
/// <param name="onText">Told each line that is no event.</param>
internal sealed class AgentOutput(Action<AgentEvent> onEvent, Action<string> onText)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    private readonly IReadOnlyList<IAgentStream> _streams = [new CodexStream(), new ClaudeStream(), new OpencodeStream()];
    private IAgentStream? _stream;

    /// <summary>Whether the output is one of the streams that are known.</summary>
    public bool IsKnown => _stream is not null;

    /// <summary>Takes a line.</summary>
    /// <param name="line">Without its end.</param>
    public void Take(string line)
    {
        if (line.AsSpan().TrimStart() is not ['{', ..] || Parse(line) is not { } document)
        {
            Text(line);
            return;
        }

        using (document)
        {
            var json = document.RootElement;
            _stream ??= _streams.FirstOrDefault(stream => stream.Knows(json));
            if (_stream is null)
            {
                Text(line);
                return;
            }

            foreach (var told in _stream.Read(json))
            {
                onEvent(told);
            }
        }
    }

    private void Text(string line)
    {
        var plain = TerminalText.Plain(line).Trim();
        if (plain.Length > 0)
        {
            onText(plain);
        }
    }

    private static JsonDocument? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
