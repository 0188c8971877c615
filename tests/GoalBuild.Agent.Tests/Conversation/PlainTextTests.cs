using CsCheck;
using GoalBuild.Agent.Conversation;

namespace GoalBuild.Agent.Tests.Conversation;

[TestFixture]
internal sealed class PlainTextTests
{
    [TestCase("\u001b[31mred\u001b[0m", "red")]
    [TestCase("\u001b]8;;http://a\u001b\\link\u001b]8;;\u001b\\", "link")]
    [TestCase("one\r\ntwo\u0085three\u2029four", "one two three four")]
    [TestCase("a\tb", "a b")]
    [TestCase("", "")]
    public void One_line_holds_what_a_person_sees(string text, string line) => Assert.That(PlainText.OneLine(text, 100), Is.EqualTo(line));

    [Test]
    public void A_long_line_keeps_its_start_and_end() => Assert.That(PlainText.OneLine("start " + new string('x', 500) + " end", 60), Does.StartWith("start x").And.Contain(PlainText.Cut).And.EndWith("x end").And.Length.EqualTo(60));

    [Test]
    public void No_line_is_longer_than_asked_holds_a_control_character_or_half_of_one() => Gen.Select(Gen.OneOf(Gen.String, Gen.String[Gen.OneOf<char>('\ud83c', '\udf88', 'x', '\n'), 0, 90]), Gen.Int[8, 80]).Sample((text, most) =>
        PlainText.Lines(text, most).Append(PlainText.OneLine(text, most)).All(line =>
            line.Length <= most && !line.Any(char.IsControl) && line == System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(line))));
}
