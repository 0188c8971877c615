namespace GoalBuild.Agent.Executors.Agents.Streams;

/// <summary>Something that another agent tells of its work.</summary>
internal abstract record AgentEvent;

/// <summary>It said something.</summary>
/// <param name="Text">The words.</param>
internal sealed record AgentSaid(string Text) : AgentEvent;

/// <summary>It uses a tool of its own.</summary>
/// <param name="Id">The call's id in the stream.</param>
/// <param name="Tool">The tool, in the agent's own word.</param>
/// <param name="Arguments">Its arguments as JSON.</param>
internal sealed record AgentCalled(string Id, string Tool, string Arguments) : AgentEvent;

/// <summary>A tool of its own answered.</summary>
/// <param name="Id">The call's id in the stream.</param>
/// <param name="Tool">The tool, in the agent's own word.</param>
/// <param name="Text">What came of it.</param>
/// <param name="IsError">Whether nothing came of it.</param>
internal sealed record AgentReturned(string Id, string Tool, string Text, bool IsError) : AgentEvent;

/// <summary>It spent something since the last such event.</summary>
/// <param name="Spent">What.</param>
internal sealed record AgentSpent(Spending Spent) : AgentEvent;

/// <summary>It says that it failed.</summary>
/// <param name="Message">Why, in its own words.</param>
internal sealed record AgentFaulted(string Message) : AgentEvent;
