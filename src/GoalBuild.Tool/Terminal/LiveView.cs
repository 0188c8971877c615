using GoalBuild.Agent.Executors;

namespace GoalBuild.Tool.Terminal;

/// <summary>How a goal under way stands at one moment.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Clauses">Its clauses in order, and constraints that are judged on what was built once their turn has come.</param>
internal sealed record LiveView(GoalView Goal, IReadOnlyList<LiveClause> Clauses)
{
    /// <summary>Whether the goal is run; else it is only verified.</summary>
    public bool IsRun { get; init; }

    /// <summary>What goes on, in a few words.</summary>
    public string Activity { get; init; } = "";

    /// <summary>What the executor does right now, in its words; or empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>Since the goal began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The turn under way, from 1; 0 before the first.</summary>
    public int Turn { get; init; }

    /// <summary>What models cost in this stretch of the run; null where none has answered.</summary>
    public Spending? Spent { get; init; }

    /// <summary>The caps that apply, with what of them is spent.</summary>
    public IReadOnlyList<LiveCap> Caps { get; init; } = [];

    /// <summary>How many clauses hold as far as is known.</summary>
    public int Holding => Clauses.Count(clause => clause.State == LiveClauseState.Holds);
}

/// <summary>A clause at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">The phase that it belongs to, or null.</param>
/// <param name="State">How it stands.</param>
/// <param name="Text">What it does, or the reason of its newest verdict.</param>
/// <param name="Time">How long it runs, or ran; null where it waits, or where an earlier verdict stands.</param>
internal sealed record LiveClause(string Name, string? Phase, LiveClauseState State, string Text, TimeSpan? Time);

/// <summary>How a clause stands.</summary>
internal enum LiveClauseState
{
    /// <summary>It was not evaluated yet.</summary>
    Waiting,

    /// <summary>It is being evaluated.</summary>
    Running,

    /// <summary>It is being evaluated, and waits for others.</summary>
    Paused,

    /// <summary>It held when it was last evaluated.</summary>
    Holds,

    /// <summary>It did not hold.</summary>
    Fails,

    /// <summary>It could not be evaluated.</summary>
    Unknown,
}

/// <summary>A cap of a budget.</summary>
/// <param name="Name">What is capped.</param>
/// <param name="Spent">How much is spent, in the unit of <paramref name="Most"/>.</param>
/// <param name="Most">The cap.</param>
/// <param name="Text">Both, to read.</param>
internal sealed record LiveCap(string Name, double Spent, double Most, string Text)
{
    /// <summary>From 0 to 1.</summary>
    public double Share => Most <= 0 ? 1 : Math.Clamp(Spent / Most, 0, 1);
}
