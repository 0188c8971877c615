using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>What is to be done about a conversation whose turns bring nothing new.</summary>
internal enum StallAnswer
{
    /// <summary>Nothing: one turn or two without news are part of work.</summary>
    GoOn,

    /// <summary>It is told what repeats itself.</summary>
    Nudge,

    /// <summary>It is begun anew, from the best state of the tree, with a note of what was tried.</summary>
    BeginAnew,

    /// <summary>The next step of the ladder takes over.</summary>
    NextStep,
}

/// <summary>
/// Counts turns in a row that brought no verdicts that the run had not seen before: an unchanged state and one that swings between two are alike
/// in that. What is said is no measure; agent loops that looked for repeated words took waiting for a loop.
/// </summary>
internal sealed class StallWatch
{
    /// <summary>Still turns before each answer: verdicts unchanged over three turns are a stall.</summary>
    public const int Patience = 3;

    private readonly Dictionary<int, int> _still = [];

    /// <summary>Begins where the run stands.</summary>
    /// <param name="turns">Its turns so far.</param>
    public StallWatch(IEnumerable<LedgerTurn> turns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var turn in turns.Where(turn => turn.EndedAt is not null && turn.Counted))
        {
            Add(turn.Step, turn.State == TurnState.Kept && seen.Add(turn.Verdicts));
        }

        // Whoever resumes a run that stalled wants it to be tried again.
        foreach (var step in _still.Keys.Where(step => _still[step] >= 3 * Patience).ToList())
        {
            _still.Remove(step);
        }
    }

    /// <summary>Takes note of a turn.</summary>
    /// <param name="step">Who took it.</param>
    /// <param name="progress">Whether it brought verdicts that the run had not seen before.</param>
    /// <param name="isStuck">Whether it did the same over and over: more turns like it are not waited for.</param>
    public void Add(LadderStep step, bool progress, bool isStuck = false)
    {
        Add(step.Index, progress);
        if (isStuck && !progress)
        {
            _still[step.Index] = ((_still[step.Index] - 1) / Patience + 1) * Patience;
        }
    }

    /// <summary>How many turns in a row of a step brought nothing new.</summary>
    /// <param name="step">The step.</param>
    public int StillTurns(LadderStep step) => _still.GetValueOrDefault(step.Index);

    /// <summary>What is to be done before the next turn of a step.</summary>
    /// <param name="step">The step.</param>
    public StallAnswer AnswerFor(LadderStep step) => StillTurns(step) switch
    {
        Patience => StallAnswer.Nudge,
        2 * Patience => StallAnswer.BeginAnew,
        >= 3 * Patience => StallAnswer.NextStep,
        _ => StallAnswer.GoOn,
    };

    // Progress of anybody moves everybody: a step that stood still has something new to work on.
    private void Add(int step, bool progress)
    {
        if (progress)
        {
            _still.Clear();
        }
        else
        {
            _still[step] = _still.GetValueOrDefault(step) + 1;
        }
    }
}
