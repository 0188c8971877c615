namespace Orders.Tests;

/// <summary>What was stored years ago has to be read, and what is written has to be what others read.</summary>
public class OrderJsonTests
{
    [Test]
    public void An_order_is_written_to_the_letter() => Assert.That(
        OrderJson.Write(new Order { Number = 7, State = OrderState.Paid, Lines = { new OrderLine { Sku = "A-1", Count = 2 } } }),
        Is.EqualTo("""{"no":7,"state":"Paid","lines":[{"sku":"A-1","count":2}]}"""));

    [Test]
    public void Letters_beyond_ASCII_stay_as_they_are() => Assert.That(
        OrderJson.Write(new Order { Number = 8, Note = "Größe <XL>" }),
        Is.EqualTo("""{"no":8,"state":"Open","note":"Größe <XL>","lines":[]}"""));

    [Test]
    public void An_order_is_read() =>
        Assert.That(OrderJson.Read("""{"no":9,"state":"Shipped","lines":[{"sku":"B-2","count":1}]}""").Lines.Single().Sku, Is.EqualTo("B-2"));

    [Test]
    public void Numbers_that_an_old_version_wrote_as_text_are_read() =>
        Assert.That(OrderJson.Read("""{"no":"10","state":"Open","lines":[]}""").Number, Is.EqualTo(10));

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{")]
    public void What_is_no_order_is_a_format_error(string json) => Assert.That(() => OrderJson.Read(json), Throws.TypeOf<FormatException>());
}
