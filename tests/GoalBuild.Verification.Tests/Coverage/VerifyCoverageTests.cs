using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Coverage;

/// <summary>Every collector on every platform, run for real on the same library with the same tests.</summary>
[Category("Slow")]
public class VerifyCoverageTests
{
    private static readonly CoverageClause
        CoverletVsTest = Coverage("CoverletVsTest", 80) with { Of = new Text("Widgets/**") },
        PlatformVsTest = Coverage("PlatformVsTest", 80) with { Of = new Text("Widgets/**") },
        CoverletMtp = Coverage("CoverletMtp", 50) with { Of = new Text("Widgets/**") },
        PlatformMtp = Coverage("PlatformMtp", 80) with { Of = new Text("Widgets/**") },
        NothingMatches = Coverage("PlatformVsTest", 50) with { Of = new Text("src/**") },
        FailingTests = Coverage("XunitV2", 10),
        NoCollector = Coverage("XunitV3", 10);

    /// <summary>What is verified before the first of these tests.</summary>
    internal static readonly Clause[] Clauses = [CoverletVsTest, PlatformVsTest, CoverletMtp, PlatformMtp, NothingMatches, FailingTests, NoCollector];

    private FixtureGoal _fixture = null!;

    [OneTimeSetUp]
    public async Task Verify() => _fixture = await TestProjectsFixture.GetAsync();

    private static IEnumerable<TestCaseData> Collectors() =>
    [
        new TestCaseData(CoverletVsTest).SetArgDisplayNames("coverlet.collector"),
        new TestCaseData(PlatformVsTest).SetArgDisplayNames("Microsoft.CodeCoverage"),
        new TestCaseData(PlatformMtp).SetArgDisplayNames("Microsoft.Testing.Extensions.CodeCoverage"),
    ];

    [TestCaseSource(nameof(Collectors))]
    public void Every_collector_measures_the_same(CoverageClause clause)
    {
        var verdict = _fixture[clause];

        Assert.That((verdict.Status, verdict.Reason), Is.EqualTo((VerdictStatus.Fails, "Coverage 53.8% of 80% (7 of 13 lines in 2 files).")));
        var finding = verdict.Findings.Single();
        Assert.That((finding.File, finding.Line, finding.Message), Is.EqualTo(("Widgets/Gauge.cs", 9, "40.0% of lines covered; not covered: line 9-10, 17-20")));
        Assert.That(verdict.Figures[0], Is.EqualTo(new Figure("coverage", 53.8462m, "%", 80)));
        Assert.That(verdict.Artifacts, Has.Some.EndsWith(".cobertura.xml"));
    }

    /// <summary>Collectors replace the assemblies that tests load: a test beside one finds them half written.</summary>
    [Test]
    public void Coverage_is_measured_one_project_at_a_time_when_no_tests_run()
    {
        var times = Directory.EnumerateFiles(_fixture.Results, "*.trx", SearchOption.AllDirectories).Select(Read).OrderBy(run => run.Start).ToList();
        var coverage = times.FindAll(run => run.Coverage);

        Assert.That(coverage, Has.Count.GreaterThan(1));
        Assert.That(times.Take(times.Count - coverage.Count).Any(run => run.Coverage), Is.False);
        foreach (var (run, next) in times.Where(run => !run.Coverage).Select(run => (run, coverage[0])).Concat(coverage.Zip(coverage.Skip(1))))
        {
            Assert.That(next.Start, Is.GreaterThanOrEqualTo(run.Finish), $"{next.Name} began before {run.Name} ended");
        }

        static (string Name, bool Coverage, DateTimeOffset Start, DateTimeOffset Finish) Read(string path)
        {
            var name = Path.GetFileName(path);
            var element = XDocument.Load(path).Root!.Elements().Single(element => element.Name.LocalName == "Times");
            return (name, name.Contains("coverage", StringComparison.Ordinal), Time("start"), Time("finish"));

            DateTimeOffset Time(string attribute) => DateTimeOffset.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
        }
    }

    [Test]
    public void Enough_holds_with_coverlet_MTP_too() => Assert.That(
        (_fixture[CoverletMtp].Status, _fixture[CoverletMtp].Reason), Is.EqualTo((VerdictStatus.Holds, "Coverage 53.8% of 50% (7 of 13 lines in 2 files).")));

    [Test]
    public void A_glob_that_matches_no_measured_file_is_unknown() => Assert.That(
        (_fixture[NothingMatches].Status, _fixture[NothingMatches].Reason),
        Is.EqualTo((VerdictStatus.Unknown, "No measured file matches 'src/**'; 2 files were measured, such as 'Widgets/Covered.cs'.")));

    [Test]
    public void Failed_tests_prove_no_coverage() => Assert.That(
        (_fixture[FailingTests].Status, _fixture[FailingTests].Reason), Is.EqualTo((VerdictStatus.Fails, "1 of 4 tests failed, so that coverage proves nothing.")));

    [Test]
    public void Nothing_that_measures_is_unknown_and_says_what_to_add() => Assert.That(
        (_fixture[NoCollector].Status, _fixture[NoCollector].Reason),
        Is.EqualTo((VerdictStatus.Unknown, "XunitV3 has nothing that measures coverage: 'dotnet add package Microsoft.Testing.Extensions.CodeCoverage' in its folder adds it.")));

    private static CoverageClause Coverage(string project, decimal percent) => new(new Text(project), Comparison.AtLeast, percent);
}
