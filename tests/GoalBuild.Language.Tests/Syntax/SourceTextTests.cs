using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Syntax;

public sealed class SourceTextTests
{
    [TestCase("", 1)]
    [TestCase("a\nb\r\nc", 3)]
    [TestCase("a\rb\r\n\rc\r", 5)]
    public void Lines_are_counted_as_editors_count_them(string text, int lines) => Assert.That(new SourceText("x", text).LineCount, Is.EqualTo(lines));

    [Test]
    public void A_place_is_counted_from_one_behind_any_line_break()
    {
        var source = new SourceText("x", "ab\rcd\r\nef");
        Assert.That(Enumerable.Range(0, 10).Select(source.PositionOf).Select(place => (place.Line, place.Column)), Is.EqualTo(new[]
        {
            (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (2, 4), (3, 1), (3, 2), (3, 3),
        }));
    }

    [Test]
    public void No_place_lies_outside_the_text()
    {
        var source = new SourceText("x", "ab");
        Assert.Throws<ArgumentOutOfRangeException>(() => source.PositionOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.PositionOf(-1));
    }
}
