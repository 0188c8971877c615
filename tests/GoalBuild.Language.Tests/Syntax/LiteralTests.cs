using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Syntax;

public sealed class LiteralTests
{
    [TestCase("\"\"", "")]
    [TestCase("\"plain\"", "plain")]
    [TestCase(@"""a\""b\\c\nd\te\u00e9f""", "a\"b\\c\nd\teéf")]
    [TestCase(@"""\x41\x041z\0\a\e\'""", "A\u0041z\0\a\u001b'")]
    [TestCase(@"""\U0001F600""", "\U0001F600")]
    public void A_string_has_the_escapes_of_CSharp(string token, string text) =>
        Assert.That(StringLiteral.Read(TokenKind.String, token), Is.EqualTo(text));

    [TestCase("\"\"\"a \"b\" \\n\"\"\"", "a \"b\" \\n")]
    [TestCase("\"\"\"\n    a\n      b\n\n    c\n    \"\"\"", "a\n  b\n\nc")]
    [TestCase("\"\"\"\r\n\ta\r\n\t\"\"\"", "a")]
    [TestCase("\"\"\"\na\nb\n\"\"\"", "a\nb")]
    [TestCase("\"\"\"  \n  \n  \"\"\"", "")]
    [TestCase("\"\"\"\n\"\"\"", "")]
    [TestCase("\"\"\"\"\na \"\"\" b\n\"\"\"\"", "a \"\"\" b")]
    [TestCase("\"\"\"\n\n  a\n\n  \"\"\"", "\na\n")]
    [TestCase("\"\"\"\n    a\n  \n    \"\"\"", "a\n")]
    public void A_raw_string_loses_its_indentation_and_says_the_same_on_every_platform(string token, string text) =>
        Assert.That(StringLiteral.Read(TokenKind.RawString, token), Is.EqualTo(text));

    [TestCase("40", 40, Unit.None)]
    [TestCase("3k", 3000, Unit.None)]
    [TestCase("2M", 2_000_000, Unit.None)]
    [TestCase("1.5k", 1500, Unit.None)]
    [TestCase("80%", 80, Unit.Percent)]
    [TestCase("200ms", 200, Unit.Milliseconds)]
    [TestCase("90s", 90, Unit.Seconds)]
    [TestCase("30m", 30, Unit.Minutes)]
    [TestCase("2h", 2, Unit.Hours)]
    [TestCase("1d", 1, Unit.Days)]
    [TestCase("$12.50", 12.5, Unit.Dollars)]
    [TestCase("64KB", 64, Unit.Kilobytes)]
    [TestCase("10MB", 10, Unit.Megabytes)]
    [TestCase("-5", -5, Unit.None)]
    [TestCase("007", 7, Unit.None)]
    public void A_number_carries_its_unit(string text, decimal value, Unit unit)
    {
        var problem = NumberLiteral.Read(text, out var read, out var readUnit);
        Assert.That((problem, read, readUnit), Is.EqualTo((NumberProblem.None, value, unit)));
    }

    [TestCase("80percent", NumberProblem.Malformed)]
    [TestCase("1.2.3", NumberProblem.Malformed)]
    [TestCase("5.", NumberProblem.Malformed)]
    [TestCase("$5k", NumberProblem.Malformed)]
    [TestCase("1K", NumberProblem.Malformed)]
    [TestCase("1e3", NumberProblem.Malformed)]
    [TestCase("1000000000000000001", NumberProblem.TooLarge)]
    [TestCase("1000000000001M", NumberProblem.TooLarge)]
    [TestCase("-1000000000000000001", NumberProblem.TooLarge)]
    public void A_number_that_is_none_says_so(string text, object problem) =>
        Assert.That(NumberLiteral.Read(text, out _, out _), Is.EqualTo(problem));

    [TestCase("warnigs", "warnings")]
    [TestCase("tset", "test")]
    [TestCase("Build", "build")]
    [TestCase("fixer", "fixers")]
    [TestCase("on", "on")]
    [TestCase("deploy", null)]
    [TestCase("q", null)]
    [TestCase("hi", null)]
    [TestCase("fxi", "fix")]
    [TestCase("an", "as")]
    [TestCase("release", "Release")]
    [TestCase("RELAESE", "Release")]
    public void A_word_within_two_edits_of_a_keyword_is_taken_for_it(string word, string? meant) =>
        Assert.That(Suggestion.For(word, ["as", "on", "build", "test", "warnings", "fix", "fixers", "Release"]), Is.EqualTo(meant));
}
