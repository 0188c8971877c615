using NUnit.Framework;

namespace Shop.Web.Tests;

[Category("Rows")]
public class RowTests
{
    [TestCase("a \"quoted\", (bracketed) word")]
    [TestCase("ü ☂ | & ! ~ = \\ <b> 'x'")]
    [TestCase("two\nlines")]
    [TestCase("named", TestName = "A name of its own (with brackets)")]
    public void Reads(string text) => Assert.That(text, Does.Not.Contain("\n"));
}
