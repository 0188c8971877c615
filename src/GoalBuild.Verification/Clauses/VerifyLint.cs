using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Linting;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>lint [PROJECT] [whitespace|style|analyzers] [severity NAME]</c></summary>
internal sealed class LintKind : ClauseKind<LintClause>
{
    /// <summary>The formatter loads projects, and what they refer to, from what was built: a command beside it could replace that. Tests may run beside it.</summary>
    public override OutputUse OutputUse => OutputUse.Reads;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(LintClause clause, ClauseContext context)
    {
        var project = context.FindProject(Project(clause), out var problem);
        if (project is null)
        {
            return [context.Unknown(problem)];
        }

        var severity = clause.Severity is null ? null : FormatRequest.SpellSeverity(clause.Severity.Value);
        if (clause.Severity is not null && severity is null)
        {
            return [context.Unknown($"The severity '{clause.Severity.Value}' is not known; it is info, warn or error.")];
        }

        // Where code does not compile, analyzers see little and say nothing. White space needs no more than the text.
        var build = context.CallProject(project, "Build");
        var verify = context.Verify(
            nameof(VerifyLint),
            ("Project", project),
            ("Scope", clause.Scope.ToString()),
            ("Severity", severity),
            clause.Scope == LintScope.Whitespace ? ("Succeeded", "true") : TaskParameter.Succeeded,
            TaskParameter.Expression("Sdk", DotnetHost.SdkProperty));
        return clause.Scope == LintScope.Whitespace ? [verify] : [build, verify];
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(LintClause clause, ClauseContext context) => new ClauseReads.Project(context.FullPath(Project(clause)));

    private static Text Project(LintClause clause) => clause.Project ?? new Text(".");
}

/// <summary>Finds out whether the formatter would change anything.</summary>
public sealed class VerifyLint : ClauseTask
{
    /// <summary>Most findings that a verdict carries; more are counted.</summary>
    public const int MaxFindings = 100;

    /// <summary>Absolute path of the project or solution.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>A <see cref="LintScope"/>, by its name.</summary>
    public string Scope { get; set; } = nameof(LintScope.All);

    /// <summary>The least severity that counts, as the formatter spells it; empty for its default.</summary>
    public string Severity { get; set; } = "";

    /// <summary>Whether the project builds.</summary>
    public bool Succeeded { get; set; }

    /// <summary>Absolute path of the SDK.</summary>
    [Required]
    public string Sdk { get; set; } = "";

    /// <inheritdoc/>
    protected override async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        Progress("running dotnet format");
        var reports = ArtifactPath(".format");
        var request = new FormatRequest(Project, reports)
        {
            Scope = Enum.Parse<LintScope>(Scope),
            Severity = Severity.Length == 0 ? null : Severity,
            VerifyOnly = true,
        };
        var result = await new DotnetFormat(new DotnetHost(Sdk, EnvironmentVariables)).RunAsync(request, cancellation).ConfigureAwait(false);
        ValueList<string> artifacts = File.Exists(Path.Combine(reports, FormatReport.FileName)) ? [$"{Stem}.format/{FormatReport.FileName}"] : [];
        var findings = result.Changes.Take(MaxFindings).Select(change => new Finding(FindingKind.Lint, change.Message)
        {
            Code = change.Code,
            File = DisplayPath(change.File),
            Line = change.Line,
            Column = change.Column,
        }).ToValueList();
        if (result.Problem is not null)
        {
            return Unknown(result.Problem + ".") with { Findings = findings, Artifacts = artifacts };
        }

        ValueList<Figure> figures = [new Figure("findings", result.Changes.Count, "", 0)];
        if (result.Changes.Count > 0)
        {
            var files = result.Changes.Select(change => change.File).Distinct().Count();
            var count = string.Create(CultureInfo.InvariantCulture, $"{Words.Count(result.Changes.Count, "finding")} in {Words.Count(files, "file")}");
            return Fails(Succeeded ? $"{count}." : $"{count}, and the project does not build, so that there may be more.", findings) with { Figures = figures, Artifacts = artifacts };
        }

        return Succeeded
            ? Holds("Nothing to format.") with { Figures = figures, Artifacts = artifacts }
            : Unknown("The project does not build, so that analyzers may have missed what there is to find; make it build first.") with { Artifacts = artifacts };
    }
}
