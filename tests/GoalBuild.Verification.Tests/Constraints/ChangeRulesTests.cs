using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Verification.Tests.Constraints;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ChangeRulesTests : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"goalbuild rules {Guid.NewGuid():N}");

    public ChangeRulesTests() => Directory.CreateDirectory(Path.Combine(_root, "goals"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static ValueList<Text> Globs(params string[] globs) => globs.Select(glob => new Text(glob)).ToValueList();

    private ChangeRules Rules(string folder, params Constraint[] constraints) => ChangeRules.Of(
        new Goal(new Text("g")) { Constraints = constraints.ToValueList() },
        null,
        Path.GetFullPath(Path.Combine(_root, folder)),
        new Workspace(_root, Path.Combine(_root, ".goal")),
        TestProjectFiles.Find(_root));

    [TestCase("src/a.cs", true)]
    [TestCase("src/deep/er/a.cs", true)]
    [TestCase("src/Generated/a.cs", false)]
    [TestCase("docs/a.md", true)]
    [TestCase("docs", true)]
    [TestCase("other/a.cs", false)]
    [TestCase("srcs/a.cs", false)]
    public void Only_names_what_may_change_and_exclusions_win(string path, bool allowed)
    {
        var rules = Rules(".", new OnlyConstraint(Globs("!src/Generated/**", "src/**")), new OnlyConstraint(Globs("docs")));
        Assert.That(rules.Check(path)?.Descriptor.Code, Is.EqualTo(allowed ? null : "GOAL5001"));
    }

    [Test]
    public void Globs_are_relative_to_the_goals_folder()
    {
        var rules = Rules("goals", new ProtectConstraint(Globs("data/**", "../shared/*.txt")));
        Assert.That(rules.Check("goals/data/x")?.Message, Does.Contain("'goals/data/x' is protected by 'protect \"data/**\", \"../shared/*.txt\"'"));
        Assert.That(rules.Check("shared/x.txt"), Is.Not.Null);
        Assert.That(rules.Check("data/x"), Is.Null);
    }

    [TestCase("a/b.goal")]
    [TestCase(".github/workflows/ci.yml")]
    [TestCase("src/.editorconfig")]
    [TestCase("Directory.Build.targets")]
    [TestCase("src/Directory.Packages.props")]
    [TestCase("global.json")]
    [TestCase("nuget.config")]
    [TestCase("tests/ci.runsettings")]
    [TestCase("src/deep/.globalconfig")]
    [TestCase("src/strict.globalconfig")]
    [TestCase("src/rules.ruleset")]
    [TestCase("src/P/P.csproj.user")]
    [TestCase("src/P/Directory.Build.rsp")]
    [TestCase("MSBuild.rsp")]
    [TestCase("before.All.sln.targets")]
    [TestCase(".config/dotnet-tools.json")]
    [TestCase("tools/dotnet-tools.json")]
    [TestCase("tests/T/xunit.runner.json")]
    [TestCase("tests/T/testconfig.json")]
    [TestCase("tests/T/T.csproj")]
    [TestCase("tests/Some.Tests/Some.Tests.csproj")]
    public void What_decides_the_meaning_of_clauses_is_always_protected_unless_allowed(string path)
    {
        Directory.CreateDirectory(Path.Combine(_root, "tests/T"));
        Directory.CreateDirectory(Path.Combine(_root, "tests/Some.Tests"));
        File.WriteAllText(Path.Combine(_root, "tests/T/T.csproj"), "<Project><ItemGroup><PackageReference Include=\"NUnit\" /></ItemGroup></Project>");
        File.WriteAllText(Path.Combine(_root, "tests/Some.Tests/Some.Tests.csproj"), "<Project/>");
        Assert.That(Rules(".", new OnlyConstraint(Globs("**"))).Check(path)?.Descriptor.Code, Is.EqualTo("GOAL5003"));
        Assert.That(Rules(".", new AllowChangeConstraint(Globs(path))).Check(path), Is.Null);
    }

    [TestCase(".", "tests/ci.runsettings")]
    [TestCase("goals", "goals/ci.runsettings")]
    [TestCase("goals", "tests/ci.runsettings")]
    [TestCase("goals/deep", "global.json")]
    public void What_the_message_advises_lifts_the_protection(string folder, string path)
    {
        var message = Rules(folder).Check(path)!.Message;
        var advised = message.Split("allow change \"")[1].Split('"')[0];

        Assert.That(Rules(folder, new AllowChangeConstraint(Globs(advised))).Check(path), Is.Null, message);
    }

    [Test]
    [Platform("Win,MacOsX")]
    public void The_state_folder_is_the_same_in_any_case() => Assert.That(Rules(".").Forbids(".GOAL/ledger.db"), Does.Contain("belongs to GoalBuild"));

    [TestCase("src/P/P.csproj")]
    [TestCase("src/Program.cs")]
    [TestCase("README.md")]
    public void Ordinary_files_are_not_protected(string path) => Assert.That(Rules(".").Check(path), Is.Null);

    [Test]
    public void Allowing_a_change_does_not_lift_protect()
    {
        var rules = Rules(".", new AllowChangeConstraint(Globs("**")), new ProtectConstraint(Globs("db")));
        Assert.That(rules.Check("db/schema.sql")?.Descriptor.Code, Is.EqualTo("GOAL5002"));
    }

    [Test]
    public void A_path_is_judged_by_where_its_links_lead()
    {
        Directory.CreateDirectory(Path.Combine(_root, "db"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "innocent"), "db");
        Directory.CreateSymbolicLink(Path.Combine(_root, "out"), Path.GetTempPath());
        var rules = Rules(".", new ProtectConstraint(Globs("db/**")));
        Assert.That(rules.Forbids("innocent/new.sql"), Does.Contain("'db/new.sql' is protected"));
        Assert.That(rules.Forbids("goals/../db/x"), Does.Contain("protected"));
        Assert.That(rules.Forbids("../x"), Does.Contain("out of the repository"));
        Assert.That(rules.Forbids("out/x"), Does.Contain("out of the repository"));
        Assert.That(rules.Forbids(".goal/ledger.db"), Does.Contain("belongs to GoalBuild"));
        Assert.That(rules.Forbids("src/x"), Is.Null);
    }

    [Test]
    public void Messages_name_the_lines_of_the_goal_where_the_constraints_are_written()
    {
        var source = new SourceText(Path.Combine(_root, "goals", "auth.goal"), """
            goal "auth" {
                verify { file "a" exists }
                constrain {
                    only "src/**"
                    protect "src/db/**"
                    only "docs/**"
                }
            }
            """);
        var goal = GoalLanguage.Parse(source).File.Goals[0];
        var rules = ChangeRules.Of(goal, null, _root, new Workspace(_root, Path.Combine(_root, ".goal")), TestProjectFiles.Find(_root), source);
        Assert.That(rules.Forbids("src/db/x"), Does.Contain("'protect \"src/db/**\"' (auth.goal:5);"));
        Assert.That(rules.Forbids("other/x"), Does.Contain("'only \"src/**\"; only \"docs/**\"' (auth.goal:4, 6);"));
        Assert.That(rules.Check("src/db/x")!.Lines, Is.EqualTo(new[] { 5 }));
        Assert.That(rules.Check("global.json")!.Lines, Is.Empty, "no goal writes it down");
    }

    [Test]
    public void A_cycle_of_links_ends()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "a"), "b");
        Directory.CreateSymbolicLink(Path.Combine(_root, "b"), "a");
        Assert.That(Rules(".").Forbids("a/x"), Is.Null.Or.Not.Empty);
    }

    [Test]
    public void Only_advice_is_not_checked()
    {
        var goal = new Goal(new Text("g")) { Constraints = [new OnlyConstraint(Globs("a")), new KeepTestsConstraint(), new KeepApiConstraint(new Text("a.csproj")), new AdviceConstraint(new Text("be kind"))], Phases = [new Phase(new Text("p")) { Constraints = [new ForbidSuppressionsConstraint(), new ForbidPackageConstraint(new Text("P"))] }] };
        Assert.That(ChangeRules.Unchecked(goal).Select(constraint => constraint.Description), Is.EqualTo(new[] { "\"be kind\"" }));
    }
}
