using System;
using NUnit.Framework;

namespace Measures.Tests;

public sealed class QuantityParserTests
{
    [TestCase("3.5 km", "3.5 km")]
    [TestCase("  12kg ", "12 kg")]
    [TestCase("1,500 m", "1500 m")]
    [TestCase("21 celsius", "21 °C")]
    [TestCase("6 ft 3 in", "6.25 ft")]
    [TestCase("-6 ft 3 in", "-6.25 ft")]
    [TestCase("2 hours 15 minutes", "2.25 h")]
    public void A_quantity_is_read_from_text(string text, string expected)
    {
        Assert.That(Quantity.Parse(text).ToString(), Is.EqualTo(expected));
    }

    [TestCase("", "Expected a number at 1 of '', found nothing.")]
    [TestCase("km", "Expected a number at 1 of 'km', found nothing.")]
    [TestCase("3 ", "Expected a unit at 3 of '3 ', found nothing.")]
    [TestCase("3 parsecs", "Expected a unit at 3 of '3 parsecs', found 'parsecs'.")]
    [TestCase("1.2.3 m", "Expected a number at 1 of '1.2.3 m', found '1.2.3'.")]
    public void What_is_not_a_quantity_is_refused_with_the_place(string text, string message)
    {
        Assert.That(() => Quantity.Parse(text), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
    }
}
