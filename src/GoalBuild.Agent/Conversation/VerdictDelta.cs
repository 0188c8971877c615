using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Conversation;

/// <summary>What became of a clause's findings from one verdict to the next. Lines take no part: an edit above moves them.</summary>
/// <param name="Fixed">How many are gone.</param>
/// <param name="Still">How many are still there.</param>
/// <param name="New">Those that were not there before.</param>
internal sealed record VerdictDelta(int Fixed, int Still, ValueList<Finding> New)
{
    /// <summary>Compares two verdicts on the same clause.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="now">The newer one.</param>
    public static VerdictDelta Of(Verdict before, Verdict now)
    {
        var left = new Dictionary<object, int>();
        foreach (var finding in Counted(before))
        {
            left[Key(finding)] = left.GetValueOrDefault(Key(finding)) + 1;
        }

        var fresh = new List<Finding>();
        var still = 0;
        foreach (var finding in Counted(now))
        {
            if (left.GetValueOrDefault(Key(finding)) is > 0 and var count)
            {
                left[Key(finding)] = count - 1;
                still++;
            }
            else
            {
                fresh.Add(finding);
            }
        }

        return new VerdictDelta(left.Values.Sum(), still, fresh.ToValueList());
    }

    /// <summary>The findings that take part: output differs each time, and a note that there are more is none.</summary>
    /// <param name="verdict">The verdict.</param>
    public static IEnumerable<Finding> Counted(Verdict verdict) =>
        verdict.Findings.Where(finding => finding.Kind != FindingKind.Output && FindingCauses.Of(finding) != FindingCause.Note);

    // A failing test is the same whatever it says this time; a file that lacks coverage is the same however much.
    private static (FindingKind, bool, string?, string?, string?, string) Key(Finding finding) => (finding.Kind, finding.IsError, finding.Code, finding.File, finding.Test,
        finding is { Test: not null } or { Kind: FindingKind.Coverage } ? "" : finding.Message) switch
    {
        // Where a test fails may move with the edit.
        var key when finding.Test is not null => key with { Item4 = null },
        var key => key,
    };
}
