using GoalBuild.Authoring.Repository;

namespace GoalBuild.Authoring.Tests.Repository;

/// <summary>What a scan finds, from the text of files alone.</summary>
public sealed class RepositoryScanTests
{
    private const string Library = """<Project Sdk="Microsoft.NET.Sdk" />""";

    private const string Solution = "Project(\"{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}\") = \"App\", \"src\\App\\App.csproj\", \"{B31E4D89-9C82-4AA9-9AC1-92279E40C18F}\"\r\nEndProject\r\n";

    [Test]
    public void The_solution_at_the_top_stands_for_all_and_what_it_does_not_hold_is_beside() => Assert.Multiple(() =>
    {
        Assert.That(Shop.Facts.Builds, Is.EqualTo(new[] { "Shop.slnx" }));
        Assert.That(Shop.Facts.Projects.Select(project => project.Name), Is.EqualTo(new[] { "Shop", "Shop.Web", "Shop.UnitTests", "Shop.IntegrationTests" }));
        Assert.That(Shop.Facts.Beside, Is.EqualTo(new[] { "samples/Demo/Demo.csproj" }));
    });

    [Test]
    public void Test_projects_have_their_framework_runner_and_collector() => Assert.That(
        Shop.Facts.TestProjects.Select(test => (test.Name, test.TestFramework, test.UsesTestingPlatform, test.Collector)),
        Is.EqualTo(new[] { ("Shop.UnitTests", "NUnit", false, "coverlet.collector"), ("Shop.IntegrationTests", "xUnit", true, (string?)null) }));

    [Test]
    public void Shared_files_scripts_workflows_and_the_sdk_are_read() => Assert.Multiple(() =>
    {
        Assert.That(Shop.Facts.Projects.Select(project => project.WarningsAreErrors), Is.All.True);
        Assert.That(Shop.Facts.NodePackages.Single(), Is.EqualTo(new NodePackage("web", "pnpm", Shop.Facts.NodePackages[0].Scripts, true)));
        Assert.That(Shop.Facts.NodePackages[0].Scripts, Is.EqualTo(new[] { "build", "lint" }), "A script that watches never ends.");
        Assert.That(Shop.Facts.Workflows.Single().Commands, Is.EqualTo(new[] { "dotnet build --configuration Release", "dotnet test -c Release", "./scripts/check-licenses.sh", "npm run build" }));
        Assert.That((Shop.Facts.Sdk, Shop.Facts.EditorConfig), Is.EqualTo(("10.0.100", ".editorconfig")));
    });

    [Test]
    public void Without_a_solution_the_projects_that_no_other_needs_are_built() => Assert.That(
        Shop.FactsOf(("a/A.csproj", Library), ("b/B.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../a/A.csproj" /></ItemGroup></Project>""")).Builds,
        Is.EqualTo(new[] { "b/B.csproj" }));

    [Test]
    public void Of_a_solution_in_both_forms_the_newer_one_counts() => Assert.That(
        Shop.FactsOf(("App.sln", Solution), ("App.slnx", """<Solution><Project Path="src/App/App.csproj" /></Solution>"""), ("src/App/App.csproj", Library)).Builds,
        Is.EqualTo(new[] { "App.slnx" }));

    [Test]
    public void A_classic_solution_is_read_with_its_backslashes() =>
        Assert.That(Shop.FactsOf(("App.sln", Solution), ("src/App/App.csproj", Library)).Projects.Single().Path, Is.EqualTo("src/App/App.csproj"));

    [TestCase("not XML at all <")]
    [TestCase("")]
    public void A_project_that_cannot_be_read_is_there_by_its_name(string text) =>
        Assert.That(Shop.FactsOf(("x/App.Tests.csproj", text)).Projects.Single().IsTest, Is.True);

    [Test]
    public void A_global_json_can_choose_the_testing_platform_for_all() =>
        Assert.That(Shop.FactsOf(("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }"""), ("T.Tests.csproj", Library)).TestProjects.Single().UsesTestingPlatform, Is.True);

    [TestCase("""{ "stryker-config": { "thresholds": { "break": 55 } } }""", 55)]
    [TestCase("""{ "stryker-config": { "thresholds": { "break": 0 } } }""", null)]
    [TestCase("broken", null)]
    public void The_score_that_Stryker_asks_for_is_read(string config, int? score) =>
        Assert.That(Shop.FactsOf(("stryker-config.json", config)).Stryker!.Break, Is.EqualTo((decimal?)score));

    [TestCase("Makefile", "test:\n\tgo test\nall: test\n", "make test")]
    [TestCase("Cargo.toml", "[package]", "cargo test")]
    [TestCase("go.mod", "module x", "go test ./...")]
    [TestCase("pyproject.toml", "[tool.pytest]", "python -m pytest")]
    public void Other_kinds_of_projects_are_known_by_their_command(string file, string text, string command) =>
        Assert.That(Shop.FactsOf((file, text)).Others.Single().Command, Is.EqualTo(command));

    [Test]
    public void A_script_that_npm_wrote_to_fail_is_no_check() =>
        Assert.That(Shop.FactsOf(("package.json", """{ "scripts": { "test": "echo \"Error: no test specified\" && exit 1" } }""")).IsEmpty, Is.True);
}
