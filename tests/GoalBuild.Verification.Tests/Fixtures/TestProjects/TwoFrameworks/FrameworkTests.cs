using NUnit.Framework;

namespace TwoFrameworks;

public class FrameworkTests
{
    [Test]
    public void Holds_everywhere() => Assert.Pass();

    [Test]
    public void Holds_on_one_framework_only()
    {
#if !NET10_0_OR_GREATER
        Assert.Fail("the older framework is not supported");
#endif
    }
}
