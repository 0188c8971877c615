using Microsoft.VisualStudio.TestTools.UnitTesting;
using Widgets;

[assembly: DoNotParallelize]

namespace Measured;

[TestClass]
public class MeasuredTests
{
    [TestMethod]
    public void Low_is_low() => Assert.AreEqual("low", new Gauge().Read(1));

    [TestMethod]
    public void Adds() => Assert.AreEqual(3, Covered.Add(1, 2));
}
