namespace GoalBuild.Verification.Engine;

/// <summary>Tells from a build's errors that its projects are not restored as they should be.</summary>
internal static class RestoreTrouble
{
    // No assets file; one that lacks the framework; a package that is not in the folder; a reference that is gone; an SDK that is not found.
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal) { "NETSDK1004", "NETSDK1005", "NETSDK1047", "NETSDK1064", "CS0006", "MSB4236", "MSB4019" };

    /// <summary>Whether it is so.</summary>
    /// <param name="diagnostics">What a build said.</param>
    public static bool IsIn(IEnumerable<Finding> diagnostics) =>
        diagnostics.Any(finding => finding.IsError && finding.Code is { } code && (Codes.Contains(code) || code.StartsWith("NU", StringComparison.Ordinal)));
}
