using GoalBuild.Language.Formatting;
using GoalBuild.Language.Syntax;
using GoalBuild.Language.Tests.Grammar;

namespace GoalBuild.Language.Tests.Formatting;

public class FormatterTests
{
    private static string Corpus => Path.Combine(RepositoryFiles.Root, "tests", "GoalBuild.Language.Tests", "Formatting", "Corpus");

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Corpus, "*.goal").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void A_file_of_the_corpus_gets_its_layout(string name)
    {
        var text = File.ReadAllText(Path.Combine(Corpus, name));
        var expected = File.ReadAllText(Path.Combine(Corpus, Path.ChangeExtension(name, ".formatted")));
        var result = GoalFormatter.Format(new SourceText(name, text));
        Assert.That(result.Diagnostics, Is.Empty);
        Assert.That(result.Text, Is.EqualTo(expected));
        Assert.That(result.Changed, Is.True);
    }

    [TestCaseSource(nameof(Files))]
    public void A_formatted_file_stays_as_it_is(string name)
    {
        var text = File.ReadAllText(Path.Combine(Corpus, Path.ChangeExtension(name, ".formatted")));
        var result = GoalFormatter.Format(new SourceText(name, text));
        Assert.That(result.Text, Is.EqualTo(text));
        Assert.That(result.Changed, Is.False);
    }

    [TestCaseSource(nameof(Files))]
    public void Line_ends_stay_CRLF_where_the_file_has_them(string name)
    {
        var text = File.ReadAllText(Path.Combine(Corpus, name));
        var result = GoalFormatter.Format(new SourceText(name, text.ReplaceLineEndings("\r\n")));
        Assert.That(result.Text, Is.EqualTo(GoalFormatter.Format(new SourceText(name, text)).Text.ReplaceLineEndings("\r\n")));
    }

    [Test]
    public void Mixed_line_ends_become_those_of_most_lines()
    {
        var result = GoalFormatter.Format(new SourceText("a.goal", "goal a {\r\n    objective \"x\"\n    verify {\r\n    }\r\n}\r\n"));
        Assert.That(result.Text, Is.EqualTo("goal a {\r\n    objective \"x\"\r\n    verify { }\r\n}\r\n"));
    }

    [Test]
    public void A_file_with_a_syntax_error_is_left_as_it_is()
    {
        const string Text = "goal a{objectve \"x\"}";
        var result = GoalFormatter.Format(new SourceText("a.goal", Text));
        Assert.That(result.Text, Is.EqualTo(Text));
        Assert.That(result.Changed, Is.False);
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Code), Is.EqualTo(new[] { "GOAL1002" }));
    }

    [TestCase(new byte[] { 0xe9 }, "GOAL1016")]
    [TestCase(new byte[] { 0 }, "GOAL1017")]
    public void A_file_that_could_not_be_read_to_its_end_is_left_as_it_is(byte[] odd, string code)
    {
        var result = GoalFormatter.Format(GoalLanguage.Parse([.. "goal a{objective \"x\"}\n// caf"u8, .. odd, .. " au lait"u8], "a.goal"));
        Assert.That(result.Changed, Is.False);
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Code), Is.EqualTo(new[] { code }));
    }

    [Test]
    public void A_file_whose_meaning_is_wrong_is_formatted()
    {
        var result = GoalFormatter.Format(new SourceText("a.goal", "goal a{budget{time 3%}}"));
        Assert.That(result.Text, Is.EqualTo("goal a {\n    budget { time 3% }\n}\n"));
    }

    [Test]
    public void A_file_with_so_many_errors_that_reading_stopped_is_left_as_it_is()
    {
        var text = $"goal a{{verify{{{string.Concat(Enumerable.Repeat("build \"x\" timeout 3%\n", 30))}}}}}";
        var result = GoalFormatter.Format(new SourceText("a.goal", text));
        Assert.That(result.Text, Is.EqualTo(text));
        Assert.That(result.Diagnostics, Has.Count.EqualTo(20));
    }

    [Test]
    public void A_block_of_exactly_120_columns_stays_on_its_line_and_a_wider_one_does_not()
    {
        var name = new string('x', 120 - "    require \"\" { file \"a\" exists }".Length);
        var fits = $"goal a {{\n    require \"{name}\" {{ file \"a\" exists }}\n}}\n";
        Assert.That(GoalFormatter.Format(new SourceText("a.goal", fits)).Text, Is.EqualTo(fits));
        var wide = $"goal a {{\n    require \"{name}x\" {{ file \"a\" exists }}\n}}\n";
        Assert.That(GoalFormatter.Format(new SourceText("a.goal", wide)).Text, Is.EqualTo($"goal a {{\n    require \"{name}x\" {{\n        file \"a\" exists\n    }}\n}}\n"));
    }

    [Test]
    public void The_language_reference_shows_goals_in_the_layout_that_it_describes()
    {
        foreach (var example in Examples.In("grammar/README.md").Where(example => example.Kind == "goal"))
        {
            Assert.That(GoalFormatter.Format(new SourceText("README.md", example.Text)).Text, Is.EqualTo(example.Text));
        }
    }
}
