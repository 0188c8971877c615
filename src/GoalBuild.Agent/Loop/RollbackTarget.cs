using System.Globalization;

namespace GoalBuild.Agent.Loop;

/// <summary>Which state of a run its tree is to be brought back to.</summary>
public sealed record RollbackTarget
{
    /// <summary>The best state of the run: most clauses held, then least was missing.</summary>
    public static readonly RollbackTarget Best = new("best", null);

    /// <summary>The tree as it was when the run began.</summary>
    public static readonly RollbackTarget Start = new("start", 0);

    private RollbackTarget(string word, int? turn) => (Word, Turn) = (word, turn);

    /// <summary>The word of the command line: <c>best</c>, <c>start</c> or a turn's number.</summary>
    public string Word { get; }

    /// <summary>The turn after which the tree was as wanted; 0 for the start, null for the best state.</summary>
    public int? Turn { get; }

    /// <summary>The target that a word of the command line names.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The target; null where the word names none, and so may be a file.</returns>
    public static RollbackTarget? Of(string word) => word switch
    {
        "best" => Best,
        "start" => Start,
        _ => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var turn) ? turn == 0 ? Start : new RollbackTarget(word, turn) : null,
    };
}
