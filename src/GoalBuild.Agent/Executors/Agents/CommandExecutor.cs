using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary><c>command STRING</c>: a program that is told its prompt once, and whose events are read where its stream is known.</summary>
public sealed class CommandExecutor : AgentExecutor
{
    private readonly CommandStep _step;

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    public CommandExecutor(CommandStep step)
        : this(step, AgentPatience.Of(Environment.GetEnvironmentVariable))
    {
    }

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="patience">When the program is stopped.</param>
    internal CommandExecutor(CommandStep step, AgentPatience patience)
        : base(step.Description, step.Command.Value, patience) => _step = step;

    /// <inheritdoc/>
    private protected override string? Unfit() => AgentCommandLine.Misplaced(_step.Command.Value);

    /// <inheritdoc/>
    private protected override void TellFirst(Turn turn, ITurnHost host)
    {
        foreach (var constraint in turn.Goal.Constraints.Concat(host.Phase?.Constraints ?? []).OfType<CommandConstraint>())
        {
            host.Notice($"'{constraint.Description}' is not held against what {Name} runs by itself: nobody is asked. It is told of it.");
        }
    }

    /// <inheritdoc/>
    private protected override IAgentTalk Begin(AgentMeeting meeting) => new CommandTalk(meeting, AgentCommandLine.Of(_step.Command.Value, meeting.Prompt, meeting.PromptFile));
}
