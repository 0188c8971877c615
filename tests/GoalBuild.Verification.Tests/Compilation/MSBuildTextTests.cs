using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Tests.Compilation;

public class MSBuildTextTests
{
    [TestCase("$(HOME) @(x) %2e *?;'\\", "%24%28HOME%29 %40%28x%29 %252e %2A%3F%3B%27%5C")]
    [TestCase("a\n\t\u001b\0b", "a%0A%09%1B%00b")]
    [TestCase("é ☂ 😀", "é ☂ 😀")]
    public void What_MSBuild_would_take_for_something_else_is_escaped(string text, string escaped) =>
        Assert.That(MSBuildText.Escape(text), Is.EqualTo(escaped));

    [Test]
    public void Any_text_can_be_written_to_a_project() =>
        Gen.String.Sample(text => new XDocument(new XElement("a", new XAttribute("b", MSBuildText.Escape(MSBuildText.Legal(text))))).ToString().Length > 0);

    [TestCase("a", true)]
    [TestCase("😀", true)]
    [TestCase(@"\ud800", false)]
    [TestCase(@"\udc00\ud800", false)]
    [TestCase(@"a\uffff", false)]
    public void What_XML_cannot_hold_is_known(string escaped, bool legal)
    {
        // An attribute's own text cannot hold it either.
        var text = Regex.Unescape(escaped);
        Assert.That(MSBuildText.IsLegal(text), Is.EqualTo(legal));
        Assert.That(MSBuildText.IsLegal(MSBuildText.Legal(text)));
    }

    [Test]
    public void The_elements_of_a_list_come_back_as_they_were()
    {
        string[] texts = [" a ", "", "b;c", "\n", "'d'", "\u3000e\u00a0"];

        Assert.That(MSBuildText.Elements(MSBuildText.List(texts).Split(';').Select(Uri.UnescapeDataString)), Is.EqualTo(texts));
    }
}
