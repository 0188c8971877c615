namespace GoalBuild.Agent.Executors.Agents;

/// <summary>What a turn of another agent has to do with.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Room">Where the program runs.</param>
/// <param name="Prompt">What it is told.</param>
/// <param name="PromptFile">Absolute path of the file that says the same.</param>
/// <param name="Transcript">Takes down what it tells.</param>
internal sealed record AgentMeeting(Turn Turn, AgentRoom Room, string Prompt, string PromptFile, AgentTranscript Transcript);
