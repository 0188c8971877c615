using Microsoft.VisualStudio.TestTools.UnitTesting;
using Widgets;

[assembly: DoNotParallelize]

namespace MSTestMtp;

[TestClass]
public class GaugeTests
{
    [TestMethod]
    [TestCategory("Good")]
    public void Low_is_low() => Assert.AreEqual("low", new Gauge().Read(1));

    [TestMethod]
    [DataRow(1, 2)]
    [DataRow(1, 2)]
    [DataRow(2, 3)]
    public void Rows_that_look_alike_count_each(int left, int sum) => Assert.AreEqual(sum, Covered.Add(left, 1));

    [TestMethod]
    [Ignore("the device is missing")]
    public void Is_skipped() => Assert.Fail("never runs");

    [TestMethod]
    [TestCategory("Bad")]
    public void High_is_wrong()
    {
        Assert.AreEqual("low", new Gauge().Read(11));
    }

    [TestMethod]
    [TestCategory("Crash")]
    public void The_host_dies() => Environment.FailFast("the tests pull the plug");
}
