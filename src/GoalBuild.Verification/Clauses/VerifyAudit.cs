using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Auditing;
using GoalBuild.Verification.Compilation;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>audit PROJECT [severity NAME]</c></summary>
internal sealed class AuditKind : ClauseKind<AuditClause>
{
    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(AuditClause clause, ClauseContext context)
    {
        var project = context.FindProject(clause.Project, out var problem);
        if (project is null)
        {
            return [context.Unknown(problem)];
        }

        return
        [
            context.Verify(
                nameof(VerifyAudit),
                ("Project", project),
                ("Severity", clause.Severity?.Value),
                TaskParameter.Expression("Sdk", DotnetHost.SdkProperty)),
        ];
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(AuditClause clause, ClauseContext context) =>
        // What is known of packages changes from day to day.
        new ClauseReads.Unknowable();
}

/// <summary>
/// Finds out whether NuGet's audit knows a vulnerability of a package that is resolved, direct or transitive. An audit that had no data to look in proves
/// nothing; NuGet itself is silent then, so that the sources are asked.
/// </summary>
public sealed partial class VerifyAudit : ClauseTask
{
    private const int MaxFindings = 100;

    /// <summary>Absolute path of the project or solution.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The least severity that counts, <c>low</c>, <c>moderate</c>, <c>high</c> or <c>critical</c>; empty for any.</summary>
    public string Severity { get; set; } = "";

    /// <summary>Absolute path of the SDK.</summary>
    [Required]
    public string Sdk { get; set; } = "";

    /// <inheritdoc/>
    protected override async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        if (!Enum.TryParse<AuditSeverity>(Severity.Length == 0 ? "low" : Severity, ignoreCase: true, out var least))
        {
            return Unknown($"The severity '{Severity}' is not known; it is low, moderate, high or critical.");
        }

        Progress("restoring with NuGet's audit");
        var output = ArtifactPath(".output.txt");
        var restore = new AuditRestore(Sdk, EnvironmentVariables, ArtifactPath(".audit"));
        var (result, projects) = await restore.RunAsync(Project, output, cancellation).ConfigureAwait(false);
        var verdict = Judge(result, projects, least) ?? await JudgeSourcesAsync(restore, projects, least, cancellation).ConfigureAwait(false);
        return verdict with { Artifacts = [Path.GetFileName(output)] };
    }

    /// <summary>What the restore alone tells; null where it found nothing, and it has to be seen whether it looked anywhere.</summary>
    private Verdict? Judge(DotnetResult result, IReadOnlyList<AuditedProject> projects, AuditSeverity least)
    {
        var findings = Findings(projects, least);
        var packages = projects.SelectMany(project => project.Packages).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var vulnerable = Vulnerable(projects, least);
        ValueList<Figure> figures = [new Figure("vulnerable", vulnerable.Count, "", 0), new Figure("packages", packages, "", null)];
        if (vulnerable.Count > 0)
        {
            return Fails(
                $"{Words.Capital(Words.Count(vulnerable.Count, "package"))} of {packages} {(vulnerable.Count == 1 ? "has" : "have")} a known vulnerability{Least(least)}: {string.Join(", ", vulnerable.Take(3))}{(vulnerable.Count > 3 ? ", …" : "")}.",
                findings) with
            {
                Figures = figures,
            };
        }

        if (result.ExitCode != 0 || projects.Count == 0)
        {
            var error = result.Output.Split('\n').FirstOrDefault(line => ErrorLine().IsMatch(line))?.Trim();
            return Unknown($"It does not restore, so that its packages are not known: {error ?? string.Create(CultureInfo.InvariantCulture, $"the restore exited with {result.ExitCode}")}".TrimEnd('.') + ".") with
            {
                Findings = [new Finding(FindingKind.Output, result.Output)],
            };
        }

        if (projects.SelectMany(project => project.Troubles).FirstOrDefault() is { } trouble)
        {
            return Unknown($"The audit is not whole. {trouble} Correct the source, or name another in <auditSources> of NuGet.Config.") with { Findings = findings, Figures = figures };
        }

        return packages > 0 ? null : Holds("It resolves no package.") with { Figures = figures };
    }

