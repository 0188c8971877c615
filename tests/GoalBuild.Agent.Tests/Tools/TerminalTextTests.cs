using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture]
internal sealed class TerminalTextTests
{
    [TestCase("plain\n\ttext ä €\n", "plain\n\ttext ä €\n")]
    [TestCase("ESC[1;31mredESC[0m\n", "red\n")]
    [TestCase("ESC[2JESC[HESC[?25lx", "x")]
    [TestCase("ESC]0;titleBELxESC]8;;http://aESC\\linkESC]8;;ESC\\", "xlink")]
    [TestCase("ESC(BxESC=yESC7z", "xyz")]
    [TestCase("10%\r20%\r30%\n", "30%\n")]
    [TestCase("10%\r20%\r", "20%")]
    [TestCase("windows\r\nline\r\n", "windows\nline\n")]
    [TestCase("bellBEL backBS nulNUL", "bell back nul")]
    [TestCase("open ESC", "open ")]
    public void Only_what_a_reader_needs_is_left(string text, string plain) => Assert.That(TerminalText.Plain(Written(text)), Is.EqualTo(plain));

    // In the name of a case, the characters themselves would make a report that cannot be read.
    private static string Written(string text) => text
        .Replace("ESC", "\u001b", StringComparison.Ordinal).Replace("BEL", "\u0007", StringComparison.Ordinal).Replace("BS", "\b", StringComparison.Ordinal).Replace("NUL", "\0", StringComparison.Ordinal);
}
