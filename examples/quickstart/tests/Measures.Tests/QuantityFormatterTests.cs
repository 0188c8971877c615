using System;
using System.Linq;
using NUnit.Framework;

namespace Measures.Tests;

public sealed class QuantityFormatterTests
{
    [TestCase("1.875 m", "ft in", "6 ft 1.819 in")]
    [TestCase("5400 s", "h min", "1 h 30 min")]
    [TestCase("2 h", "h min s", "2 h")]
    [TestCase("0 m", "ft in", "0 in")]
    [TestCase("-90 min", "h min", "-1 h 30 min")]
    public void A_quantity_is_written_in_several_units(string text, string units, string expected)
    {
        var formatter = new QuantityFormatter([.. units.Split(' ').Select(UnitTable.Get)]);
        Assert.That(formatter.Format(Quantity.Parse(text)), Is.EqualTo(expected));
    }

    [Test]
    public void A_formatter_without_units_is_refused()
    {
        Assert.That(() => new QuantityFormatter([]), Throws.TypeOf<ArgumentException>());
    }
}
