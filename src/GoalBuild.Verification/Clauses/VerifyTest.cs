using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>test PROJECT [filter STRING] [at least N] [repeat N] [no skips]</c></summary>
internal sealed class TestKind : ClauseKind<TestClause>
{
    /// <inheritdoc/>
    public override OutputUse OutputUse => OutputUse.Reads;

    /// <inheritdoc/>
    public override bool RunsInContainer => true;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(TestClause clause, ClauseContext context)
    {
        var project = context.FindProject(clause.Project, out var problem);
        return project is null
            ? [context.Unknown(problem)]
            : TestBuild.Compile(
                context,
                project,
                nameof(VerifyTest),
                ("Project", clause.Project.Value),
                ("Filter", clause.Filter?.Value),
                ("AtLeast", clause.AtLeast.ToString(CultureInfo.InvariantCulture)),
                ("Repeat", clause.Repeat.ToString(CultureInfo.InvariantCulture)),
                ("NoSkips", clause.NoSkips ? "true" : null));
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(TestClause clause, ClauseContext context) =>
        // A test can read any file of the repository: a schema beside the code, data of another project, a script.
        new ClauseReads.Tree();
}

/// <summary>Runs tests and finds out whether enough of them ran and all passed.</summary>
/// <remarks>
/// A host that crashes fails the clause: its tests do not pass. One that hangs until the clause's timeout leaves the verdict unknown, because a slow
/// machine looks the same; neither holds. Zero tests fail, skipped ones count for nothing.
/// </remarks>
public sealed class VerifyTest : TestsTask
{
    /// <summary>A filter expression in VSTest's syntax; empty for all tests.</summary>
    public string Filter { get; set; } = "";

    /// <summary>The least number of tests that must run.</summary>
    public int AtLeast { get; set; } = 1;

    /// <summary>How many times the tests run; each run must pass.</summary>
    public int Repeat { get; set; } = 1;

    /// <summary>Whether a skipped test fails the clause.</summary>
    public bool NoSkips { get; set; }

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation) => WithTestsAsync(async (runner, assemblies) =>
    {
        var expectation = new TestExpectation(Filter.Length == 0 ? null : Filter, AtLeast, NoSkips);
        var repetition = new Repetition(Math.Max(1, Repeat));
        var artifacts = new List<string>();
        while (repetition.Continues)
        {
            var round = repetition.Next;
            Progress(Repeat > 1 ? $"running tests, {round} of {Repeat}" : "running tests");
            var runs = await RunAllAsync(runner, assemblies, assembly => new TestRequest(RunStem(assembly, assemblies, round, Repeat), expectation.Filter), mayReuse: Repeat <= 1, cancellation).ConfigureAwait(false);
            artifacts.AddRange(ArtifactsOf(runs));
            repetition.Add(TestJudgement.Of(runs, expectation, Workspace));
        }

        var outcome = repetition.Outcome;
        return new Verdict(Clause, outcome.Holds ? VerdictStatus.Holds : VerdictStatus.Fails, Sentence(outcome.Reason))
        {
            Figures = outcome.Figures,
            Findings = outcome.Findings,
            Artifacts = artifacts.ToValueList(),
        };
    });
}
