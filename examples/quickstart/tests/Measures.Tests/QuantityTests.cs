using System;
using System.Linq;
using NUnit.Framework;

namespace Measures.Tests;

public sealed class QuantityTests
{
    [TestCase("1 km", "m", "1000 m")]
    [TestCase("26.2 mi", "km", "42.1648128 km")]
    [TestCase("1 lb", "g", "453.59237 g")]
    [TestCase("90 min", "h", "1.5 h")]
    [TestCase("-40 °C", "°F", "-40 °F")]
    [TestCase("100 °C", "K", "373.15 K")]
    public void A_quantity_converts_within_its_dimension(string text, string unit, string expected)
    {
        Assert.That(Quantity.Parse(text).To(UnitTable.Get(unit)).ToString(), Is.EqualTo(expected));
    }

    [TestCase("1 nmi", "m", "1852 m")]
    [TestCase("1 st", "lb", "14 lb")]
    [TestCase("2 wk", "d", "14 d")]
    [Category("NewUnits")]
    public void The_units_of_the_last_request_convert(string text, string unit, string expected)
    {
        Assert.That(Quantity.Parse(text).To(UnitTable.Get(unit)).ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Converting_there_and_back_gives_the_same_quantity()
    {
        foreach (var (from, to) in UnitTable.All.SelectMany(_ => UnitTable.All, (from, to) => (from, to))
                     .Where(pair => pair.from.Dimension == pair.to.Dimension))
        {
            var quantity = new Quantity(7, from);
            Assert.That((double)quantity.To(to).To(from).Value, Is.EqualTo(7).Within(1e-4), $"{from} to {to}");
        }
    }

    [Test]
    public void Quantities_add_and_subtract_in_the_unit_of_the_left_side()
    {
        Assert.That((Quantity.Parse("1 h") + Quantity.Parse("30 min")).ToString(), Is.EqualTo("1.5 h"));
        Assert.That((Quantity.Parse("1 m") - Quantity.Parse("25 cm")).ToString(), Is.EqualTo("0.75 m"));
    }

    [Test]
    public void Quantities_compare_across_units()
    {
        Assert.That(Quantity.Parse("1 mi") > Quantity.Parse("1 km"));
        Assert.That(Quantity.Parse("1 oz") < Quantity.Parse("29 g"));
        Assert.That(Quantity.Parse("1 km") >= Quantity.Parse("1000 m"));
        Assert.That(Quantity.Parse("1 km") <= Quantity.Parse("1000 m"));
    }

    [Test]
    public void Quantities_of_different_dimensions_do_not_mix()
    {
        Assert.That(
            () => Quantity.Parse("1 kg") + Quantity.Parse("1 m"),
            Throws.TypeOf<DimensionMismatchException>().With.Message.EqualTo("'m' measures Length and 'kg' measures Mass."));
    }

    [Test]
    public void An_unknown_unit_is_named()
    {
        Assert.That(() => UnitTable.Get("furlong"), Throws.TypeOf<ArgumentException>().With.Message.Contains("'furlong' is not a unit."));
    }
}
