using NUnit.Framework;
using Widgets;

namespace Measured;

public class MeasuredTests
{
    [Test]
    public void Low_is_low() => Assert.That(new Gauge().Read(1), Is.EqualTo("low"));

    [Test]
    public void Adds() => Assert.That(Covered.Add(1, 2), Is.EqualTo(3));
}
