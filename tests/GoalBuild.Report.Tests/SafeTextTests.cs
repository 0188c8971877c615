namespace GoalBuild.Report.Tests;

public sealed class SafeTextTests
{
    [TestCase("plain text\n\twith lines", "plain text\n\twith lines")]
    [TestCase("ä 漢字 🙂 👩‍💻", "ä 漢字 🙂 👩‍💻")]
    [TestCase("\e[31mred\e[0m", "red")]
    [TestCase("\e[2J\e[H\e[?25lgone", "gone")]
    [TestCase("\e]8;;https://example.org\alink\e]8;;\a", "link")]
    [TestCase("\e]0;title\e\\shown", "shown")]
    [TestCase("\ePdevice\e\\shown", "shown")]
    [TestCase("\u009b31mred", "red")]
    [TestCase("a\rb\r\nc", "a\nb\nc")]
    [TestCase("nul\0 bell\a", "nul� bell�")]
    [TestCase("turned \u202Ednuora\u202C", "turned �dnuora�")]
    [TestCase("hidden \u200B\u2066", "hidden ��")]
    public void What_a_reader_cannot_see_or_a_terminal_would_obey_is_gone(string text, string expected) => Assert.That(SafeText.Of(text), Is.EqualTo(expected));

    [Test]
    public void Half_a_character_is_shown_as_a_replacement() => Assert.That(SafeText.Of($"a{(char)0xD800}b"), Is.EqualTo("a\uFFFDb"));

    [Test]
    public void A_start_splits_no_character() => Assert.That(SafeText.Start("a🙂b", 2), Is.EqualTo("a"));

    [Test]
    public void A_text_of_several_lines_becomes_one_and_is_cut() =>
        Assert.That(SafeText.OneLine("one\n\n  two\tthree four", 12), Is.EqualTo("one two thr…"));
}
