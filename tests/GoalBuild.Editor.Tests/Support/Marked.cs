namespace GoalBuild.Editor.Tests.Support;

/// <summary>A text with a place in it, which is written as <c>‸</c>.</summary>
/// <param name="Text">The text without the mark.</param>
/// <param name="Line">The place's line, from 0.</param>
/// <param name="Character">The place's UTF-16 code unit in its line, from 0.</param>
internal sealed record Marked(string Text, int Line, int Character)
{
    private const char Mark = '‸';

    public object Position => new { line = Line, character = Character };

    public static Marked Of(string text)
    {
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        Assert.That(at, Is.GreaterThanOrEqualTo(0), "The text has no mark.");
        var before = text[..at];
        return new Marked(before + text[(at + 1)..], before.Count(c => c == '\n'), at - (before.LastIndexOf('\n') + 1));
    }
}
