using NUnit.Framework;

namespace Shop.Web.Tests;

public class PageTests
{
    [Test, Category("Fix")]
    public void The_page_shows_the_total() => Assert.That(Cart.Total(20, 30), Is.EqualTo(50));

    [Test, Category("Settings")]
    public void The_settings_of_the_repository_arrive() => Assert.That(TestContext.Parameters["colour"], Is.EqualTo("teal"));

    // Every test passes, and the program has something to say all the same.
    [Test, Category("Exit")]
    public void The_program_leaves_with_a_code_of_its_own() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Environment.ExitCode = 7;
}