    private async Task<Verdict> JudgeSourcesAsync(AuditRestore restore, IReadOnlyList<AuditedProject> projects, AuditSeverity least, CancellationToken cancellation)
    {
        var findings = Findings(projects, least);
        var packages = projects.SelectMany(project => project.Packages).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        ValueList<Figure> figures = [new Figure("vulnerable", 0, "", 0), new Figure("packages", packages, "", null)];

        // Whoever has found one has data.
        if (!projects.Any(project => project.Vulnerabilities.Count > 0)
            && !AuditSources.AreNamed(await restore.ConfigurationAsync(Project, cancellation).ConfigureAwait(false)))
        {
            using var sources = new AuditSources();
            var without = await sources.WithoutDataAsync(projects.SelectMany(project => project.Sources).Distinct(StringComparer.Ordinal), cancellation).ConfigureAwait(false);
            if (without is not null)
            {
                return Unknown($"None of the package sources has vulnerability data: {string.Join("; ", without)}. Name one that has in <auditSources> of NuGet.Config, such as https://api.nuget.org/v3/index.json.") with { Figures = figures };
            }
        }

        var suppressed = projects.SelectMany(project => project.Suppressed).Distinct(StringComparer.Ordinal).ToList();
        var silent = suppressed.Count == 0 ? "" : $" Suppressed in the project: {string.Join(", ", suppressed.Take(3))}{(suppressed.Count > 3 ? ", …" : "")}.";
        var less = findings.Count == 0 ? "" : $" {Words.Capital(Words.Count(findings.Count, "known vulnerability", "known vulnerabilities"))} {(findings.Count == 1 ? "is" : "are")} less severe.";
        return Holds(
            packages == 1 ? $"Its one package has no known vulnerability{Least(least)}.{less}{silent}"
            : string.Create(CultureInfo.InvariantCulture, $"None of its {packages} packages has a known vulnerability{Least(least)}.{less}{silent}")) with
        {
            Findings = findings,
            Figures = figures,
        };
    }

    private ValueList<Finding> Findings(IReadOnlyList<AuditedProject> projects, AuditSeverity least) =>
    [
        .. projects.SelectMany(project => project.Vulnerabilities.Select(found => (Project: project, Found: found)))
            .OrderByDescending(one => one.Found.Severity).ThenBy(one => one.Found.Package, StringComparer.OrdinalIgnoreCase).Take(MaxFindings)
            .Select(one => new Finding(FindingKind.Build, one.Found.Message)
            {
                Code = one.Found.Code,
                IsError = one.Found.Severity >= least,
                File = DisplayPath(one.Project.Path),
                Details = one.Found.Through.Count == 0 ? null : $"It comes with {string.Join(", ", one.Found.Through)}.",
            }),
    ];

    private static List<string> Vulnerable(IReadOnlyList<AuditedProject> projects, AuditSeverity least) =>
    [
        .. projects.SelectMany(project => project.Vulnerabilities).Where(found => found.Severity >= least)
            .GroupBy(found => Named().Match(found.Message) is { Success: true } match ? match.Groups["name"].Value.Replace("'", "", StringComparison.Ordinal) : found.Package, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(group => group.Max(found => found.Severity)).ThenBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => $"{group.Key} ({group.Max(found => found.Severity).ToString().ToLowerInvariant()})"),
    ];

    private static string Least(AuditSeverity least) => least switch
    {
        AuditSeverity.Low => "",
        AuditSeverity.Critical => " of critical severity",
        _ => $" of {least.ToString().ToLowerInvariant()} severity or worse",
    };

    [GeneratedRegex("(?<name>'[^']+' \\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"\berror [A-Z]+\d+:", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorLine();
}
