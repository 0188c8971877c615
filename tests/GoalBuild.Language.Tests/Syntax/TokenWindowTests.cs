using System.Globalization;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Syntax;

public sealed class TokenWindowTests
{
    private const int Words = 10_000;

    private static readonly string Text = string.Join(" // note\n", Enumerable.Range(0, Words).Select(i => "w" + i.ToString(CultureInfo.InvariantCulture)));

    [Test]
    public void Tokens_have_their_numbers_whatever_was_forgotten()
    {
        var window = new TokenWindow(new Scanner(Text));
        for (var i = 0; i < Words; i++)
        {
            window.Forget(i - 1);
            var (before, here, ahead) = (window[Math.Max(0, i - 1)], window[i], window[i + 3]);
            Assert.That(TextOf(here), Is.EqualTo("w" + i.ToString(CultureInfo.InvariantCulture)));
            Assert.That(before.Start, Is.LessThanOrEqualTo(here.Start));
            Assert.That(ahead.Kind, Is.EqualTo(i + 3 < Words ? TokenKind.Word : TokenKind.EndOfFile));
        }
    }

    [Test]
    public void What_is_forgotten_takes_no_memory()
    {
        var window = new TokenWindow(new Scanner(Text));
        for (var i = 0; i < Words; i++)
        {
            window.Forget(i - 1);
            _ = window[i];
        }

        Assert.That(window.Kept, Is.LessThan(300));
    }

    [Test]
    public void Nothing_is_lost_where_nothing_is_forgotten()
    {
        var window = new TokenWindow(new Scanner(Text));
        Assert.That(window[Words].Kind, Is.EqualTo(TokenKind.EndOfFile));
        Assert.That(TextOf(window[0]), Is.EqualTo("w0"));
        Assert.That(window.Kept, Is.EqualTo(Words + 1));
    }

    private static string TextOf(Token token) => Text.Substring(token.Start, token.Length);
}
