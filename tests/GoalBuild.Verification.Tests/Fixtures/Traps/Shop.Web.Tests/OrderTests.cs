using NUnit.Framework;

namespace Shop.Web.Tests;

public class OrderTests
{
    private static bool _isMade, _isSpoilt;

    [Test, Order(1), Category("Order")]
    public void Makes_it() => _isMade = true;

    [Test, Order(2), Category("Order")]
    public void Needs_what_another_made() => Assert.That(_isMade, "it was never made");

    [Test, Order(3), Category("Spoilt")]
    public void Spoils_it() => _isSpoilt = true;

    [Test, Order(4), Category("Spoilt")]
    public void Needs_it_unspoilt() => Assert.That(_isSpoilt, Is.False, "another test spoilt it");
}
