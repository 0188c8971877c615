using System.Security.Cryptography;
using System.Text;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>
/// Sees a model that makes the same calls with the same results over and over within a turn. A call that is new, or whose result is, ends the row;
/// so does an edit in between, for its arguments are new. Waiting for a command that runs is none: that is what whoever calls this leaves out.
/// </summary>
internal sealed class Repetitions
{
    /// <summary>From how many repeated calls in a row the model is told.</summary>
    public const int Tells = 3;

    /// <summary>At how many the turn is ended.</summary>
    public const int Ends = 8;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>How many calls in a row brought nothing that had not been seen in this turn.</summary>
    public int InARow { get; private set; }

    /// <summary>Takes note of a call.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">As the model wrote them.</param>
    /// <param name="result">What came of it.</param>
    public void Add(string tool, string arguments, string result) =>
        InARow = _seen.Add(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tool}\0{arguments}\0{result}")))) ? 0 : InARow + 1;

    /// <summary>What the model is to be told behind a result; empty where nothing.</summary>
    /// <param name="tool">The tool.</param>
    public string Nudge(string tool) => InARow < Tells
        ? ""
        : $"\n[harness: {tool} gave the very same result for the very same call; {InARow} calls in a row brought nothing new. Repeating it will not change that: change something, or look elsewhere.{(InARow >= Ends - 2 ? " The turn ends soon if this goes on." : "")}]";
}
