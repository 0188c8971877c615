using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Coverage;
using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>coverage PROJECT [line|branch|method] [of GLOB] &gt;= N%</c></summary>
internal sealed class CoverageKind : ClauseKind<CoverageClause>
{
    /// <inheritdoc/>
    /// <remarks>coverlet and Microsoft.CodeCoverage put instrumented assemblies in the place of the project's own until the tests have run.</remarks>
    public override OutputUse OutputUse => OutputUse.MayWrite;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(CoverageClause clause, ClauseContext context)
    {
        var project = context.FindProject(clause.Project, out var problem);
        return project is null
            ? [context.Unknown(problem)]
            : TestBuild.Compile(
                context,
                project,
                nameof(VerifyCoverage),
                ("Project", clause.Project.Value),
                ("Metric", clause.Metric.ToString()),
                ("Of", clause.Of?.Value),
                ("Comparison", clause.Comparison.ToString()),
                ("Percent", clause.Percent.ToString(CultureInfo.InvariantCulture)));
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(CoverageClause clause, ClauseContext context) =>
        // A test can read any file of the repository: a schema beside the code, data of another project, a script.
        new ClauseReads.Tree();
}

/// <summary>Runs tests with coverage and finds out whether all passed and enough is covered.</summary>
public sealed class VerifyCoverage : TestsTask
{
    /// <summary>A <see cref="CoverageMetric"/>, by its name.</summary>
    public string Metric { get; set; } = nameof(CoverageMetric.Line);

    /// <summary>A glob, relative to the goal's folder; empty for all files that are measured.</summary>
    public string Of { get; set; } = "";

    /// <summary>A <see cref="Language.Model.Comparison"/>, by its name.</summary>
    public string Comparison { get; set; } = nameof(Language.Model.Comparison.AtLeast);

    /// <summary>The threshold in percent, in the invariant culture.</summary>
    public string Percent { get; set; } = "100";

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation) => WithTestsAsync(async (runner, assemblies) =>
    {
        Progress("running tests with coverage");
        var runs = await RunAllAsync(runner, assemblies, assembly => new TestRequest(RunStem(assembly, assemblies, 1, 1), Coverage: true), mayReuse: false, cancellation).ConfigureAwait(false);
        var tests = TestJudgement.Of(runs, new TestExpectation(), Workspace);
        if (!tests.Holds)
        {
            return Fails(Sentence($"{tests.Reason}, so that coverage proves nothing"), tests.Findings) with { Figures = tests.Figures, Artifacts = ArtifactsOf(runs) };
        }

        var report = new CoverageReport();
        var without = assemblies.Select(assembly => Path.GetFileNameWithoutExtension(assembly.Path)).ToList();
        foreach (var run in runs)
        {
            var found = false;
            foreach (var path in run.Artifacts.Where(path => path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
            {
                found |= report.AddCobertura(path, Workspace, without);
            }

            if (!found)
            {
                return Unknown($"{run.Collector} wrote no Cobertura report for {run.Assembly.DisplayName}; see that its settings do not switch it off or choose another format.") with { Artifacts = ArtifactsOf(runs) };
            }
        }

        var clause = new CoverageClause(new Text(Project), Enum.Parse<Comparison>(Comparison), decimal.Parse(Percent, CultureInfo.InvariantCulture))
        {
            Metric = Enum.Parse<CoverageMetric>(Metric),
            Of = Of.Length == 0 ? null : new Text(Of),
        };
        var coverage = CoverageJudgement.Of(report, clause, GoalDirectory, Workspace);
        return new Verdict(Clause, coverage.Status, Sentence(coverage.Reason))
        {
            Figures = [.. coverage.Figures, .. tests.Figures],
            Findings = coverage.Findings,
            Artifacts = ArtifactsOf(runs),
        };
    });
}
