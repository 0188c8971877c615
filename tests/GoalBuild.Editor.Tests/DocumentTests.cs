using System.Text.Json;
using GoalBuild.Editor.Tests.Support;
using GoalBuild.Language.Formatting;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Tests;

public sealed class DocumentTests
{
    private const string Text = """
        goal "a" {
            objective "It builds."
            require "tests pass" { test "App.sln" }
            phase one {
                verify {
                    build "App.sln"
                    build "App.sln" as "again"
                }
            }
            environment release { configuration Release }
        }
        """;

    [Test]
    public async Task The_outline_has_requirements_phases_environments_and_clauses_by_their_names()
    {
        var symbols = await AskAsync("documentSymbol", Text);
        Assert.That(Lines(symbols, ""), Is.EqualTo(new[]
        {
            "a goal", "  tests pass require", "    test App.sln test", "  one phase", "    build App.sln build", "    again build", "  release environment",
        }));
        foreach (var goal in symbols.EnumerateArray())
        {
            Assert.That(goal.GetProperty("range").GetProperty("end").GetProperty("line").GetInt32(), Is.EqualTo(10));
        }
    }

    [Test]
    public async Task A_file_with_errors_has_an_outline_of_what_could_be_read() =>
        Assert.That(Lines(await AskAsync("documentSymbol", Text.Replace("as \"again\"", "as", StringComparison.Ordinal)), ""), Does.Contain("  tests pass require"));

    [Test]
    public async Task Blocks_of_several_lines_can_be_folded() =>
        Assert.That((await AskAsync("foldingRange", Text)).EnumerateArray().Select(fold => (fold.GetProperty("startLine").GetInt32(), fold.GetProperty("endLine").GetInt32())), Is.EqualTo(new[] { (0, 9), (3, 7), (4, 6) }));

    [TestCase("goal \"a\" {\n  objective \"x\"\n\n\n\n  verify { build \"App.sln\" }\n}\n")]
    [TestCase("goal \"a\" { objective \"x\" verify { build \"App.sln\" } }")]
    [TestCase("goal \"a\" {\r\n  objective \"x\"\r\n      // why\r\n  verify { build \"App.sln\" }\r\n}\r\n")]
    [TestCase("\n\n\ngoal \"a\" {\n    objective \"x\"\n    verify { build \"App.sln\" }\n}\n\n\n")]
    public async Task Formatting_gives_what_fmt_gives(string text)
    {
        var edits = await AskAsync("formatting", text);
        Assert.That(edits.GetArrayLength(), Is.EqualTo(1));
        Assert.That(TextEdits.Apply(text, edits), Is.EqualTo(GoalFormatter.Format(new SourceText("a.goal", text)).Text));
    }

    [Test]
    public async Task Formatting_touches_only_the_lines_that_change()
    {
        var text = GoalFormatter.Format(new SourceText("a.goal", Text)).Text;
        Assert.That((await AskAsync("formatting", text)).GetArrayLength(), Is.Zero);
        var edits = await AskAsync("formatting", text.Replace("    phase one {", "  phase one {", StringComparison.Ordinal));
        var range = edits[0].GetProperty("range");
        var at = text.Split('\n').ToList().FindIndex(line => line.Contains("phase one", StringComparison.Ordinal));
        Assert.That(range.GetProperty("start").GetProperty("line").GetInt32(), Is.EqualTo(at));
        Assert.That(range.GetProperty("end").GetProperty("line").GetInt32(), Is.InRange(at, at + 1));
    }

    [Test]
    public async Task A_text_that_cannot_be_read_is_not_formatted() =>
        Assert.That((await AskAsync("formatting", "goal a {")).GetArrayLength(), Is.Zero);

    private static IEnumerable<string> Lines(JsonElement symbols, string indent) => symbols.EnumerateArray().SelectMany(symbol =>
        Lines(symbol.GetProperty("children"), indent + "  ").Prepend($"{indent}{symbol.GetProperty("name")} {symbol.GetProperty("detail")}"));

    private static async Task<JsonElement> AskAsync(string request, string text)
    {
        using var repository = new Repository();
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, text);
        return (await editor.AskAsync("textDocument/" + request, new { textDocument = new { uri = repository.Goal }, options = new { tabSize = 4, insertSpaces = true } })).Clone();
    }
}
