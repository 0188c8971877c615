using CsCheck;
using GoalBuild.Language.Formatting;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Formatting;

/// <summary>What holds for every goal, however its author laid it out.</summary>
public class FormatterProperties
{
    private static readonly Gen<Sample> Samples = Gen.Select(GoalGen.Files, Gen.Int, Sample.Write);

    [Test]
    public void The_parser_reads_what_was_written() => Samples.Sample(sample =>
    {
        var result = Parse(sample.Text);
        Assert.That(result.Diagnostics.Where(diagnostic => diagnostic.Code.StartsWith("GOAL1", StringComparison.Ordinal)).Select(diagnostic => diagnostic.Render(result.Source)), Is.Empty);
        Assert.That(result.File, Is.EqualTo(sample.File));
    });

    [Test]
    public void A_formatted_file_says_the_same() => Samples.Sample(sample =>
        Assert.That(Parse(Format(sample.Text)).File, Is.EqualTo(Parse(sample.Text).File)));

    [Test]
    public void Formatting_twice_changes_nothing_more() => Samples.Sample(sample =>
    {
        var once = Format(sample.Text);
        Assert.That(Format(once), Is.EqualTo(once));
    });

    [Test]
    public void Every_comment_is_kept_in_order() => Samples.Sample(sample => Assert.That(CommentsOf(Format(sample.Text)), Is.EqualTo(sample.Comments)));

    [Test]
    public void Words_and_literals_keep_their_spelling() => Samples.Sample(sample => Assert.That(SpellingOf(Format(sample.Text)), Is.EqualTo(SpellingOf(sample.Text))));

    [Test]
    public void No_line_ends_with_white_space_outside_strings_and_none_holds_a_tab() => Samples.Sample(sample =>
    {
        var tokens = Scanner.Scan(Source(Format(sample.Text)));
        var gaps = tokens.Tokens.Zip(tokens.Tokens.Skip(1), (first, second) => tokens.Source.Text[first.End..second.Start]);
        Assert.That(gaps.Where(gap => gap.Contains(" \n", StringComparison.Ordinal) || gap.Contains(" \r", StringComparison.Ordinal) || gap.Contains('\t')), Is.Empty);
    });

    private static string Format(string text)
    {
        var result = GoalFormatter.Format(Source(text));
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Render(Source(text))), Is.Empty);
        Assert.That(result.Changed, Is.EqualTo(result.Text != text));
        return result.Text;
    }

    private static IEnumerable<string> CommentsOf(string text)
    {
        var tokens = Scanner.Scan(Source(text));
        return tokens.Tokens.Where(token => token.IsComment).Select(token => Scatter.Normal(tokens.TextOf(token).ToString()));
    }

    private static IEnumerable<string> SpellingOf(string text)
    {
        var tokens = Scanner.Scan(Source(text));
        return tokens.Tokens.Where(token => !token.IsComment && token.Kind != TokenKind.RawString).Select(token => tokens.TextOf(token).ToString());
    }

    private static ParseResult Parse(string text) => GoalLanguage.Parse(Source(text));

    private static SourceText Source(string text) => new("sample.goal", text);

    private sealed record Sample(GoalFile File, string Text, IReadOnlyList<string> Comments)
    {
        public static Sample Write(GoalFile file, int seed)
        {
            var random = new Random(seed);
            var scatter = new Scatter(random);
            return new Sample(file, scatter.Join(new GoalPrinter(random).Print(file)), scatter.Comments);
        }

        public override string ToString() => Text;
    }
}
