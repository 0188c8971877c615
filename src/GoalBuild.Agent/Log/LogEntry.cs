using GoalBuild.Agent.Executors;

namespace GoalBuild.Agent.Log;

/// <summary>One thing that happened in a run, or that was said in it, for people. Secrets are masked; control characters are not.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Turn">The turn, or 0.</param>
/// <param name="Kind">One of <see cref="LogKinds"/>.</param>
/// <param name="Text">What; may have several lines.</param>
public sealed record LogEntry(DateTimeOffset At, int Turn, string Kind, string Text)
{
    /// <summary>The tool that was called or that answered, or null.</summary>
    public string? Tool { get; init; }

    /// <summary>A code of the catalogue, or null.</summary>
    public string? Code { get; init; }

    /// <summary>Whether a tool answered that it did nothing.</summary>
    public bool IsError { get; init; }

    /// <summary>What a model cost in a turn that ended; null otherwise.</summary>
    public Spending? Spent { get; init; }
}

/// <summary>The kinds of entries of a log, as programs read them.</summary>
public static class LogKinds
{
    /// <summary>The run began, or went on.</summary>
    public const string RunStarted = "run-started";

    /// <summary>The run ended.</summary>
    public const string RunFinished = "run-finished";

    /// <summary>The process that ran it was killed.</summary>
    public const string CutOff = "cut-off";

    /// <summary>The goal file was edited while the run was interrupted; the text is the difference.</summary>
    public const string GoalChanged = "goal-changed";

    /// <summary>A resume allowed the run to spend more.</summary>
    public const string BudgetRaised = "budget-raised";

    /// <summary>Something to know.</summary>
    public const string Notice = "notice";

    /// <summary>Clauses were verified.</summary>
    public const string Verified = "verified";

    /// <summary>An executor took a turn.</summary>
    public const string TurnStarted = "turn-started";

    /// <summary>What a turn changed stays.</summary>
    public const string TurnKept = "turn-kept";

    /// <summary>What a turn changed was undone.</summary>
    public const string TurnUndone = "turn-undone";

    /// <summary>A turn changed nothing.</summary>
    public const string TurnIdle = "turn-idle";

    /// <summary>A turn was interrupted.</summary>
    public const string TurnInterrupted = "turn-interrupted";

    /// <summary>A step of the ladder is done.</summary>
    public const string StepFinished = "step-finished";

    /// <summary>The model was told something.</summary>
    public const string Told = "told";

    /// <summary>The model thought something, as far as its provider shows that.</summary>
    public const string Thought = "thought";

    /// <summary>The model said something.</summary>
    public const string Said = "said";

    /// <summary>The model called a tool.</summary>
    public const string Called = "called";

    /// <summary>A tool answered.</summary>
    public const string Returned = "returned";

    /// <summary>The endpoint failed, or a wait began.</summary>
    public const string Waited = "waited";

    /// <summary>The conversation was shortened.</summary>
    public const string Shortened = "shortened";

    /// <summary>A new conversation began.</summary>
    public const string Anew = "anew";
}
