using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors.Agents.Streams;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Verification.Processes;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>
/// Takes down what another agent tells: its words and calls into the run's transcript, what it spent into the budget, and all of it in one line each for
/// whoever looks on. Safe from any thread; after its end it takes nothing more.
/// </summary>
/// <param name="turn">The turn.</param>
/// <param name="mask">Hides secrets.</param>
/// <param name="spent">Called when the budget has nothing left for it.</param>
internal sealed class AgentTranscript(Turn turn, SecretMask mask, Action spent)
{
    // The whole output of a tool is the agent's affair; for a reader its end says what came of it.
    private const int MostReturned = 4_000;
    private const int MostKeptText = 8_000;

    private readonly Lock _lock = new();
    private readonly ITurnHost _host = turn.Host!;
    private readonly List<string> _plain = [];
    private int _plainLength;
    private bool _isOver;

    /// <summary>What it said last, as a text of lines; null where it said nothing.</summary>
    public string? LastSaid { get; private set; }

    /// <summary>What it asked for last and was refused, with the reason; null where nothing was.</summary>
    public string? LastRefused { get; private set; }

    /// <summary>Why it failed, in its own words; null where it does not say so.</summary>
    public string? Fault { get; private set; }

    /// <summary>What it has spent as far as it says.</summary>
    public Spending Spent { get; private set; } = Spending.None;

    /// <summary>Whether the budget came to its end.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Records the prompt.</summary>
    /// <param name="prompt">The prompt, secrets masked.</param>
    public void Told(string prompt) => _host.Record([TranscriptKinds.Of(TranscriptKinds.Told, new Told(prompt))]);

    /// <summary>Takes an event.</summary>
    /// <param name="told">The event.</param>
    public void Take(AgentEvent told)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            switch (told)
            {
                case AgentSaid { Text: var text } when !string.IsNullOrWhiteSpace(text):
                    Said(mask.Apply(text.Trim()));
                    break;
                case AgentCalled called:
                    var call = new Called(called.Id, called.Tool, mask.Apply(called.Arguments));
                    _host.Record([TranscriptKinds.Of(TranscriptKinds.Called, call)]);
                    turn.Progress.Report(ToolLine.Of(call));
                    break;
                case AgentReturned returned:
                    _host.Record([TranscriptKinds.Of(TranscriptKinds.Returned, new Returned(returned.Id, returned.Tool, mask.Apply(End(returned.Text, MostReturned)), returned.IsError))]);
                    break;
                case AgentSpent { Spent: var more }:
                    Spend(more);
                    break;
                case AgentFaulted { Message: var message }:
                    Fault = Line(mask.Apply(message));
                    turn.Progress.Report(Fault);
                    break;
            }
        }
    }

    /// <summary>Takes a line that is no event: of a program without a known stream it is what it says.</summary>
    /// <param name="line">The line.</param>
    public void TakeText(string line)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            var text = mask.Apply(line);
            turn.Progress.Report(Line(text));
            _plain.Add(text.Length > MostKeptText ? text[..MostKeptText] : text);
            _plainLength += _plain[^1].Length;

            // Nobody reads a flood; its end says what came of it.
            while (_plainLength > MostKeptText && _plain.Count > 1)
            {
                _plainLength -= _plain[0].Length;
                _plain.RemoveAt(0);
            }
        }
    }

    /// <summary>Takes note that it was refused what it asked for.</summary>
    /// <param name="what">What, and why, in a line.</param>
    /// <param name="isForbidden">Whether the goal's constraints are the reason; then the next turn is told, too.</param>
    public void TakeRefusal(string what, bool isForbidden)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            LastRefused = Line(mask.Apply(what));
            if (isForbidden)
            {
                _host.Record([AgentRefusals.Entry(LastRefused)]);
            }

            turn.Progress.Report($"refused: {LastRefused}");
        }
    }

    /// <summary>Ends it: what came as text is taken for what was said.</summary>
    /// <param name="isKnown">Whether the output was a stream that is known; then other lines are no words of the agent.</param>
    public void End(bool isKnown)
    {
        lock (_lock)
        {
            if (!_isOver && !isKnown && _plain.Count > 0)
            {
                Said(string.Join('\n', _plain));
            }

            _isOver = true;
        }
    }

    /// <summary>A text as one short line.</summary>
    /// <param name="text">The text.</param>
    public static string Line(string text) => PlainText.OneLine(text, 200);

    private void Said(string text)
    {
        LastSaid = text;
        _host.Record([TranscriptKinds.Of(TranscriptKinds.Answered, new Answered(ContentJson.Write([new TextContent(text)]), "Finished", 0, 0))]);
        turn.Progress.Report(Line(text));
    }

    private void Spend(Spending more)
    {
        Spent = Spent.Plus(more);
        _host.Record([], more);
        if (!IsSpent && _host.Left() is { Tokens: 0 } or { Dollars: 0 })
        {
            IsSpent = true;
            spent();
        }
    }

    private static string End(string text, int most) => text.Length <= most ? text : $"… {text[^most..]}";
}
