using GoalBuild.Authoring.Composition;
using GoalBuild.Authoring.Repository;
using GoalBuild.Language;
using GoalBuild.Language.Analysis;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Authoring.Tests.Composition;

/// <summary>The goal that is written for a repository.</summary>
public sealed class NewGoalTests
{
    private const string Tests = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><Threshold>75</Threshold></PropertyGroup><ItemGroup><PackageReference Include="NUnit" /><PackageReference Include="coverlet.collector" /></ItemGroup></Project>""";

    [Test]
    public void A_whole_repository_gets_the_goal_that_was_approved() =>
        Approved.Verify(Path.Combine(Approved.Folder("Composition"), "shop.goal"), NewGoal.Write(Shop.Facts, "shop"));

    public static IEnumerable<TestCaseData> Repositories =>
    [
        new TestCaseData(Shop.Facts).SetArgDisplayNames("shop"),
        new TestCaseData(Shop.FactsOf(("App.csproj", Tests))).SetArgDisplayNames("one project"),
        new TestCaseData(Shop.FactsOf(("a/A.csproj", "<Project />"), ("b/B.csproj", "<Project />"), ("t/T.Tests.csproj", Tests))).SetArgDisplayNames("projects"),
        new TestCaseData(Shop.FactsOf(("package.json", """{ "scripts": { "lint": "eslint ." } }"""))).SetArgDisplayNames("node"),
        new TestCaseData(Shop.FactsOf(("go.mod", "module x"))).SetArgDisplayNames("go"),
        new TestCaseData(Shop.FactsOf(("../src/App.csproj", "<Project />"), ("../.editorconfig", ""))).SetArgDisplayNames("above"),
        new TestCaseData(Shop.FactsOf(("a\"b\u202e/A\nB.csproj", "<Project />"))).SetArgDisplayNames("odd names"),
    ];

    [TestCaseSource(nameof(Repositories))]
    public void It_reads_without_a_diagnostic_and_has_the_one_form(RepositoryFacts facts)
    {
        var text = NewGoal.Write(facts, NewGoal.NameOf(facts));
        var source = new SourceText("new.goal", text);
        Assert.That(GoalLanguage.Parse(source).Diagnostics, Is.Empty);
        Assert.That(Language.Formatting.GoalFormatter.Format(source).Changed, Is.False);
    }

    [Test]
    public void Projects_and_paths_are_those_that_are_there()
    {
        var source = new SourceText("/repository/new.goal", NewGoal.Write(Shop.Facts, "shop"));
        var surroundings = new AnalysisContext("", path => path.Length == 0 || Shop.Tree.HasFile(path) || Shop.Tree.HasFolder(path));
        Assert.That(GoalLanguage.Check(source, surroundings).Diagnostics.Select(found => found.Message), Is.Empty);
    }

    [Test]
    public void The_share_that_a_test_project_asks_for_itself_is_asked_for()
    {
        var text = NewGoal.Write(Shop.FactsOf(("src/App/App.csproj", "<Project />"), ("tests/App.Tests/App.Tests.csproj", Tests)), "app");
        Assert.That(text, Does.Contain("coverage \"tests/App.Tests/App.Tests.csproj\" of \"src/**\" >= 75%").And.Contain("only \"src/**\", \"tests/**\""));
    }

    [Test]
    public void Changes_are_not_kept_to_folders_where_a_project_lies_at_the_top() =>
        Assert.That(NewGoal.Write(Shop.FactsOf(("App.csproj", Tests)), "app"), Does.Not.Contain("only "));

    [Test]
    public void A_model_is_told_the_same_facts()
    {
        var page = string.Join('\n', FactsPage.Lines(Shop.Facts));
        Assert.That(page, Does.Contain("Shop.slnx is what is built").And.Contain("NUnit, VSTest").And.Contain("xUnit, Microsoft.Testing.Platform").And.Contain("web/package.json has the scripts build, lint"));
    }
}
