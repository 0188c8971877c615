namespace Slugs.Tests;

public class SlugTests
{
    [TestCase("Hello, World!", "hello-world")]
    [TestCase("C# 14: what is new?", "c-14-what-is-new")]
    [TestCase("", "")]
    public void A_title_becomes_letters_digits_and_dashes(string title, string slug) => Assert.That(Slug.Of(title), Is.EqualTo(slug));
}
