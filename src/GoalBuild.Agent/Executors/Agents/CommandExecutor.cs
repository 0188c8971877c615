using GoalBuild.Agent.Executors.Agents.Streams;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>
/// <c>command STRING</c>: another agent's program, started anew for each turn with the goal and the newest verdicts. It runs contained, its events are read
/// where its stream is known, and what it edits is judged like anybody's.
/// </summary>
public sealed class CommandExecutor : IExecutor, IAsyncDisposable
{
    private readonly CommandStep _step;
    private readonly AgentPatience _patience;
    private readonly AgentHome _home = new();
    private bool _isFirst = true;

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    public CommandExecutor(CommandStep step)
        : this(step, AgentPatience.Of(Environment.GetEnvironmentVariable))
    {
    }

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="patience">When the program is stopped.</param>
    internal CommandExecutor(CommandStep step, AgentPatience patience) => (_step, _patience) = (step, patience);

    /// <inheritdoc/>
    public string Name => _step.Description;

    /// <inheritdoc/>
    /// <remarks>Each turn is a new process, yet it builds on what the last one left in the tree, and is told what became of it.</remarks>
    public bool IsConversation => true;

    /// <inheritdoc/>
    public async Task EnsureUsableAsync(Goal goal, string stateDirectory, SandboxMode sandbox) => await AgentHome.EnsureContainedAsync(sandbox).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (AgentCommandLine.Misplaced(_step.Command.Value) is { } misplaced)
        {
            return new TurnResult(TurnEnd.Failed, misplaced);
        }

        var host = turn.Host ?? throw new InvalidOperationException("Another agent works within a run.");
        var mask = SecretMask.OfEnvironment();
        var prompt = new AgentPrompt(turn, mask);
        var text = prompt.Render();
        await prompt.WriteAsync(text).ConfigureAwait(false);
        await using var room = await AgentRoom.OpenAsync(turn, _step.Command.Value, _home.Of(turn), mask, cancellation).ConfigureAwait(false);
        if (_isFirst)
        {
            host.Notice(room.Sandbox.Description);
            TellUnheld(turn, host);
        }

        AgentProcess? process = null;
        var transcript = new AgentTranscript(turn, mask, () => process?.Stop("the budget is spent"));
        transcript.Told(text);
        var output = new AgentOutput(transcript.Take, transcript.TakeText);
        var lines = new OutputLines(output.Take);
        var line = AgentCommandLine.Of(_step.Command.Value, text, prompt.Path);
        try
        {
            turn.Progress.Report($"$ {mask.Apply(_step.Command.Value)}");
            process = AgentProcess.Start(room.Request(line.Text, line.TakesInput), room.Sandbox.Limits, _patience, host.Clock, lines.Append);
        }
        catch (CommandNotFoundException exception)
        {
            return new TurnResult(TurnEnd.Failed, exception.Message);
        }

        await using (process)
        {
            // Its end closes the pipe, whether it has read or not.
            var feeding = process.FeedAsync(line.TakesInput ? text : null);
            AgentExit exit;
            await using (cancellation.Register(() => process.Stop("the run was stopped")))
            {
                exit = await process.Completion.ConfigureAwait(false);
            }

            await StartedProcess.DrainAsync(feeding, CancellationToken.None).ConfigureAwait(false);
            lines.End();
            transcript.End(output.IsKnown);
            cancellation.ThrowIfCancellationRequested();
            var turnEnd = new AgentTurn(turn, prompt, transcript);
            if (_isFirst)
            {
                _isFirst = false;
                turnEnd.TellUncounted(Name);
            }

            return turnEnd.Ended(exit.Fault(transcript.LastSaid is { } said ? AgentTranscript.Line(said) : null));
        }
    }

    /// <summary>Removes the home that the program had.</summary>
    public ValueTask DisposeAsync() => _home.DisposeAsync();

    private void TellUnheld(Turn turn, ITurnHost host)
    {
        foreach (var constraint in turn.Goal.Constraints.Concat(host.Phase?.Constraints ?? []).OfType<CommandConstraint>())
        {
            host.Notice($"'{constraint.Description}' is not held against what {Name} runs by itself: nobody is asked. It is told of it.");
        }
    }
}
