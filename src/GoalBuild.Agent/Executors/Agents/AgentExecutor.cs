using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>
/// Another agent's program, started anew for each turn with the goal and the newest verdicts. It runs contained, and what it edits is judged like anybody's; how
/// the two talk is the affair of the kinds of step.
/// </summary>
public abstract class AgentExecutor : IExecutor, IAsyncDisposable
{
    private readonly string _command;
    private readonly AgentPatience _patience;
    private readonly AgentHome _home = new();
    private bool _isFirst = true;

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="name">The step in the words of the language.</param>
    /// <param name="command">The command line, as it stands in the goal.</param>
    /// <param name="patience">When the program is stopped.</param>
    private protected AgentExecutor(string name, string command, AgentPatience patience) => (Name, _command, _patience) = (name, command, patience);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>Each turn is a new process, yet it builds on what the last one left in the tree, and is told what became of it.</remarks>
    public bool IsConversation => true;

    /// <inheritdoc/>
    public async Task EnsureUsableAsync(Goal goal, string stateDirectory, SandboxMode sandbox) => await AgentHome.EnsureContainedAsync(sandbox).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Unfit() is { } unfit)
        {
            return new TurnResult(TurnEnd.Failed, unfit);
        }

        var host = turn.Host ?? throw new InvalidOperationException("Another agent works within a run.");
        var mask = SecretMask.OfEnvironment();
        var prompt = new AgentPrompt(turn, mask);
        var text = prompt.Render();
        await prompt.WriteAsync(text).ConfigureAwait(false);
        await using var room = await AgentRoom.OpenAsync(turn, _command, _home.Of(turn), mask, cancellation).ConfigureAwait(false);
        if (_isFirst)
        {
            host.Notice(room.Sandbox.Description);
            TellFirst(turn, host);
        }

        using var spent = new CancellationTokenSource();
        var transcript = new AgentTranscript(turn, mask, () => _ = spent.CancelAsync());
        transcript.Told(text);
        var talk = Begin(new AgentMeeting(turn, room, text, prompt.Path, transcript));
        AgentProcess process;
        try
        {
            turn.Progress.Report($"$ {mask.Apply(_command)}");
            process = AgentProcess.Start(room.Request(talk.Line.Text, talk.Line.TakesInput), room.Sandbox.Limits, _patience, host.Clock, talk.Take);
        }
        catch (CommandNotFoundException exception)
        {
            return new TurnResult(TurnEnd.Failed, exception.Message);
        }

        await using (process)
        {
            var fault = await talk.RunAsync(process, spent.Token, cancellation).ConfigureAwait(false);
            transcript.End(talk.IsKnown);
            cancellation.ThrowIfCancellationRequested();
            var turnEnd = new AgentTurn(turn, prompt, transcript);
            if (_isFirst)
            {
                _isFirst = false;
                turnEnd.TellUncounted(Name);
            }

            return turnEnd.Ended(fault);
        }
    }

    /// <summary>Removes the home that the program had.</summary>
    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Why the step cannot work as it stands in the goal; null where it can.</summary>
    private protected virtual string? Unfit() => null;

    /// <summary>Tells people before the first turn what they have to know of the step.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="host">Told.</param>
    private protected virtual void TellFirst(Turn turn, ITurnHost host)
    {
    }

    /// <summary>Makes ready to talk.</summary>
    /// <param name="meeting">What with.</param>
    private protected abstract IAgentTalk Begin(AgentMeeting meeting);
}
