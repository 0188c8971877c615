using GoalBuild.Language.Model;
using GoalBuild.Verification.Coverage;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Coverage;

public class CoverageReportTests
{
    private const string Root = "/repo";

    private static readonly string[] BothFiles = ["/repo/Widgets/Covered.cs", "/repo/Widgets/Gauge.cs"];

    [TestCase("coverlet.xml", 7, 13)]
    [TestCase("platform.xml", 4, 13)]
    public void Recorded_reports_are_read(string file, int covered, int total)
    {
        var report = Load([Recorded.PathOf("Coverage", file)]);

        Assert.That(report.Files.Select(coverage => coverage.Path), Is.EqualTo(BothFiles));
        Assert.That(report.Files.Aggregate(default(CoverageCount), (sum, coverage) => sum + coverage.Lines), Is.EqualTo(new CoverageCount(covered, total)));
        Assert.That(report.Files[1].Branches, Is.EqualTo(new CoverageCount(1, 2)));
        Assert.That(report.Files[1].Methods, Is.EqualTo(new CoverageCount(1, 2)));
        Assert.That(report.Files[1].UncoveredLines, Is.EqualTo(new[] { (9, 10), (17, 20) }));
        Assert.That(report.Files[1].UncoveredBranches, Is.EqualTo(new[] { 8 }));
        Assert.That(report.Files[1].UncoveredMethods, Is.EqualTo(new[] { ("Untested", 17) }));
    }

    [Test]
    public void The_same_report_twice_changes_nothing()
    {
        var path = Recorded.PathOf("Coverage", "coverlet.xml");

        Assert.That(Figures(Load([path, path])), Is.EqualTo(Figures(Load([path]))));
    }

    [Test]
    public void Reports_of_one_file_are_merged_line_by_line()
    {
        using var folder = new TempFolder();
        var first = Cobertura(folder, "a", "/repo/src/A.cs", """<line number="1" hits="1"/><line number="2" hits="0"/><line number="4" hits="0" branch="True" condition-coverage="50% (1/2)"/>""");
        var second = Cobertura(folder, "b", "/repo/src/A.cs", """<line number="2" hits="7"/><line number="3" hits="0"/><line number="4" hits="2" branch="true" condition-coverage="100% (2/2)"/>""");

        var file = Load([first, second]).Files.Single();

        Assert.That((file.Lines, file.Branches), Is.EqualTo((new CoverageCount(3, 4), new CoverageCount(2, 2))));
        Assert.That(file.UncoveredLines, Is.EqualTo(new[] { (3, 3) }));
    }

    [Test]
    public void A_relative_name_is_found_in_the_source_folder_that_has_it()
    {
        using var folder = new TempFolder();
        var file = folder.Write("two/src/A.cs", "");
        var report = folder.Write("c.xml", $"""<coverage><sources><source>{folder.At("one")}/</source><source>{folder.At("two")}/</source></sources><packages><package name="P"><classes><class name="A" filename="src\A.cs"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>""");

        Assert.That(Load([report]).Files.Single().Path, Is.EqualTo(file));
    }

    [TestCase("/_/src/A.cs", "<sources/>")]
    [TestCase("src/A.cs", "<sources><source>/_/</source></sources>")]
    public void A_deterministic_path_lies_in_the_tree(string name, string sources)
    {
        using var folder = new TempFolder();
        var report = folder.Write("c.xml", $"""<coverage>{sources}<packages><package name="P"><classes><class name="A" filename="{name}"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>""");

        Assert.That(Load([report]).Files.Single().Path, Is.EqualTo("/repo/src/A.cs"));
    }

    [Test]
    public void The_tests_themselves_do_not_count()
    {
        var report = new CoverageReport();

        Assert.That(report.AddCobertura(Recorded.PathOf("Coverage", "coverlet.xml"), Root, ["widgets"]), Is.True);
        Assert.That(report.Files, Is.Empty);
    }

    [Test]
    public void More_hits_than_a_number_holds_are_hits()
    {
        using var folder = new TempFolder();

        Assert.That(Load([Cobertura(folder, "a", "/repo/A.cs", """<line number="1" hits="99999999999"/>""")]).Files.Single().Lines, Is.EqualTo(new CoverageCount(1, 1)));
    }

    [Test]
    public void Other_XML_is_no_report_and_damage_is_told()
    {
        using var folder = new TempFolder();

        Assert.That(new CoverageReport().AddCobertura(folder.Write("a.xml", "<results/>"), Root, []), Is.False);
        Assert.That(() => new CoverageReport().AddCobertura(folder.Write("b.xml", "<coverage><packages>"), Root, []), Throws.TypeOf<InvalidDataException>());
    }

