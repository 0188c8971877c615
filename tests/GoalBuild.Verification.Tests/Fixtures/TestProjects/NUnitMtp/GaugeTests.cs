using NUnit.Framework;
using Widgets;

namespace NUnitMtp;

public class GaugeTests
{
    [Test, Category("Good")]
    public void Low_is_low() => Assert.That(new Gauge().Read(1), Is.EqualTo("low"));

    [TestCase(1, 2)]
    [TestCase(1, 2)]
    [TestCase(2, 3)]
    public void Rows_that_look_alike_count_each(int left, int sum) => Assert.That(Covered.Add(left, 1), Is.EqualTo(sum));

    [Test, Ignore("the device is missing")]
    public void Is_skipped() => Assert.Fail("never runs");

    [Test, Category("Bad")]
    public void High_is_wrong()
    {
        Assert.That(new Gauge().Read(11), Is.EqualTo("low"));
    }

    [Test, Category("Crash")]
    public void The_host_dies() => System.Environment.FailFast("the tests pull the plug");

    [Test, Category("Hang")]
    public void Never_ends() => new System.Threading.ManualResetEvent(false).WaitOne();
}
