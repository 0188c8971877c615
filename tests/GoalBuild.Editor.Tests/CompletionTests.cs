using System.Text.Json;
using GoalBuild.Editor.Tests.Support;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Tests;

public sealed class CompletionTests
{
    [TestCase("‸", new[] { "goal" })]
    [TestCase("goal a { ‸ }", new[] { "objective", "require", "verify", "phase", "blocked when", "review by" })]
    [TestCase("goal a { ver‸", new[] { "verify" })]
    [TestCase("goal a { phase b { ‸", new[] { "objective", "budget" })]
    [TestCase("goal a { verify { ‸ } }", new[] { "build", "test", "coverage", "judge" })]
    [TestCase("goal a { constrain { ‸", new[] { "only", "keep tests", "forbid package", "allow test removal" })]
    [TestCase("goal a { budget { turns 3 ‸", new[] { "tokens", "cost" })]
    [TestCase("goal a { agent { fixers ‸", new[] { "model", "turns", "cost" })]
    [TestCase("goal a { environment b { ‸", new[] { "configuration", "set" })]
    [TestCase("goal a { evidence { ‸", new[] { "coverage", "test-logs" })]
    public async Task Keywords_are_those_of_their_place(string text, string[] expected) =>
        Assert.That(await LabelsAsync(text), Is.SupersetOf(expected));

    [TestCase("goal a { verify { test \"x\" ‸", new[] { "filter", "at", "repeat", "no", "in", "timeout", "as", "build" }, new[] { "warnings", "objective" })]
    [TestCase("goal a { verify { test \"x\" fi‸", new[] { "filter", "file" }, new[] { "exists" })]
    [TestCase("goal a { verify { test \"x\" at ‸", new[] { "least" }, new[] { "build" })]
    [TestCase("goal a { verify { test \"x\" at least ‸", new string[0], new[] { "build", "least" })]
    [TestCase("goal a { verify { build \"x\" warnings ‸", new[] { "as" }, new[] { "build", "errors" })]
    [TestCase("goal a { verify { build \"x\" warnings as ‸", new[] { "errors" }, new[] { "build" })]
    [TestCase("goal a { verify { coverage \"x\" ‸", new[] { "line", "branch", "of", ">=", "<" }, new[] { "build" })]
    [TestCase("goal a { verify { file \"x\" ‸", new[] { "exists", "changed", "contains", "matches" }, new[] { "build" })]
    [TestCase("goal a { verify { file \"x\" contains \"y\" ‸", new[] { "timeout", "build" }, new[] { "matches" })]
    [TestCase("goal a { verify { measure \"x\" = ‸", new[] { "run" }, new[] { "build" })]
    [TestCase("goal a { verify { lint ‸", new[] { "whitespace", "severity", "build" }, new[] { "documented" })]
    [TestCase("goal a { verify { lint severity ‸", new[] { "info", "warn", "error" }, new[] { "low" })]
    [TestCase("goal a { verify { build \"x\" configuration ‸", new[] { "Debug", "Release" }, new[] { "build" })]
    [TestCase("goal a { constrain { keep ‸", new[] { "tests", "api" }, new[] { "only" })]
    [TestCase("goal a { constrain { network ‸", new[] { "on", "off" }, new[] { "only" })]
    [TestCase("goal a { constrain { command ‸", new[] { "allow", "deny" }, new[] { "only" })]
    [TestCase("goal a { constrain { limit ‸", new[] { "files", "lines" }, new[] { "only" })]
    [TestCase("goal a { agent { model \"m\" effort ‸", new[] { "low", "high" }, new[] { "fix" })]
    [TestCase("goal a { agent { model \"m\" wire chat ‸", new[] { "effort", "price", "fixers" }, new[] { "responses" })]
    [TestCase("goal a { verify { latency \"GET http://x/\" ‸", new[] { "p95" }, new[] { "build" })]
    public async Task Options_are_those_that_may_follow(string text, string[] expected, string[] others)
    {
        var labels = await LabelsAsync(text);
        Assert.That(labels, Is.SupersetOf(expected));
        Assert.That(labels.Intersect(others), Is.Empty);
    }

