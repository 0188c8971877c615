using GoalBuild.Agent.Executors;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>How a goal came out, with all that a reader wants to know at the end.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="ExitCode">One of <see cref="Commands.ExitCode"/>.</param>
/// <param name="Outcome">In the words of the evidence: <c>met</c>, <c>not-met</c>, <c>stalled</c> …</param>
/// <param name="Message">Why, and what to do; one line, or empty where the verdicts say it.</param>
internal sealed record GoalSummary(GoalView Goal, int ExitCode, string Outcome, string Message)
{
    /// <summary>A code of the catalogue, or null.</summary>
    public string? Code { get; init; }

    /// <summary>The run's name, or empty.</summary>
    public string Run { get; init; } = "";

    /// <summary>The newest verdicts, in the order of the goal.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>What was found of the constraints that are judged on what was built.</summary>
    public IReadOnlyList<Verdict> Constraints { get; init; } = [];

    /// <summary>What does not hold, clauses first.</summary>
    public IEnumerable<Verdict> Open => Verdicts.Concat(Constraints).Where(verdict => verdict.Status != VerdictStatus.Holds);

    /// <summary>How many turns were taken; null where nothing could be edited.</summary>
    public int? Turns { get; init; }

    /// <summary>What models cost.</summary>
    public Spending Spent { get; init; } = Spending.None;

    /// <summary>From start to end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Absolute path of the evidence folder, or null.</summary>
    public string? EvidenceDirectory { get; init; }

    /// <summary>Absolute path of the patch, or null.</summary>
    public string? PatchFile { get; init; }

    /// <summary>Whether the patch is not applied to the user's tree.</summary>
    public bool Isolated { get; init; }

    /// <summary>The files that were changed.</summary>
    public IReadOnlyList<string> ChangedFiles { get; init; } = [];

    /// <summary>What to do next: command lines, or sentences.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];

    /// <summary>How many clauses hold.</summary>
    public int Holding => Verdicts.Count(verdict => verdict.Status == VerdictStatus.Holds);

    /// <summary>The outcome for people.</summary>
    public string OutcomeWords => Outcome.Replace('-', ' ');
}