    [TestCase(null, CoverageMetric.Line, 50, VerdictStatus.Holds, "coverage 53.8% of 50% (7 of 13 lines in 2 files)")]
    [TestCase("Widgets/**", CoverageMetric.Line, 54, VerdictStatus.Fails, "coverage 53.8% of 54% (7 of 13 lines in 2 files)")]
    [TestCase("**/Gauge.cs", CoverageMetric.Line, 40, VerdictStatus.Holds, "coverage 40.0% of 40% (4 of 10 lines in 1 file)")]
    [TestCase("!**/Gauge.cs", CoverageMetric.Line, 100, VerdictStatus.Holds, "coverage 100.0% of 100% (3 of 3 lines in 1 file)")]
    [TestCase("**/Gauge.cs", CoverageMetric.Branch, 50.5, VerdictStatus.Fails, "coverage 50.0% of 50.5% (1 of 2 branches in 1 file)")]
    [TestCase("Widgets/*.cs", CoverageMetric.Method, 66, VerdictStatus.Holds, "coverage 66.6% of 66% (2 of 3 methods in 2 files)")]
    [TestCase("**/Covered.cs", CoverageMetric.Branch, 1, VerdictStatus.Unknown, "the file measured has no branches to cover; choose other files or another measure")]
    [TestCase("lib/**", CoverageMetric.Line, 1, VerdictStatus.Unknown, "no measured file matches 'lib/**'; 2 files were measured, such as 'Widgets/Covered.cs'")]
    public void A_clause_is_judged_by_the_files_of_its_glob(string? glob, CoverageMetric metric, decimal percent, VerdictStatus status, string reason)
    {
        var judgement = Judge(glob, metric, Comparison.AtLeast, percent, Root);

        Assert.That((judgement.Status, judgement.Reason), Is.EqualTo((status, reason)));
    }

    [Test]
    public void A_glob_may_climb_out_of_the_goals_folder() =>
        Assert.That(Judge("../../Widgets/**", CoverageMetric.Line, Comparison.AtLeast, 50, "/repo/goals/deep").Status, Is.EqualTo(VerdictStatus.Holds));

    [TestCase(CoverageMetric.Line, "40.0% of lines covered; not covered: line 9-10, 17-20", 9)]
    [TestCase(CoverageMetric.Branch, "50.0% of branches covered; not covered: branches at line 8", 8)]
    [TestCase(CoverageMetric.Method, "50.0% of methods covered; not covered: Untested (line 17)", 17)]
    public void What_lacks_is_named(CoverageMetric metric, string message, int line)
    {
        var finding = Judge(null, metric, Comparison.AtLeast, 100, Root).Findings.Single();

        Assert.That((finding.File, finding.Message, finding.Line), Is.EqualTo(("Widgets/Gauge.cs", message, line)));
    }

    [Test]
    public void A_report_without_files_says_what_may_be_wrong()
    {
        var clause = new CoverageClause(new Text("T"), Comparison.AtLeast, 1);

        Assert.That(CoverageJudgement.Of(new CoverageReport(), clause, Root, Root), Is.EqualTo(new CoverageJudgement(
            VerdictStatus.Unknown, "the tests ran, and no line of code was measured; see that the tests reference the project to be measured, and that it is built with symbols")));
    }

    [Test]
    public void A_share_is_cut_and_never_rounded_up_to_its_threshold() => Assert.That(CoverageJudgement.Show(79.99m), Is.EqualTo("79.9"));

    private static CoverageJudgement Judge(string? glob, CoverageMetric metric, Comparison comparison, decimal percent, string directory)
    {
        var clause = new CoverageClause(new Text("T"), comparison, percent) { Metric = metric, Of = glob is null ? null : new Text(glob) };
        return CoverageJudgement.Of(Load([Recorded.PathOf("Coverage", "coverlet.xml")]), clause, directory, Root);
    }

    private static CoverageReport Load(string[] paths)
    {
        var report = new CoverageReport();
        Assert.That(paths.Select(path => report.AddCobertura(path, Root, [])), Has.All.True);
        return report;
    }

    private static IEnumerable<(string Path, CoverageCount Lines, CoverageCount Branches, CoverageCount Methods)> Figures(CoverageReport report) =>
        report.Files.Select(file => (file.Path, file.Lines, file.Branches, file.Methods));

    private static string Cobertura(TempFolder folder, string name, string file, string lines) => folder.Write(
        $"{name}.xml", $"""<coverage><packages><package name="P"><classes><class name="A" filename="{file}"><lines>{lines}</lines></class></classes></package></packages></coverage>""");
}
