using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Syntax;

public sealed class ScannerTests
{
    [TestCase("goal", "Word")]
    [TestCase("Newtonsoft.Json gpt-5.2-codex A_B ünï", "Word Word Word Word")]
    [TestCase("\"a\" \"\" \"\\\"\" \"\"\"b\"\"\"", "String String String RawString")]
    [TestCase("80% 200ms $12.50 -1 3k 64KB", "Number Number Number Number Number Number")]
    [TestCase("/a\\/b/i /[/]/ /[]/]/ /[a-z-[/]]/s", "Pattern Pattern Pattern Pattern")]
    [TestCase("/[a[]/ /[[/]/ /[^[]/ /[a-[b]/]/", "Pattern Pattern Pattern Pattern")]
    [TestCase("a/* b */c/// d", "Word BlockComment Word LineComment")]
    [TestCase("{ } , = == < <= > >=", "OpenBrace CloseBrace Comma Assign EqualTo LessThan AtMost MoreThan AtLeast")]
    [TestCase("price $1 / $2", "Word Number Slash Number")]
    [TestCase("prints /1/ 2 / 3", "Word Pattern Number Slash Number")]
    [TestCase("p95<200ms", "Word LessThan Number")]
    [TestCase("// a /* b\n/* c // d */ e", "LineComment BlockComment Word")]
    [TestCase("3/**/ / x", "Number BlockComment Slash Word")]
    [TestCase("a{b}", "Word OpenBrace Word CloseBrace")]
    public void A_text_is_cut_into_tokens(string text, string kinds)
    {
        var list = Scan(text);
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', list.Tokens.Select(token => token.Kind)), Is.EqualTo(kinds + " EndOfFile"));
            Assert.That(list.Diagnostics, Is.Empty);
        });
    }

    [Test]
    public void A_token_knows_the_line_breaks_before_it()
    {
        var list = Scan("a b\nc\r\n\r\n  // d\n\n\n\ne\n");
        Assert.That(list.Tokens.Select(token => (list.TextOf(token).ToString(), token.LineBreaksBefore)), Is.EqualTo(new[] { ("a", 0), ("b", 0), ("c", 1), ("// d", 2), ("e", 4), ("", 1) }));
    }

    [Test]
    public void A_token_counts_no_more_than_255_line_breaks() =>
        Assert.That(Scan("a" + new string('\n', 1000) + "b").Tokens[1].LineBreaksBefore, Is.EqualTo(255));

    [Test]
    public void A_comment_ends_before_its_line_break() =>
        Assert.That(Texts("// a \r\n// b\n//"), Is.EqualTo(new[] { "// a ", "// b", "//", "" }));

    [Test]
    public void Tokens_and_white_space_make_up_the_whole_text()
    {
        foreach (var name in Corpus.Good)
        {
            var list = Scan(File.ReadAllText(Corpus.PathOf(name)));
            var end = 0;
            foreach (var token in list.Tokens)
            {
                Assert.That(list.Source.Text[end..token.Start], Is.Empty.Or.Matches("^\\s+$"), name);
                end = token.End;
            }

            Assert.That(end, Is.EqualTo(list.Source.Text.Length), name);
        }
    }

    private static TokenList Scan(string text) => Scanner.Scan(new SourceText("test.goal", text));

    private static IEnumerable<string> Texts(string text)
    {
        var list = Scan(text);
        return list.Tokens.Select(token => list.TextOf(token).ToString());
    }
}
