using GoalBuild.Agent.Log;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report;

/// <summary>
/// All that a report tells of a run or a verification, read once: HTML, Markdown and JSON are written from it alone. Secrets are masked in it;
/// nothing else is made safe, since what is safe is another thing in each of them.
/// </summary>
/// <param name="Evidence">The bundle; of a run that left none yet, the same made from the ledger.</param>
public sealed record RunReport(EvidenceBundle Evidence)
{
    /// <summary>What of it is proved.</summary>
    public required ProofState Proof { get; init; }

    /// <summary>The command line that started it, or empty.</summary>
    public string Command { get; init; } = "";

    /// <summary>What happened to the tree since, in words, so that the verdicts speak of it no longer; null for nothing.</summary>
    public string? Since { get; init; }

    /// <summary>How many clauses held before the first turn; null where that is not known.</summary>
    public int? HoldingAtStart { get; init; }

    /// <summary>Its turns, with what held and what was spent.</summary>
    public IReadOnlyList<ReportTurn> Turns { get; init; } = [];

    /// <summary>What changed, file by file.</summary>
    public IReadOnlyList<FileDiff> Files { get; init; } = [];

    /// <summary>Why nothing is known of what changed; null where it is.</summary>
    public string? FilesUnknown { get; init; }

    /// <summary>What models were told, said and did: the newest entries, oldest first.</summary>
    public IReadOnlyList<LogEntry> Transcript { get; init; } = [];

    /// <summary>How many entries of the conversations are older than those.</summary>
    public int TranscriptOlder { get; init; }

    /// <summary>When the report was written, in UTC.</summary>
    public DateTimeOffset Written { get; init; }

    /// <summary>The clauses that a model judged.</summary>
    public IEnumerable<EvidenceClause> Judged => Evidence.Clauses.Where(IsJudged);

    /// <summary>Whether a clause is a model's opinion, and no proof.</summary>
    /// <param name="clause">The clause.</param>
    public static bool IsJudged(EvidenceClause clause) => clause.Kind == "judge";
}

/// <summary>What of a goal is proved.</summary>
public enum ProofState
{
    /// <summary>Everything: a run's last proof found every clause to hold in a clean checkout, with no earlier verdict standing.</summary>
    Proved,

    /// <summary>Every clause was seen to hold in the working tree; there was no last proof.</summary>
    Verified,

    /// <summary>It is worked on: nothing is proved before the last proof.</summary>
    UnderWay,

    /// <summary>Not all clauses hold, or a constraint is broken.</summary>
    Open,
}
