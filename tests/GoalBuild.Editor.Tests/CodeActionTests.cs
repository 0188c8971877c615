using System.Text.Json;
using GoalBuild.Editor.Tests.Support;

namespace GoalBuild.Editor.Tests;

public sealed class CodeActionTests
{
    private const string Head = "goal \"a\" {\n    objective \"It builds.\"\n";

    [TestCase("    budget { time 3‸0 }\n}\n", "Change to 30m", "    budget { time 30m }\n}\n")]
    [TestCase("    budget { time 9‸0min }\n}\n", "Change to 90m", "    budget { time 90m }\n}\n")]
    [TestCase("    budget { cost 1‸0 }\n}\n", "Change to $10", "    budget { cost $10 }\n}\n")]
    [TestCase("    verify { coverage \"App.sln\" >= 8‸0 }\n}\n", "Change to 80%", "    verify { coverage \"App.sln\" >= 80% }\n}\n")]
    [TestCase("    verify { bu‸idl \"App.sln\" }\n}\n", "Change to build", "    verify { build \"App.sln\" }\n}\n")]
    [TestCase("    verify { test \"App.sln\" at lea‸t 3 }\n}\n", "Change to least", "    verify { test \"App.sln\" at least 3 }\n}\n")]
    [TestCase("    environment \"my own\" { configuration Debug }\n    verify { test \"App.sln\" in \"my on‸w\" }\n}\n", "Change to \"my own\"", "    environment \"my own\" { configuration Debug }\n    verify { test \"App.sln\" in \"my own\" }\n}\n")]
    [TestCase("    verify { lint severity wa‸rm }\n}\n", "Change to warn", "    verify { lint severity warn }\n}\n")]
    public async Task What_was_mistyped_is_corrected(string body, string title, string expected) =>
        Assert.That(await ApplyAsync(Head + body, title), Is.EqualTo(Head + expected));

    [Test]
    public async Task A_number_without_a_unit_is_offered_each_that_its_place_takes() =>
        Assert.That(await TitlesAsync(Head + "    budget { time 3‸0 }\n}\n"), Is.SupersetOf(new[] { "Change to 30s", "Change to 30m", "Change to 30h", "Change to 30d" }));

    [Test]
    public async Task A_goal_without_a_budget_gets_one()
    {
        const string Body = "    verify { build \"App.sln\" }\n    constrain { only \"src/**\" }\n";
        Assert.That(await ApplyAsync("go‸al" + Head["goal".Length..] + Body + "}\n", "Add a budget to the goal"), Is.EqualTo(Head + Body + "\n    budget { turns 20  time 30m }\n}\n"));
        Assert.That(await TitlesAsync("go‸al" + Head["goal".Length..] + Body + "    budget { turns 3 }\n}\n"), Has.None.Contains("budget"));
    }

    [Test]
    public async Task A_goal_on_one_line_is_opened_up_for_what_is_added() =>
        Assert.That(
            await ApplyAsync("go‸al a { objective \"x\" verify { build \"App.sln\" } }", "Add a budget to the goal"),
            Is.EqualTo("goal a { objective \"x\" verify { build \"App.sln\" } \n    budget { turns 20  time 30m }\n}"));

    [Test]
    public async Task What_a_goal_lacks_is_added()
    {
        Assert.That(await ApplyAsync("goal \"‸a\" {\n    verify { build \"App.sln\" }\n}\n", "Add constraints"), Does.EndWith("\n    constrain {\n        only \"src/**\", \"tests/**\"\n        keep tests\n    }\n}\n"));
        Assert.That(await ApplyAsync("goal \"‸a\" {\n}\n", "Add an objective"), Does.Contain("\n    objective \"What is true when the goal is met.\"\n}"));
        Assert.That(await ApplyAsync("goal \"‸a\" {\n}\n", "Add a verification"), Does.Contain("    verify {\n        build \"App.sln\"\n        test \"tests/App.Tests.csproj\"\n    }\n}"));
        Assert.That(
            await ApplyAsync(Head + "    verify { build \"App.sln\" in rel‸ease }\n}\n", "Declare the environment release"),
            Is.EqualTo(Head + "    verify { build \"App.sln\" in release }\n\n    environment release {\n        configuration Release\n    }\n}\n"));
    }

    [Test]
    public async Task A_requirement_without_a_clause_is_proved_by_a_test_project() =>
        Assert.That(
            await ApplyAsync(Head + "    require \"‸x\" {\n    }\n}\n", "Prove it with test \"tests/App.Tests.csproj\""),
            Is.EqualTo(Head + "    require \"x\" {\n        test \"tests/App.Tests.csproj\"\n    }\n}\n"));

    [Test]
    public async Task A_clause_is_traced_to_a_requirement()
    {
        const string Verify = "    verify {\n        build \"App.sln\"\n        te‸st \"App.sln\" at least 3\n    }\n}\n";
        Assert.That(
            await ApplyAsync(Head + "    require \"r\" {\n        lint\n    }\n" + Verify, "Trace to the requirement \"r\""),
            Is.EqualTo(Head + "    require \"r\" {\n        lint\n        test \"App.sln\" at least 3\n    }\n    verify {\n        build \"App.sln\"\n    }\n}\n"));
        Assert.That(
            await ApplyAsync(Head + Verify, "Trace to a new requirement"),
            Is.EqualTo(Head + "    require \"test App.sln holds\" {\n        test \"App.sln\" at least 3\n    }\n\n    verify {\n        build \"App.sln\"\n    }\n}\n"));
        Assert.That(
            await ApplyAsync(Head + "    verify { te‸st \"App.sln\" }\n}\n", "Trace to a new requirement"),
            Is.EqualTo(Head + "    require \"test App.sln holds\" {\n        test \"App.sln\"\n    }\n}\n"));
    }

    [Test]
    public async Task A_correction_names_the_diagnostic_that_it_answers()
    {
        using var repository = new Repository("App.sln");
        var action = (await ActionsAsync(repository, Marked.Of(Head + "    budget { time 3‸0 }\n}\n")))[0];
        Assert.That(action.GetProperty("kind").GetString(), Is.EqualTo("quickfix"));
        Assert.That(action.GetProperty("diagnostics")[0].GetProperty("code").GetString(), Is.EqualTo("GOAL2003"));
    }

    private static async Task<IEnumerable<string?>> TitlesAsync(string text)
    {
        using var repository = new Repository("App.sln", "tests/App.Tests.csproj");
        return [.. (await ActionsAsync(repository, Marked.Of(text))).Select(action => action.GetProperty("title").GetString())];
    }

    private static async Task<string> ApplyAsync(string text, string title)
    {
        using var repository = new Repository("App.sln", "tests/App.Tests.csproj");
        var marked = Marked.Of(text);
        var actions = await ActionsAsync(repository, marked);
        Assert.That(actions.Select(action => action.GetProperty("title").GetString()), Does.Contain(title));
        return TextEdits.ApplyTo(repository.Goal, marked.Text, actions.First(action => action.GetProperty("title").GetString() == title).GetProperty("edit"));
    }

    private static async Task<IReadOnlyList<JsonElement>> ActionsAsync(Repository repository, Marked marked)
    {
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, marked.Text);
        var actions = await editor.AskAsync("textDocument/codeAction", new { textDocument = new { uri = repository.Goal }, range = new { start = marked.Position, end = marked.Position }, context = new { diagnostics = Array.Empty<object>() } });
        return [.. actions.EnumerateArray().Select(action => action.Clone())];
    }
}
