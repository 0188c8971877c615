using GoalBuild.Agent.Executors;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Every clause holds, proved anew, and no constraint is broken.</summary>
    Met,

    /// <summary>The ladder is exhausted (GOAL6002).</summary>
    Stalled,

    /// <summary>An executor met an obstacle that only a person can remove (GOAL6003).</summary>
    Blocked,

    /// <summary>A cap of the budget was reached (GOAL6001).</summary>
    BudgetSpent,

    /// <summary>The tree breaks a constraint, and undoing did not help (GOAL500x).</summary>
    ConstraintBroken,

    /// <summary>Every clause holds, and a person has to sign off (GOAL6004).</summary>
    WaitingForReview,

    /// <summary>It was interrupted; <c>resume</c> goes on (GOAL6006).</summary>
    Cancelled,

    /// <summary>It was not run, because a goal that comes first is not met.</summary>
    NotRun,
}

/// <summary>What a run came to.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Run">The run's name in the ledger; empty for <see cref="RunOutcome.NotRun"/>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Code">The code of the catalogue that goes with the outcome, or null for <see cref="RunOutcome.Met"/>.</param>
/// <param name="Message">One line: why it ended so, and what to do.</param>
public sealed record RunResult(string Goal, string Run, RunOutcome Outcome, string? Code, string Message)
{
    /// <summary>The newest verdicts, in the order of the goal.</summary>
    public ValueList<Verdict> Verdicts { get; init; } = [];

    /// <summary>What was found of the constraints that are judged on what was built; empty where they were not judged, since a clause does not hold.</summary>
    public ValueList<Verdict> Constraints { get; init; } = [];

    /// <summary>How many turns counted against the budget, those before a resume included.</summary>
    public int Turns { get; init; }

    /// <summary>Elapsed time, without the time between an interruption and its resume.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What models cost in all stretches of the run.</summary>
    public Spending Spent { get; init; } = Spending.None;

    /// <summary>Absolute path of the evidence folder.</summary>
    public string EvidenceDirectory { get; init; } = "";

    /// <summary>
    /// Absolute path of the patch from the start of the run to its end, or null where nothing changed. What others changed in the user's tree
    /// while the run was interrupted is not in it; what was changed in the copy of an isolated run is.
    /// </summary>
    public string? PatchFile { get; init; }

    /// <summary>The files in that patch, relative to the workspace's root.</summary>
    public ValueList<string> ChangedFiles { get; init; } = [];

    /// <summary>The constraints that the tree at the end breaks, one entry for each file that breaks one.</summary>
    public ValueList<BrokenRule> Broken { get; init; } = [];

    /// <summary>The exit code of the command line that goes with the outcome; the README documents them.</summary>
    public int ExitCode => Outcome switch
    {
        RunOutcome.Met => 0,
        RunOutcome.Stalled or RunOutcome.Blocked => 3,
        RunOutcome.BudgetSpent => 4,
        RunOutcome.ConstraintBroken => 5,
        RunOutcome.WaitingForReview => 6,
        RunOutcome.Cancelled => 130,
        _ => 1,
    };
}
