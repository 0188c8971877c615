using Widgets;
using Xunit;

namespace XunitV3;

public class GaugeTests
{
    [Fact]
    [Trait("Category", "Good")]
    public void Low_is_low() => Assert.Equal("low", new Gauge().Read(1));

    [Theory]
    [InlineData("same")]
    [InlineData("same")]
    [InlineData("other")]
    public void Rows_that_look_alike_count_each(string text) => Assert.NotEmpty(text);

    [Fact(Skip = "the device is missing")]
    public void Is_skipped() => Assert.Fail("never runs");

    [Fact]
    [Trait("Category", "Bad")]
    public void High_is_wrong()
    {
        Assert.Equal("low", new Gauge().Read(11));
    }
}
