using NUnit.Framework;

namespace Shop.Tests;

[Category("Good")]
public class CartTests
{
    [Test]
    public void An_empty_cart_costs_nothing() => Assert.That(Cart.Total(), Is.Zero);

    [Test]
    public void The_settings_of_the_repository_arrive() => Assert.That(TestContext.Parameters["colour"], Is.EqualTo("teal"));
}
