using GoalBuild.Verification;

namespace GoalBuild.Agent.Conversation;

/// <summary>Findings that say the same of several places: one thing to mend.</summary>
/// <param name="Findings">The findings, in the order of the verdict; at least one.</param>
internal sealed record FindingGroup(IReadOnlyList<Finding> Findings)
{
    /// <summary>The one that is shown.</summary>
    public Finding First => Findings[0];

    /// <summary>Groups findings and ranks them: errors before warnings, root causes before what follows from them, own code before generated, then what is said most often.</summary>
    /// <param name="findings">The findings of one verdict.</param>
    public static IReadOnlyList<FindingGroup> Of(IEnumerable<Finding> findings) =>
        [.. findings.GroupBy(finding => (finding.Kind, finding.IsError, FindingCauses.Subject(finding)))
            .Select(group => new FindingGroup([.. group.OrderBy(FindingCauses.IsGenerated)]))
            .OrderBy(group => !group.First.IsError)
            .ThenBy(group => FindingCauses.Of(group.First))
            .ThenBy(group => FindingCauses.IsGenerated(group.First))
            .ThenBy(group => KindRank(group.First.Kind))
            .ThenByDescending(group => group.Findings.Count)];

    // What does not build fails the rest; output is the least said in the most words.
    private static int KindRank(FindingKind kind) => kind == FindingKind.Output ? int.MaxValue : (int)kind;
}
