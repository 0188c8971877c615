namespace GoalBuild.Ledger;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>Under way; or, when no process holds the run's lock, interrupted by a crash.</summary>
    Running,

    /// <summary>Interrupted on purpose; it can be resumed.</summary>
    Cancelled,

    /// <summary>Ended with every clause proved.</summary>
    Met,

    /// <summary>Ended because the ladder is exhausted.</summary>
    Stalled,

    /// <summary>Ended because a person has to remove an obstacle.</summary>
    Blocked,

    /// <summary>Ended because a cap was reached; it can be resumed with a larger one.</summary>
    BudgetSpent,

    /// <summary>Ended with a broken constraint.</summary>
    ConstraintBroken,

    /// <summary>Every clause holds, and a person has to sign off.</summary>
    WaitingForReview,
}

/// <summary>What makes a goal the same goal from one run to the next.</summary>
/// <param name="File">The goal file, relative to the workspace's root, with <c>/</c> between its parts.</param>
/// <param name="Name">The goal's name in it.</param>
public sealed record GoalKey(string File, string Name);

/// <summary>A run as the ledger has it.</summary>
/// <param name="Id">Its name: UTC time of its start and four random digits, so that names sort by age.</param>
/// <param name="Goal">Which goal.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Root">Absolute path of the tree that it works in: the user's, or the isolated copy.</param>
/// <param name="Isolated">Whether <paramref name="Root"/> is a copy.</param>
/// <param name="StartTree">Snapshot of the tree as it was at the start; empty until it was taken.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
public sealed record LedgerRun(string Id, GoalKey Goal, RunState State, string Root, bool Isolated, string StartTree, DateTimeOffset StartedAt)
{
    /// <summary>The goal file's text that the run works by.</summary>
    public string GoalText { get; init; } = "";

    /// <summary>The command line that started it.</summary>
    public string Command { get; init; } = "";

    /// <summary>Snapshot of the tree at the end, or null while it is under way.</summary>
    public string? EndTree { get; init; }

    /// <summary>The code that goes with the state, or null.</summary>
    public string? Code { get; init; }

    /// <summary>Why it ended so; one line.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it ended, in UTC; null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Time spent in earlier stretches of the run, before the one that is under way.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>When the stretch that is under way began: the start, or the newest resume.</summary>
    public DateTimeOffset ResumedAt { get; init; }

    /// <summary>Whether <c>resume</c> can go on with it, provided that no process holds it.</summary>
    public bool CanResume => State is not (RunState.Met or RunState.WaitingForReview);
}

/// <summary>Where a turn stands.</summary>
public enum TurnState
{
    /// <summary>An executor is at work; after a crash, nobody knows how far it came.</summary>
    Started,

    /// <summary>It was judged, and is being undone; after a crash, undoing goes on.</summary>
    Undoing,

    /// <summary>What it changed stays.</summary>
    Kept,

    /// <summary>What it changed was undone: a constraint was broken, or fewer clauses held.</summary>
    Undone,

    /// <summary>It changed nothing.</summary>
    Idle,

    /// <summary>It was interrupted and undone.</summary>
    Interrupted,
}

/// <summary>A turn as the ledger has it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Number">From 1.</param>
/// <param name="Step">Index of the step in the ladder, from 0.</param>
/// <param name="Executor">The step in the words of the language.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Before">Snapshot of the tree before the turn.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
public sealed record LedgerTurn(string Run, int Number, int Step, string Executor, TurnState State, string Before, DateTimeOffset StartedAt)
{
    /// <summary>The phase that it works for, or empty for the goal itself.</summary>
    public string Phase { get; init; } = "";

    /// <summary>How many clauses held before it.</summary>
    public int HoldingBefore { get; init; }

    /// <summary>Snapshot of the tree that the executor left, or null until it was taken.</summary>
    public string? After { get; init; }

    /// <summary>What the executor says that it did.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The code of the constraint that it broke, or null.</summary>
    public string? Code { get; init; }

    /// <summary>What it tried, by the executor's own names.</summary>
    public IReadOnlyList<string> Attempts { get; init; } = [];

    /// <summary>Whether it counts against the budget: a turn in which an executor had nothing to do does not.</summary>
    public bool Counted { get; init; } = true;

    /// <summary>Hash of the verdicts after the turn, or empty.</summary>
    public string Verdicts { get; init; } = "";

    /// <summary>When it ended, in UTC; null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>Something that happened in a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Turn">The turn, or 0.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Kind">What kind of event.</param>
/// <param name="Data">Its details as JSON.</param>
public sealed record LedgerEvent(string Run, int Turn, DateTimeOffset At, string Kind, string Data)
{
    /// <summary>Its number in the ledger, which grows from event to event; 0 before it is recorded.</summary>
    public long Id { get; init; }
}

/// <summary>A verdict as the ledger has it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Turn">The turn whose tree was verified, or 0.</param>
/// <param name="Final">Whether it belongs to the last proof.</param>
/// <param name="Clause">The clause's name.</param>
/// <param name="Status"><c>holds</c>, <c>fails</c> or <c>unknown</c>.</param>
/// <param name="Reason">One line.</param>
/// <param name="At">When it was found out, in UTC.</param>
public sealed record LedgerVerdict(string Run, int Turn, bool Final, string Clause, string Status, string Reason, DateTimeOffset At)
{
    /// <summary>Snapshot of the tree that it is a fact about.</summary>
    public string Tree { get; init; } = "";

    /// <summary>Hash of everything that it depended on.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Whether it was found out earlier and still stood.</summary>
    public bool Reused { get; init; }

    /// <summary>How long finding out took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Figures and findings as JSON.</summary>
    public string Data { get; init; } = "{}";
}

/// <summary>What a step spent.</summary>
/// <param name="Run">The run.</param>
/// <param name="Turn">The turn.</param>
/// <param name="Executor">The step in the words of the language.</param>
/// <param name="TokensIn">Tokens sent.</param>
/// <param name="TokensOut">Tokens received.</param>
/// <param name="Dollars">United States dollars.</param>
/// <param name="At">When, in UTC.</param>
public sealed record LedgerCost(string Run, int Turn, string Executor, long TokensIn, long TokensOut, decimal Dollars, DateTimeOffset At)
{
    /// <summary>How many of the tokens sent the provider had cached.</summary>
    public long TokensCached { get; init; }
}

/// <summary>One entry of a conversation: what was said, asked, called or answered.</summary>
/// <param name="Run">The run.</param>
/// <param name="Turn">The turn.</param>
/// <param name="Step">Index of the step in the ladder, from 0: each has a conversation of its own.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Kind">What kind of entry.</param>
/// <param name="Data">Its content as JSON.</param>
public sealed record LedgerEntry(string Run, int Turn, int Step, DateTimeOffset At, string Kind, string Data)
{
    /// <summary>Its number in the ledger, which grows from entry to entry; 0 before it is recorded.</summary>
    public long Id { get; init; }
}