    [TestCase("goal a { objective \"ve‸\" }")]
    [TestCase("goal a { // ve‸")]
    [TestCase("goal a { /* ve‸")]
    [TestCase("goal a { budget { turns 3‸")]
    [TestCase("goal a { objective \"x\"‸")]
    [TestCase("unknown { ‸")]
    public async Task Nothing_is_offered_where_nothing_of_the_language_may_stand(string text) =>
        Assert.That(await LabelsAsync(text), Is.Empty);

    [Test]
    public async Task Names_of_the_file_are_offered_where_they_are_referred_to()
    {
        const string Environments = "environment release { configuration Release } environment \"two words\" { configuration Debug }";
        Assert.That(await LabelsAsync($"goal a {{ {Environments} verify {{ test \"x\" in ‸ }} }}"), Is.EquivalentTo(new[] { "release", "two words" }));
        Assert.That(await LabelsAsync($"goal a {{ {Environments} verify {{ test \"x\" in release, ‸ }} }}"), Does.Contain("two words"));
        Assert.That(await LabelsAsync($"goal a {{ {Environments} verify {{ run \"x\" in ‸ }} }}"), Does.Contain("release"));
        Assert.That(await LabelsAsync("goal a { phase one { } phase two { } phase three after ‸ { } }"), Is.EquivalentTo(new[] { "one", "two" }));
        Assert.That(await LabelsAsync("goal a { }\ngoal b after ‸ { }"), Is.EquivalentTo(new[] { "a" }));
    }

    [Test]
    public async Task Projects_are_offered_relative_to_the_goal_solutions_first()
    {
        using var repository = new Repository("src/App/App.csproj", "App.slnx", "tests/App.Tests/App.Tests.csproj", "src/App/bin/Copy.csproj", "src/App/App.cs");
        var labels = await LabelsAsync("goal a { verify { test ‸ } }", repository);
        Assert.That(labels, Is.EqualTo(new[] { "App.slnx", "src/App/App.csproj", "tests/App.Tests/App.Tests.csproj" }));
    }

    [TestCase("build ‸ }", "build \"src/App.csproj\" }")]
    [TestCase("build \"‸\" }", "build \"src/App.csproj\" }")]
    [TestCase("build \"sr‸x\" }", "build \"src/App.csproj\" }")]
    [TestCase("build \"sr‸\n}", "build \"src/App.csproj\"\n}")]
    public async Task A_completion_leaves_one_whole_string(string clause, string expected)
    {
        using var repository = new Repository("src/App.csproj");
        var marked = Marked.Of("goal a { verify { " + clause);
        var item = (await ItemsAsync(marked, repository)).First(item => item.GetProperty("label").GetString() == "src/App.csproj");
        using var edits = JsonDocument.Parse($"[{item.GetProperty("textEdit")}]");
        Assert.That(TextEdits.Apply(marked.Text, edits.RootElement), Is.EqualTo("goal a { verify { " + expected));
    }

    [Test]
    public async Task Globs_are_offered_folder_by_folder()
    {
        using var repository = new Repository("src/App/App.cs", "src/Readme.md", "docs/a.md", "obj/x.txt");
        Assert.That(await LabelsAsync("goal a { context \"‸\" }", repository), Is.EqualTo(new[] { "docs/**", "docs", "src/**", "src" }));
        Assert.That(await LabelsAsync("goal a { context \"src/‸\" }", repository), Is.EqualTo(new[] { "src/App/**", "src/App", "src/Readme.md" }));
        Assert.That(await LabelsAsync("goal a { constrain { only \"docs/**\", \"!src/‸\" } }", repository), Does.Contain("!src/App/**"));
        Assert.That(await LabelsAsync("goal a { verify { run \"x\" in \"src/‸\" } }", repository), Is.EqualTo(new[] { "src/App" }));
        Assert.That(await LabelsAsync("goal a { context \"../../‸\" }", repository), Is.Empty);
    }

