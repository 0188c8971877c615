using GoalBuild.Language.Model;
using static GoalBuild.Language.Tests.Parsing;

namespace GoalBuild.Language.Tests.Syntax;

/// <summary>Every clause becomes its own record.</summary>
public sealed class ClauseParsingTests
{
    private static IEnumerable<TestCaseData> Clauses()
    {
        yield return Case("build \"App.sln\"", new BuildClause(Text("App.sln")));
        yield return Case("build \"App.sln\" configuration Release warnings as errors", new BuildClause(Text("App.sln")) { Configuration = Text("Release"), WarningsAsErrors = true });
        yield return Case("build \"App.sln\" warnings as errors as \"the build\" configuration \"Release\"", new BuildClause(Text("App.sln")) { Configuration = Text("Release"), WarningsAsErrors = true, Label = Text("the build") });
        yield return Case("test \"T\"", new TestClause(Text("T")) { AtLeast = 1, Repeat = 1 });
        yield return Case("test \"T\" no skips repeat 2 at least 3k filter \"Category=Replay\"", new TestClause(Text("T")) { Filter = Text("Category=Replay"), AtLeast = 3000, Repeat = 2, NoSkips = true });
        yield return Case("test \"T\" in ci, \"windows box\" timeout 90s", new TestClause(Text("T")) { Environments = Texts("ci", "windows box"), Timeout = TimeSpan.FromSeconds(90) });
        yield return Case("coverage \"T\" >= 80%", new CoverageClause(Text("T"), Comparison.AtLeast, 80));
        yield return Case("coverage \"T\" branch of \"src/**\" > 70.5% timeout 1.5h", new CoverageClause(Text("T"), Comparison.MoreThan, 70.5m) { Metric = CoverageMetric.Branch, Of = Text("src/**"), Timeout = TimeSpan.FromMinutes(90) });
        yield return Case("coverage \"T\" of \"src/**\" method == 100%", new CoverageClause(Text("T"), Comparison.Equal, 100) { Metric = CoverageMetric.Method, Of = Text("src/**") });
        yield return Case("lint", new LintClause(null));
        yield return Case("lint analyzers severity warn in ci", new LintClause(null) { Scope = LintScope.Analyzers, Severity = Text("warn"), Environments = Texts("ci") });
        yield return Case("lint \"App.sln\" style", new LintClause(Text("App.sln")) { Scope = LintScope.Style });
        yield return Case("run \"make\"", new RunClause(Text("make")) { Exits = 0 });
        yield return Case("run \"make\" exits -1 prints \"a\" prints /b/im never prints \"c\" never prints /d/s", new RunClause(Text("make"))
        {
            Exits = -1,
            Prints = [new(false, Text("a"), null), new(false, null, new Pattern("b", PatternOptions.IgnoreCase | PatternOptions.Multiline)), new(true, Text("c"), null), new(true, null, new Pattern("d", PatternOptions.Singleline))],
        });
        yield return Case("measure \"size\" = run \"du\" in \"out\" matching /(?<value>\\d+)/ < 3MB timeout 5m", new MeasureClause(Text("size"), Text("du"), new Pattern("(?<value>\\d+)", PatternOptions.None), Comparison.LessThan, new Quantity(3, Unit.Megabytes)) { Directory = Text("out"), Timeout = TimeSpan.FromMinutes(5) });
        yield return Case("latency \"GET http://a/\" p99.9 <= 200ms requests 1k concurrency 8 serve \"dotnet run\"", new LatencyClause(Text("GET http://a/"), 99.9m, Comparison.AtMost, TimeSpan.FromMilliseconds(200)) { Requests = 1000, Concurrency = 8, Serve = Text("dotnet run") });
        yield return Case("file \"a.md\" exists", new FileClause(Text("a.md"), FileCondition.Exists));
        yield return Case("file \"a.md\" missing", new FileClause(Text("a.md"), FileCondition.Missing));
        yield return Case("file \"a.md\" changed", new FileClause(Text("a.md"), FileCondition.Changed));
        yield return Case("file \"a.md\" unchanged", new FileClause(Text("a.md"), FileCondition.Unchanged));
        yield return Case("file \"a.md\" contains \"x\" as \"says x\"", new FileClause(Text("a.md"), FileCondition.Contains) { Contains = Text("x"), Label = Text("says x") });
        yield return Case("file \"a.md\" matches /x\\/y/", new FileClause(Text("a.md"), FileCondition.Matches) { Matches = new Pattern("x\\/y", PatternOptions.None) });
        yield return Case("api \"App.csproj\" documented", new ApiClause(Text("App.csproj")));
        yield return Case("audit \"App.sln\" severity high", new AuditClause(Text("App.sln")) { Severity = Text("high") });
        yield return Case("mutation \"T\" >= 60%", new MutationClause(Text("T"), Comparison.AtLeast, 60));
        yield return Case("target \"Check\" in \"build/Checks.proj\" in ci", new TargetClause(Text("Check"), Text("build/Checks.proj")) { Environments = Texts("ci") });
        yield return Case("judge \"it reads well\" reading \"docs/**\", \"src/**\" votes 3", new JudgeClause(Text("it reads well")) { Reading = Texts("docs/**", "src/**"), Votes = 3 });
    }

    [TestCaseSource(nameof(Clauses))]
    public void A_clause_becomes_its_record(string text, Clause expected) => Assert.That(Clause(text), Is.EqualTo(expected));

    [TestCase("in \"web\"", "web", "")]
    [TestCase("in web", null, "web")]
    [TestCase("in \"web\" in ci", "web", "ci")]
    [TestCase("in ci in \"web\"", "web", "ci")]
    [TestCase("in \"web\" in \"windows box\", ci", "web", "windows box,ci")]
    [TestCase("in ci, \"windows box\"", null, "ci,windows box")]
    public void The_first_in_with_a_string_is_the_folder(string text, string? folder, string environments)
    {
        var run = (RunClause)Clause($"run \"make\" {text}");
        var measure = (MeasureClause)Clause($"measure \"x\" = run \"make\" matching /(?<value>.)/ < 3 {text}");
        Assert.Multiple(() =>
        {
            Assert.That((run.Directory?.Value, string.Join(',', run.Environments)), Is.EqualTo((folder, environments)));
            Assert.That((measure.Directory?.Value, string.Join(',', measure.Environments)), Is.EqualTo((folder, environments)));
        });
    }

    [Test]
    public void In_a_clause_without_a_folder_a_string_names_an_environment() =>
        Assert.That(Clause("build \"App.sln\" in \"windows box\"").Environments, Is.EqualTo(Texts("windows box")));

    [Test]
    public void A_word_of_the_language_may_be_a_name() =>
        Assert.That(Clause("test \"T\" in in, timeout timeout 5m as \"as\""), Is.EqualTo(new TestClause(Text("T")) { Environments = Texts("in", "timeout"), Timeout = TimeSpan.FromMinutes(5), Label = Text("as") }));

    [Test]
    public void Clauses_follow_each_other_on_one_line() =>
        Assert.That(Goal("verify { lint build \"a\" lint \"b\" run \"c\" in \"d\" test \"e\" }").Verify.Select(clause => clause.Keyword), Is.EqualTo(new[] { "lint", "build", "lint", "run", "test" }));

    private static TestCaseData Case(string text, Clause expected) => new TestCaseData(text, expected).SetArgDisplayNames(text);
}
