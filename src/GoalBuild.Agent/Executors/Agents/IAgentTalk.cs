namespace GoalBuild.Agent.Executors.Agents;

/// <summary>How one turn is talked over with another agent's program.</summary>
internal interface IAgentTalk
{
    /// <summary>The command line.</summary>
    AgentCommandLine Line { get; }

    /// <summary>Whether what the program printed was of a form that is known; then what was not is no word of the agent.</summary>
    bool IsKnown { get; }

    /// <summary>Takes a piece of its standard output.</summary>
    /// <param name="text">The piece.</param>
    void Take(string text);

    /// <summary>Talks until the turn is over; the program has ended afterwards.</summary>
    /// <param name="process">The program.</param>
    /// <param name="spent">Says that the budget is spent.</param>
    /// <param name="cancellation">Says that the run is stopped.</param>
    /// <returns>Why the program did not do its work, or null.</returns>
    Task<string?> RunAsync(AgentProcess process, CancellationToken spent, CancellationToken cancellation);
}