    [Test]
    public async Task Filters_are_offered_by_the_tests_that_the_last_verifications_ran()
    {
        using var repository = new Repository();
        repository.Write(".goal/runs/a/1-verify/tests.trx", """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results><UnitTestResult testId="1" testName="Adds(1,2)" outcome="Passed" /><UnitTestResult testId="1" testName="Adds(3,4)" outcome="Passed" /></Results>
              <TestDefinitions><UnitTest id="1"><TestMethod className="App.Tests.Sums" /></UnitTest></TestDefinitions>
            </TestRun>
            """);
        repository.Write(".goal/runs/a/0-verify/broken.trx", "<TestRun");
        Assert.That(await LabelsAsync("goal a { verify { test \"x\" filter \"‸\" } }", repository), Is.EqualTo(new[] { "FullyQualifiedName~App.Tests.Sums", "FullyQualifiedName~App.Tests.Sums.Adds" }));
    }

    [Test]
    public async Task Statements_come_with_places_to_fill_in_where_the_editor_knows_them()
    {
        Assert.That(await InsertedAsync("goal a { ‸ }", "verify", snippets: true), Is.EqualTo("verify {\n\t${0}\n}"));
        Assert.That(await InsertedAsync("goal a { verify { ‸ } }", "coverage", snippets: true), Is.EqualTo("coverage \"${1}\" ${2|>=,>,<=,<,==|} ${3:80}%"));
        Assert.That(await InsertedAsync("goal a { budget { ‸ } }", "cost", snippets: true), Is.EqualTo("cost \\$${1:10}"));
        Assert.That(await InsertedAsync("goal a { constrain { ‸ } }", "limit", snippets: true), Is.EqualTo("limit ${1|files,lines|} ${2:1}"));
        Assert.That(await InsertedAsync("goal a { verify { ‸ } }", "coverage", snippets: false), Is.EqualTo("coverage"));
    }

    [Test]
    public async Task Each_statement_says_how_it_is_written_and_what_it_means()
    {
        using var repository = new Repository();
        var item = (await ItemsAsync(Marked.Of("goal a { verify { ‸ } }"), repository)).First(item => item.GetProperty("label").GetString() == "audit");
        Assert.That(item.GetProperty("detail").GetString(), Is.EqualTo(Keywords.Statements.Single(usage => usage.Keyword == "audit").Usage));
        Assert.That(item.GetProperty("documentation").GetProperty("value").GetString(), Does.Contain("NuGet's audit"));
    }

    private static async Task<string?> InsertedAsync(string text, string label, bool snippets)
    {
        using var repository = new Repository();
        return (await ItemsAsync(Marked.Of(text), repository, snippets)).First(item => item.GetProperty("label").GetString() == label).GetProperty("textEdit").GetProperty("newText").GetString();
    }

    private static async Task<List<string>> LabelsAsync(string text, Repository? repository = null)
    {
        using var fallback = repository is null ? new Repository() : null;
        return [.. (await ItemsAsync(Marked.Of(text), repository ?? fallback!)).OrderBy(item => item.GetProperty("sortText").GetString(), StringComparer.Ordinal).Select(item => item.GetProperty("label").GetString()!)];
    }

    private static async Task<IReadOnlyList<JsonElement>> ItemsAsync(Marked marked, Repository repository, bool snippets = false)
    {
        await using var editor = await EditorClient.StartAsync(snippets);
        await editor.OpenAsync(repository.Goal, marked.Text);
        return [.. (await editor.AskAsync("textDocument/completion", new { textDocument = new { uri = repository.Goal }, position = marked.Position })).GetProperty("items").EnumerateArray().Select(item => item.Clone())];
    }
}
