using System.Text.Json;

namespace GoalBuild.Agent.Executors.Agents.Streams;

/// <summary>Reads the events that an agent prints, one JSON object a line. Made for one run of the program: what is told as a running total is remembered.</summary>
internal interface IAgentStream
{
    /// <summary>Whether a line is one of this stream's: told by its shape, because a program may be started by any name.</summary>
    /// <param name="line">A JSON object.</param>
    bool Knows(JsonElement line);

    /// <summary>What a line tells; nothing where it is of no interest, or of a later version.</summary>
    /// <param name="line">A JSON object.</param>
    IEnumerable<AgentEvent> Read(JsonElement line);
}
