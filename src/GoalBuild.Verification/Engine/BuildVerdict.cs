using System.Globalization;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Engine;

/// <summary>Adds to a verdict what the build said: only the engine's logger knows it.</summary>
internal static class BuildVerdict
{
    /// <summary>Most diagnostics that a verdict lists; a broken reference can cause thousands.</summary>
    public const int MaxFindings = 200;

    /// <summary>Completes a verdict that depends on a build.</summary>
    /// <param name="verdict">What the clause's task found.</param>
    /// <param name="clause">The clause.</param>
    /// <param name="log">What the build showed of projects.</param>
    public static Verdict Complete(Verdict verdict, CompiledClause clause, ProjectLog log)
    {
        if (clause.Projects.Count == 0)
        {
            return verdict;
        }

        var diagnostics = log.Diagnostics(clause);
        var errors = diagnostics.Where(finding => finding.IsError).ToList();
        var warnings = diagnostics.Where(finding => !finding.IsError).ToList();
        var build = clause.Context.Clause.Clause as BuildClause;
        if (verdict.Status == VerdictStatus.Fails && SaysLittle(verdict.Reason))
        {
            verdict = verdict with
            {
                Reason = errors is [var first, ..] ? $"{verdict.Reason.TrimEnd('.')}: {Counts(errors.Count, "error")}; {Describe(first)}" : verdict.Reason,
                Findings = [.. verdict.Findings, .. Some(errors)],
            };
        }

        else if (verdict.Status == VerdictStatus.Fails && build is null && errors.Count > 0 && !verdict.Findings.Any(finding => finding.Kind == FindingKind.Build))
        {
            // Its task says what the failed build meant for it; why it failed stands here.
            verdict = verdict with { Findings = [.. verdict.Findings, .. Some(errors)] };
        }

        if (build is null)
        {
            return verdict;
        }

        verdict = verdict with
        {
            Figures = [new Figure("errors", errors.Count, "", 0), new Figure("warnings", warnings.Count, "", build.WarningsAsErrors ? 0 : null)],
        };
        return verdict.Status switch
        {
            // The logger heard of more than the task: references' warnings, and those of MSBuild and NuGet.
            VerdictStatus.Fails when build.WarningsAsErrors && errors.Count == 0 && warnings.Count > 0 => WithWarnings(verdict, warnings),
            VerdictStatus.Holds when build.WarningsAsErrors && warnings.Count > 0 => WithWarnings(verdict, warnings),
            VerdictStatus.Holds => verdict with
            {
                Reason = warnings.Count == 0 ? "It builds without errors or warnings." : $"It builds without errors, with {Counts(warnings.Count, "warning")}.",
                Findings = [.. Some(warnings)],
            },
            VerdictStatus.Fails when build.WarningsAsErrors => verdict with { Findings = [.. verdict.Findings, .. Some(warnings)] },
            _ => verdict,
        };
    }

    /// <summary>Whether the task knew no more than that the engine failed, in whichever environment.</summary>
    private static bool SaysLittle(string reason) =>
        reason.EndsWith(ClauseTask.DoesNotBuild, StringComparison.Ordinal) || reason.EndsWith(VerifyTarget.TargetFails, StringComparison.Ordinal);

    /// <summary>The words of <see cref="VerifyEnvironments"/> that say in which environment it fails, or none.</summary>
    private static string Environment(string reason) => reason.StartsWith("In '", StringComparison.Ordinal) && reason.IndexOf("': ", StringComparison.Ordinal) is var end and > 0
        ? reason[..(end + 3)]
        : "";

    private static Verdict WithWarnings(Verdict verdict, List<Finding> warnings) => verdict with
    {
        Status = VerdictStatus.Fails,
        Reason = $"{Environment(verdict.Reason)}It builds with {Counts(warnings.Count, "warning")}, and none is allowed; {Describe(warnings[0])}",
        Findings = [.. Some(warnings)],
    };

    private static IEnumerable<Finding> Some(List<Finding> findings) => findings.Count <= MaxFindings
        ? findings
        : findings.Take(MaxFindings).Append(new Finding(findings[0].Kind, string.Create(CultureInfo.InvariantCulture, $"… and {findings.Count - MaxFindings} more.")) { IsError = findings[0].IsError });

    private static string Counts(int count, string noun) => Words.Count(count, noun);

    private static string Describe(Finding finding)
    {
        var place = finding.File is null ? "" : finding.Line is null ? $"{finding.File}: " : string.Create(CultureInfo.InvariantCulture, $"{finding.File}({finding.Line},{finding.Column ?? 1}): ");
        return $"{place}{(finding.Code is null ? "" : $"{finding.Code}: ")}{finding.Message.Split('\n', 2)[0].TrimEnd()}";
    }
}
