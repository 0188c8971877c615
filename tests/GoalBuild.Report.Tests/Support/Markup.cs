using System.Text.RegularExpressions;

namespace GoalBuild.Report.Tests.Support;

/// <summary>A page taken apart: strictly, as a browser would not need it, so that nothing can be an element that the writer did not mean.</summary>
internal sealed partial class Markup
{
    private Markup(HashSet<string> elements, HashSet<string> attributes, string text) => (Elements, Attributes, Text) = (elements, attributes, text);

    /// <summary>The names of all elements.</summary>
    public HashSet<string> Elements { get; }

    /// <summary>The names of all attributes.</summary>
    public HashSet<string> Attributes { get; }

    /// <summary>What is left without the tags: text, still encoded.</summary>
    public string Text { get; }

    public static Markup Of(string page)
    {
        var (elements, attributes) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var open = new Stack<string>();

        // The page's own style is a constant, and is no markup.
        var body = Style().Replace(page, "<style></style>", 1).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal);
        var text = Tag().Replace(body, match =>
        {
            var name = match.Groups["name"].Value;
            elements.Add(name);
            attributes.UnionWith(match.Groups["attribute"].Captures.Select(capture => capture.Value));
            if (match.Groups["end"].Success)
            {
                Assert.That(open.Pop(), Is.EqualTo(name));
            }
            else if (!match.Groups["empty"].Success)
            {
                open.Push(name);
            }

            return "";
        });
        Assert.That(open, Is.Empty);
        return new Markup(elements, attributes, text);
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("""<(?<end>/)?(?<name>[a-z][a-z0-9]*)(?:\s(?<attribute>[a-zA-Z:-]+)(?:="[^"<>]*")?)*(?<empty>/)?>""")]
    private static partial Regex Tag();
}
