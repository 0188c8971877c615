using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoalBuild.Language.Analysis;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Compilation;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GoalCompilerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_goal_becomes_one_target_for_each_clause()
    {
        _folder.Write("Payments.sln", "");

        var compiled = Compile(new BuildClause(new Text("Payments.sln")) { WarningsAsErrors = true }, new JudgeClause(new Text("it is good")));

        Assert.Multiple(() =>
        {
            Assert.That(compiled.Clauses.Select(clause => clause.Target), Is.EqualTo(new[] { "build Payments_sln", "judge it is good" }));
            Assert.That(compiled.Clauses[0].Projects, Is.EqualTo(new[] { _folder.At("Payments.sln") }));
            Assert.That(compiled.ToString(), Does.Contain("""<Target Name="build Payments_sln" DependsOnTargets="Restore">"""));
        });
    }

    [Test]
    public void What_loads_built_assemblies_never_runs_beside_what_may_replace_them()
    {
        _folder.Write("Payments.sln", "");
        var project = new Text("Payments.sln");

        var compiled = Compile(new LintClause(project), new TestClause(project), new RunClause(new Text("dotnet build")), new FileClause(new Text("a"), FileCondition.Exists));

        Assert.That(compiled.Clauses.Select(clause => clause.OutputUse), Is.EqualTo(new[] { OutputUse.Reads, OutputUse.Reads, OutputUse.MayWrite, OutputUse.None }));
    }

    [Test]
    public void Every_clause_of_the_language_has_its_check()
    {
        _folder.Write("App.csproj", "<Project />");
        var project = new Text("App.csproj");
        Clause[] clauses =
        [
            new ApiClause(project), new AuditClause(project), new BuildClause(project), new CoverageClause(project, Comparison.AtLeast, 60), new FileClause(new Text("a"), FileCondition.Exists),
            new JudgeClause(new Text("it is good")), new LatencyClause(new Text("GET http://127.0.0.1/"), 95, Comparison.LessThan, TimeSpan.FromMilliseconds(200)), new LintClause(project),
            new MeasureClause(new Text("size"), new Text("true"), new Pattern("(?<value>x)", PatternOptions.None), Comparison.AtMost, new Quantity(1, Unit.None)),
            new MutationClause(project, Comparison.AtLeast, 60), new RunClause(new Text("true")), new TargetClause(new Text("Check"), project), new TestClause(project),
        ];

        var tasks = Compile(clauses).Clauses.Select(clause => clause.Element.Elements().Last().Name.LocalName).ToList();

        Assert.That(clauses.Select(clause => clause.GetType()), Is.EquivalentTo(typeof(Clause).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Clause)))));
        Assert.That(tasks, Is.Unique.And.None.EqualTo("VerifyNothing"));
        Assert.That(UncheckedClauses.OfThisVersion, Is.EquivalentTo(new[] { "container" }));
    }

    [TestCase(null, "00:10:00")]
    [TestCase(90, "00:01:30")]
    public void A_clause_has_ten_minutes_when_it_does_not_say_otherwise(int? seconds, string timeout)
    {
        var clause = new RunClause(new Text("true")) { Timeout = seconds is { } some ? TimeSpan.FromSeconds(some) : null };

        Assert.That(Compile(clause).Clauses.Single().Element.Elements().Single().Attribute("Timeout")?.Value, Is.EqualTo(timeout));
    }

    [Test]
    public void No_text_of_a_goal_is_an_expression_of_MSBuild()
    {
        const string Text = "$([System.IO.File]::Delete('x')) @(GoalClause) %(Identity)";
        var compiled = Compile(
            new RunClause(new Text(Text)) { Prints = [new PrintExpectation(false, new Text(Text), null)] },
            new MeasureClause(new Text(Text), new Text(Text), new Pattern(Text, PatternOptions.None), Comparison.AtMost, new Quantity(1, Unit.None)),
            new FileClause(new Text(Text), FileCondition.Contains) { Contains = new Text(Text) });

        Assert.That(
            compiled.Clauses.SelectMany(clause => clause.Element.Elements()).Attributes().Select(attribute => attribute.Value)
                .Where(value => value is not ("$(GoalFile)" or "$(GoalWorkspace)" or "$(GoalResults)")),
            Has.None.Contains("$(").And.None.Contains("@(").And.None.Contains("%("));
    }

    [TestCase(@"a\ud800b")]
    [TestCase(@"a\uffffb")]
    public void What_no_file_can_hold_makes_its_clause_unknown_and_no_other(string escaped)
    {
        var text = Regex.Unescape(escaped);
        var compiled = Compile(new RunClause(new Text($"echo {text}")), new RunClause(new Text("true")) { Label = new Text($"label {text}") });

        Assert.Multiple(() =>
        {
            Assert.That(XDocument.Parse(compiled.ToString()).Root!.Elements("Target").Count(), Is.GreaterThan(2));
            Assert.That(compiled.Clauses.Select(clause => clause.Element.Elements().Single().Name.LocalName), Is.EqualTo(new[] { "VerifyNothing", "VerifyRun" }));
        });
    }

    [Test]
    public void Control_characters_reach_the_task_escaped() =>
        Assert.That(Compile(new RunClause(new Text("printf \u001b\0"))).ToString(), Does.Contain("Command=\"printf %1B%00\""));

    [TestCase("支付")]
    [TestCase("../../x")]
    public void Results_stay_below_the_goals_own_folder(string name)
    {
        var results = Compile(new Goal(new Text(name)) { Verify = [new RunClause(new Text("true"))] }).Project.Descendants("GoalResults").Single().Value;

        Assert.That(Path.GetDirectoryName(Path.GetFullPath(results)), Is.EqualTo(Path.Combine(MSBuildText.Escape(_folder.At(".goal")), "results")));
    }

    [Test]
    public void A_clause_of_several_environments_runs_in_each_and_ends_with_one_verdict()
    {
        _folder.Write("App.csproj", "<Project />");
        var compiled = Compile(InEnvironments("debug", "release", "debug")).Clauses.Single();

        Assert.Multiple(() =>
        {
            Assert.That(compiled.Element.Elements("VerifyTest").Attributes("InEnvironment").Select(attribute => attribute.Value), Is.EqualTo(new[] { "debug", "release" }));
            Assert.That(compiled.Element.Elements("VerifyTest").Attributes("Stem").Select(attribute => attribute.Value), Is.Unique);
            Assert.That(compiled.Element.Elements().Last().Name.LocalName, Is.EqualTo("VerifyEnvironments"));
            Assert.That(compiled.Builds, Has.Count.EqualTo(2));
            Assert.That(compiled.TimeLimit, Is.EqualTo(TimeSpan.FromMinutes(20)));
        });
    }

    [Test]
    public void An_environment_that_the_goal_does_not_have_makes_the_clause_unknown()
    {
        _folder.Write("App.csproj", "<Project />");
        var only = Compile(InEnvironments("debug", "nowhere")).Clauses.Single().Element.Elements().Single();

        Assert.That(only.Name.LocalName, Is.EqualTo("VerifyNothing"));
        Assert.That(only.Attribute("Reason")?.Value, Does.Contain(MSBuildText.Escape("has no environment 'nowhere'")));
    }

    [Test]
    public void On_another_machine_than_the_runner_that_part_alone_is_unknown_and_names_it()
    {
        _folder.Write("App.csproj", "<Project />");
        var element = Compile(InEnvironments("debug", "farm")).Clauses.Single().Element;

        Assert.Multiple(() =>
        {
            Assert.That(element.Elements("VerifyTest").Single().Attribute("InEnvironment")?.Value, Is.EqualTo("debug"));
            Assert.That(element.Elements("VerifyNothing").Single().Attribute("InEnvironment")?.Value, Is.EqualTo("farm"));
            Assert.That(element.Elements("VerifyNothing").Single().Attribute("Reason")?.Value, Does.Contain("runner %27windows%27").And.Contain("--environment farm").And.Contain("GOALBUILD_RUNNER=windows"));
        });
    }

    [Test]
    public void In_a_container_run_measure_and_test_are_verified_and_nothing_else_is()
    {
        _folder.Write("App.csproj", "<Project />");
        ValueList<Text> box = [new Text("box")];
        var clauses = Compile(InEnvironments("box") with
        {
            Verify =
            [
                new RunClause(new Text("make")) { Environments = box },
                new TestClause(new Text("App.csproj")) { Environments = box },
                new BuildClause(new Text("App.csproj")) { Environments = box },
            ],
        }).Clauses;

        Assert.Multiple(() =>
        {
            Assert.That(clauses.Select(clause => clause.Element.Elements().Last().Name.LocalName), Is.EqualTo(new[] { "VerifyRun", "VerifyTest", "VerifyNothing" }));
            Assert.That(clauses[0].Element.Elements().Last().Attribute("Image")?.Value, Is.EqualTo("image"));
            Assert.That(clauses[2].Element.Elements().Last().Attribute("Reason")?.Value, Does.Contain("container of %27image%27, in which a %27build%27 clause cannot be verified"));
            Assert.That(clauses[0].Reads, Is.InstanceOf<ClauseReads.Unknowable>(), "what the name of an image stands for can change");
        });
    }

    [Test]
    public void One_environment_alone_is_compiled_where_it_is_asked_for()
    {
        _folder.Write("App.csproj", "<Project />");
        var compiled = GoalCompiler.Compile(new SourceText(_folder.At("payments.goal"), ""), InEnvironments("debug", "release"), new Workspace(_folder.Path, _folder.At(".goal")), "release").Clauses.Single();

        Assert.That(compiled.Element.Elements("VerifyEnvironments"), Is.Empty);
        Assert.That(compiled.Calls.Single().Attribute("Properties")?.Value, Does.Contain("Configuration=Release"));
    }

    [Test]
    public void A_build_with_variables_of_its_own_is_shared_with_no_other()
    {
        _folder.Write("App.csproj", "<Project />");
        var compiled = Compile(InEnvironments("coloured", "debug")).Clauses.Single();

        Assert.Multiple(() =>
        {
            Assert.That(compiled.Builds, Has.Count.EqualTo(1));
            Assert.That(compiled.OutputUse, Is.EqualTo(OutputUse.MayWrite));
            Assert.That(compiled.Calls.First().Attribute("Properties")?.Value, Does.Contain(";COLOUR=a%3Bb;GoalBuildsAlone=01-test-App.csproj.01-coloured"));
        });
    }

    private static Goal InEnvironments(params string[] environments) => new(new Text("payments"))
    {
        Environments =
        [
            new GoalEnvironment(new Text("debug")) { Configuration = new Text("Debug") },
            new GoalEnvironment(new Text("release")) { Configuration = new Text("Release") },
            new GoalEnvironment(new Text("coloured")) { Variables = [new Variable(new Text("COLOUR"), new Text("a;b")), new Variable(new Text("not.a.property"), new Text("x"))] },
            new GoalEnvironment(new Text("box")) { Container = new Text("image") },
            new GoalEnvironment(new Text("farm")) { Runner = new Text("windows") },
        ],
        Verify = [new TestClause(new Text("App.csproj")) { Environments = [.. environments.Select(name => new Text(name))] }],
    };

    private CompiledGoal Compile(params IEnumerable<Clause> clauses) => Compile(new Goal(new Text("payments")) { Verify = [.. clauses] });

    private CompiledGoal Compile(Goal goal) =>
        GoalCompiler.Compile(new SourceText(_folder.At("payments.goal"), ""), goal, new Workspace(_folder.Path, _folder.At(".goal")));
}
