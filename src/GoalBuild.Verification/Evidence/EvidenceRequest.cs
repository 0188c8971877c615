using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Verification.Evidence;

/// <summary>What a bundle is made of.</summary>
/// <param name="Workspace">The tree.</param>
/// <param name="Source">The goal file's text, with its absolute path.</param>
/// <param name="Goal">The goal.</param>
/// <param name="Run">The run's identity.</param>
/// <param name="Mode"><c>run</c> or <c>verify</c>.</param>
/// <param name="Outcome">One of the outcomes of <see cref="EvidenceBundle.Outcome"/>.</param>
/// <param name="Summary">Why it ended like this.</param>
public sealed record EvidenceRequest(Workspace Workspace, SourceText Source, Goal Goal, string Run, string Mode, string Outcome, string Summary)
{
    /// <summary>The newest verdicts; a clause without one is listed as unknown.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>What was found of the constraints that are judged on what was built; empty where they were not judged.</summary>
    public IReadOnlyList<Verdict> Judged { get; init; } = [];

    /// <summary>The turns of executors.</summary>
    public IReadOnlyList<EvidenceTurn> Turns { get; init; } = [];

    /// <summary>The reviews that the goal asks for, and who signed them.</summary>
    public IReadOnlyList<EvidenceReview> Reviews { get; init; } = [];

    /// <summary>What models cost, or null.</summary>
    public EvidenceSpending? Spent { get; init; }

    /// <summary>Descriptions of constraints that the kept result breaks, with what breaks them.</summary>
    public IReadOnlyDictionary<string, string> Broken { get; init; } = new Dictionary<string, string>();

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset Finished { get; init; }

    /// <summary>GoalBuild's version.</summary>
    public string ToolVersion { get; init; } = "";
}
