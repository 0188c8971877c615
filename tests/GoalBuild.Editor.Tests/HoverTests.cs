using GoalBuild.Editor.Reference;
using GoalBuild.Editor.Tests.Support;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Tests;

public sealed class HoverTests
{
    public static IEnumerable<StatementUsage> Statements => Keywords.Statements;

    [TestCaseSource(nameof(Statements))]
    public void The_reference_says_what_each_statement_means(StatementUsage usage)
    {
        var meaning = LanguageReference.Shared.Meaning(usage);
        Assert.That(meaning, Is.Not.Null.And.Not.Empty, usage.Usage);
        Assert.That(meaning, Does.Not.Contain("](#").And.Not.Contain("```"), usage.Usage);
    }

    [TestCase("goal a { verify { te‸st \"x\" at least 3 } }", "holds when enough tests ran and none failed")]
    [TestCase("goal a { verify { test \"x\" at lea‸st 3 } }", "holds when enough tests ran and none failed")]
    [TestCase("goal a { verify { test \"x\" a‸t least 3 } }", "`at`: the least number of tests that must run")]
    [TestCase("goal a { verify { test \"x\" time‸out 3m } }", "the most time it may take")]
    [TestCase("goal a { constrain { ke‸ep api \"x\" } }", "the public API stays compatible")]
    [TestCase("goal a { constrain { ke‸ep tests } }", "a test that existed at the baseline may not go")]
    [TestCase("goal a { budget { tok‸ens 3M } }", "tokens, sent and received together")]
    [TestCase("goal a { environment r { frame‸work net10.0 } }", "target framework")]
    [TestCase("goal a { agent { model \"m\" eff‸ort low } }", "how hard it thinks")]
    [TestCase("go‸al a { }", "A file holds one goal or more")]
    public async Task A_word_says_what_it_means(string text, string expected) => Assert.That(await HoverAsync(text), Does.Contain(expected));

    [Test]
    public async Task A_name_shows_what_it_stands_for()
    {
        const string Text = "goal a { environment release { configuration Release } verify { build \"x\" in rel‸ease } }";
        Assert.That(await HoverAsync(Text), Does.Contain("environment release { configuration Release }"));
    }

    [Test]
    public async Task A_diagnostic_says_why_it_is_there_and_what_to_do() =>
        Assert.That(await HoverAsync("goal a { budget { time 3‸0 } }"), Does.Contain("`GOAL2003` Numbers carry their unit").And.Contain("Write the number with one of the units"));

    [Test]
    public async Task White_space_says_nothing() => Assert.That(await HoverAsync("goal a {   ‸   }"), Is.Null);

    private static async Task<string?> HoverAsync(string text)
    {
        using var repository = new Repository();
        var marked = Marked.Of(text);
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, marked.Text);
        var hover = await editor.AskAsync("textDocument/hover", new { textDocument = new { uri = repository.Goal }, position = marked.Position });
        return hover.ValueKind == System.Text.Json.JsonValueKind.Object ? hover.GetProperty("contents").GetProperty("value").GetString() : null;
    }
}
