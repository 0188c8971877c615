using CsCheck;
using GoalBuild.Agent.Conversation;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>Counting and cutting by tokens.</summary>
[TestFixture]
internal sealed class TokenCounterTests
{
    private static readonly string[] Pieces = ["a", "b", " ", "\n", "\t", "1", "ä", "ß", "漢", "🎉", ".", "{", "}", "word"];

    private readonly TokenCounter _counter = new();

    // The counts of OpenAI's tiktoken with o200k_base.
    [TestCase("", 0)]
    [TestCase("hello world", 2)]
    [TestCase("antidisestablishmentarianism", 6)]
    [TestCase("2 + 2 = 4", 7)]
    [TestCase("お誕生日おめでとう", 8)]
    public void Tokens_are_counted_as_OpenAIs_models_do(string text, int tokens) => Assert.That(_counter.Count(text), Is.EqualTo(tokens));

    [Test]
    public void A_text_that_fits_is_left_alone()
    {
        Assert.That(_counter.Fits("hello world", 2));
        Assert.That(_counter.Fits("hello world", 1), Is.False);
        Assert.That(_counter.Cut("hello world", 2), Is.EqualTo("hello world"));
    }

    [Test]
    public void A_cut_text_keeps_both_ends_and_says_how_much_is_gone()
    {
        var text = "THE BEGINNING " + string.Join(' ', Enumerable.Range(0, 5000)) + " THE END";
        var cut = _counter.Cut(text, 100);
        Assert.That(cut, Does.StartWith("THE BEGINNING 0 1 ").And.EndsWith(" THE END"));
        Assert.That(_counter.Count(cut), Is.LessThanOrEqualTo(100));
        var said = System.Text.RegularExpressions.Regex.Match(cut, @"\n\[… (\d+) characters left out …\]\n");
        Assert.That(said.Success, cut);
        Assert.That(cut.Length - said.Length + int.Parse(said.Groups[1].Value), Is.EqualTo(text.Length));
    }

    [Test]
    public void Whatever_is_cut_fits() => Gen.Select(Gen.Int[0, Pieces.Length - 1].Array[0, 300], Gen.Int[0, 60]).Sample((pieces, tokens) =>
    {
        var text = string.Concat(pieces.Select(piece => Pieces[piece]));
        var cut = _counter.Cut(text, tokens);
        // Where the ends meet, letters may make a token more than they did alone.
        Assert.That(_counter.Count(cut), Is.LessThanOrEqualTo(tokens + 3), cut);
        Assert.That(cut == text, Is.EqualTo(_counter.Fits(text, tokens)));
        Assert.That(cut.EnumerateRunes(), Has.None.EqualTo(System.Text.Rune.ReplacementChar));
    }, iter: 300);

    [Test]
    public void A_factor_is_learnt_from_what_is_reported_and_bounded()
    {
        var counter = new TokenCounter();
        for (var turn = 0; turn < 30; turn++)
        {
            counter.Correct((long)(1000 * counter.Factor), 1300);
        }

        Assert.That(counter.Factor, Is.EqualTo(1.3).Within(0.01));
        Assert.That(counter.Count("hello world"), Is.EqualTo(3));

        for (var turn = 0; turn < 100; turn++)
        {
            counter.Correct(10, 1_000_000);
        }

        Assert.That(counter.Factor, Is.InRange(2.9, 3.0));
    }

    [Test]
    public void One_odd_report_moves_little_and_none_moves_nothing()
    {
        var counter = new TokenCounter();
        counter.Correct(0, 100);
        counter.Correct(100, 0);
        Assert.That(counter.Factor, Is.EqualTo(1));
        counter.Correct(100, 200);
        Assert.That(counter.Factor, Is.EqualTo(1.3).Within(0.001));
    }

    [Test]
    public void Bytes_bound_tokens() => Gen.String.Sample(text => Assert.That(_counter.Count(text), Is.LessThanOrEqualTo(System.Text.Encoding.UTF8.GetByteCount(text))), iter: 300);
}
