namespace Attachments.Tests;

public class AttachmentStoreTests
{
    [TestCase("report.pdf")]
    [TestCase("2026/05/report.pdf")]
    [TestCase("notes..v2.txt")]
    [TestCase("..hidden")]
    [TestCase("a/../report.pdf")]
    [TestCase("Größe & Maß.txt")]
    public void What_is_stored_is_read(string name)
    {
        using var folder = new StoreFolder();
        folder.Store.Save(name, [1, 2, 3]);
        Assert.That(folder.Store.Read(name), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }
}
