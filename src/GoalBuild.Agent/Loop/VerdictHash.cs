using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What verdicts say, without what differs from one time to the next: lines, durations, output.</summary>
internal static class VerdictHash
{
    private static readonly string[] Times = ["ms", "s", "m", "h"];

    /// <summary>A hash that is equal for equal findings.</summary>
    /// <param name="verdicts">The verdicts.</param>
    public static string Of(IEnumerable<Verdict> verdicts)
    {
        var text = new StringBuilder();
        foreach (var verdict in verdicts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{verdict.Clause}\u0001{verdict.Status}\n");
            foreach (var figure in verdict.Figures.Where(figure => !Times.Contains(figure.Unit)))
            {
                text.Append(CultureInfo.InvariantCulture, $"{figure.Name}\u0001{figure.Value}\n");
            }

            foreach (var finding in verdict.Findings.Where(finding => finding.Kind != FindingKind.Output))
            {
                text.Append(CultureInfo.InvariantCulture, $"{finding.Kind}\u0001{finding.Code}\u0001{finding.File}\u0001{finding.Test}\u0001{(finding.Kind == FindingKind.Test ? "" : finding.Message)}\n");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
