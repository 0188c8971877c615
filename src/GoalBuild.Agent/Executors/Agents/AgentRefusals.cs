using GoalBuild.Agent.Conversation;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>
/// What an agent asked for and the goal's constraints refused, as entries of the transcript. Agents that are refused end their turn, some without a word, and a new session knows
/// nothing of the last: the next turn is told, also where the run was interrupted in between.
/// </summary>
internal static class AgentRefusals
{
    private const string Mark = "refused: ";

    // What is asked for again and again is told once, and a flood is none the clearer for its length.
    private const int Most = 10;

    /// <summary>A refusal for the transcript.</summary>
    /// <param name="what">What was asked for, and why it is refused; secrets masked.</param>
    public static TranscriptEntry Entry(string what) => TranscriptKinds.Of(TranscriptKinds.Told, new Told(Mark + what));

    /// <summary>
    /// What was refused since the last prompt of an earlier turn, each once, the oldest first. The turn that begins may have been begun before: whether anybody
    /// read the prompt that it then had nobody knows.
    /// </summary>
    /// <param name="transcript">The conversation of the step, the oldest first.</param>
    /// <param name="turn">Number of the turn that begins.</param>
    public static IReadOnlyList<string> SinceLastPrompt(IReadOnlyList<LedgerEntry> transcript, int turn) =>
    [
        .. transcript.Reverse()
            .Where(entry => entry.Kind == TranscriptKinds.Told)
            .Select(entry => (entry.Turn, TranscriptKinds.Read<Told>(entry).Text))
            .TakeWhile(told => told.Turn == turn || IsRefusal(told.Text))
            .Where(told => IsRefusal(told.Text))
            .Select(told => told.Text[Mark.Length..])
            .Distinct(StringComparer.Ordinal)
            .Take(Most)
            .Reverse(),
    ];

    private static bool IsRefusal(string told) => told.StartsWith(Mark, StringComparison.Ordinal);
}
