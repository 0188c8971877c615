using GoalBuild.Agent.Executors.Agents;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Acp;

/// <summary>
/// <c>acp STRING</c>: an agent that speaks the Agent Client Protocol on its standard streams, in a session of its own for each turn. What it asks is answered
/// from the goal's constraints.
/// </summary>
public sealed class AcpExecutor : AgentExecutor
{
    private readonly AcpStep _step;
    private readonly AgentPatience _patience;

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    public AcpExecutor(AcpStep step)
        : this(step, AgentPatience.Of(Environment.GetEnvironmentVariable))
    {
    }

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="patience">When the program is stopped.</param>
    internal AcpExecutor(AcpStep step, AgentPatience patience)
        : base(step.Description, step.Command.Value, patience) => (_step, _patience) = (step, patience);

    /// <inheritdoc/>
    private protected override IAgentTalk Begin(AgentMeeting meeting) => new AcpTalk(meeting, new AgentCommandLine(_step.Command.Value, TakesInput: true), _patience.Grace);
}
