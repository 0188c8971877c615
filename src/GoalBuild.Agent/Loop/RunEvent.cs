using GoalBuild.Agent.Executors;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>Told while a run goes on. Everything that matters stands in the ledger too.</summary>
/// <param name="Goal">The goal's name.</param>
public abstract record RunEvent(string Goal);

/// <summary>A run began, or goes on after an interruption.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Run">The run's name in the ledger.</param>
/// <param name="EvidenceDirectory">Absolute path of its evidence folder.</param>
/// <param name="IsolatedRoot">Absolute path of the copy that it works in, or null where it works in place.</param>
/// <param name="Resumed">Whether it goes on after an interruption.</param>
public sealed record RunStarted(string Goal, string Run, string EvidenceDirectory, string? IsolatedRoot, bool Resumed) : RunEvent(Goal);

/// <summary>Something to know that does not stop the run: a constraint that is not checked, a step that is skipped, a file that was kept.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Code">A code of the catalogue, or null.</param>
/// <param name="Message">One line.</param>
public sealed record NoticeGiven(string Goal, string? Code, string Message) : RunEvent(Goal);

/// <summary>A verification began.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Turn">The turn whose tree is verified; 0 before the first.</param>
/// <param name="Final">Whether it is the last proof, in which no earlier verdict stands.</param>
public sealed record VerificationStarted(string Goal, int Turn, bool Final) : RunEvent(Goal);

/// <summary>News of one clause: <see cref="ClauseStarted"/>, <see cref="ClauseProgress"/>, <see cref="ClausePaused"/> or <see cref="ClauseFinished"/>.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Event">The news.</param>
public sealed record ClauseReported(string Goal, VerificationEvent Event) : RunEvent(Goal);

/// <summary>A verification ended.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Turn">The turn whose tree was verified; 0 before the first.</param>
/// <param name="Final">Whether it was the last proof.</param>
/// <param name="Result">The verdicts.</param>
public sealed record VerificationFinished(string Goal, int Turn, bool Final, VerificationResult Result) : RunEvent(Goal);

/// <summary>An executor takes a turn.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Turn">The turn's number, from 1.</param>
/// <param name="Executor">The step in the words of the language.</param>
public sealed record TurnStarted(string Goal, int Turn, string Executor) : RunEvent(Goal);

/// <summary>An executor says what it does.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Turn">The turn's number.</param>
/// <param name="Message">One line.</param>
public sealed record TurnProgressed(string Goal, int Turn, string Message) : RunEvent(Goal);

/// <summary>A model answered, and that was paid for.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Turn">The turn's number.</param>
/// <param name="Spent">What the answer cost.</param>
/// <param name="Left">What may still be spent.</param>
public sealed record TokensSpent(string Goal, int Turn, Spending Spent, BudgetLeft Left) : RunEvent(Goal);

/// <summary>A turn changed files, and they stay.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Turn">The turn's number.</param>
/// <param name="Executor">The step in the words of the language.</param>
/// <param name="Summary">What the executor says that it did.</param>
/// <param name="Files">What changed, relative to the workspace's root.</param>
/// <param name="Holding">How many clauses hold now.</param>
/// <param name="Clauses">How many there are.</param>
public sealed record TurnKept(string Goal, int Turn, string Executor, string Summary, ValueList<string> Files, int Holding, int Clauses) : RunEvent(Goal)
{
    /// <summary>What a model cost in this turn, before an interruption included; null where there was none.</summary>
    public Spending? Spent { get; init; }
}

/// <summary>A turn was undone, file by file.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Turn">The turn's number.</param>
/// <param name="Executor">The step in the words of the language.</param>
/// <param name="Summary">What the executor says that it did.</param>
/// <param name="Code">The code of the constraint that it broke, or null where fewer clauses held.</param>
/// <param name="Reason">Why it was undone; one line.</param>
/// <param name="Files">What had changed, relative to the workspace's root.</param>
public sealed record TurnUndone(string Goal, int Turn, string Executor, string Summary, string? Code, string Reason, ValueList<string> Files) : RunEvent(Goal)
{
    /// <summary>As <see cref="TurnKept.Spent"/>.</summary>
    public Spending? Spent { get; init; }
}

/// <summary>A turn ended and the tree is as it was.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Turn">The turn's number.</param>
/// <param name="Executor">The step in the words of the language.</param>
/// <param name="Summary">What the executor says: what it tried, or why it had nothing to do.</param>
public sealed record TurnIdle(string Goal, int Turn, string Executor, string Summary) : RunEvent(Goal)
{
    /// <summary>As <see cref="TurnKept.Spent"/>.</summary>
    public Spending? Spent { get; init; }
}

/// <summary>A step of the ladder has done what it can on this tree; the next one takes over.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Executor">The step in the words of the language.</param>
/// <param name="Code">GOAL6005 where it failed, else null.</param>
/// <param name="Reason">One line.</param>
public sealed record StepFinished(string Goal, string Executor, string? Code, string Reason) : RunEvent(Goal);

/// <summary>A run ended.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Result">How.</param>
public sealed record RunFinished(string Goal, RunResult Result) : RunEvent(Goal);
