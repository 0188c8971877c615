using GoalBuild.Agent.Executors.Agents.Streams;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>A turn of a program that is told its prompt and then only listened to.</summary>
internal sealed class CommandTalk : IAgentTalk
{
    private readonly AgentMeeting _meeting;
    private readonly AgentOutput _output;
    private readonly OutputLines _lines;

    /// <summary>Makes ready.</summary>
    /// <param name="meeting">The turn.</param>
    /// <param name="line">The command line.</param>
    public CommandTalk(AgentMeeting meeting, AgentCommandLine line)
    {
        (_meeting, Line) = (meeting, line);
        _output = new AgentOutput(meeting.Transcript.Take, meeting.Transcript.TakeText);
        _lines = new OutputLines(_output.Take);
    }

    /// <inheritdoc/>
    public AgentCommandLine Line { get; }

    /// <inheritdoc/>
    public bool IsKnown => _output.IsKnown;

    /// <inheritdoc/>
    public void Take(string text) => _lines.Append(text);

    /// <inheritdoc/>
    public async Task<string?> RunAsync(AgentProcess process, CancellationToken spent, CancellationToken cancellation)
    {
        // Its end closes the pipe, whether it has read or not.
        var feeding = process.FeedAsync(Line.TakesInput ? _meeting.Prompt : null);
        AgentExit exit;
        await using (spent.Register(() => process.Stop("the budget is spent")))
        await using (cancellation.Register(() => process.Stop("the run was stopped")))
        {
            exit = await process.Completion.ConfigureAwait(false);
        }

        await StartedProcess.DrainAsync(feeding, CancellationToken.None).ConfigureAwait(false);
        _lines.End();
        return exit.Fault(_meeting.Transcript.LastSaid is { } said ? AgentTranscript.Line(said) : null);
    }
}
