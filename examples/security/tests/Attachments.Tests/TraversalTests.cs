namespace Attachments.Tests;

[Category("Traversal")]
public class TraversalTests
{
    private static readonly string[] Names =
        ["../secret.txt", "a/../../secret.txt", "../store-of-others/secret.txt", "a/b/../../../store-of-others/secret.txt", "{root}/secret.txt", ""];

    [TestCaseSource(nameof(Names))]
    public void Reading_outside_is_refused(string name)
    {
        using var folder = new StoreFolder();
        Assert.That(() => folder.Store.Read(name.Replace("{root}", folder.Root)), Throws.InstanceOf<ArgumentException>());
    }

    [TestCaseSource(nameof(Names))]
    public void Writing_outside_is_refused_and_writes_nothing(string name)
    {
        using var folder = new StoreFolder();
        Assert.That(() => folder.Store.Save(name.Replace("{root}", folder.Root), [1]), Throws.InstanceOf<ArgumentException>());
        Assert.That(folder.Files, Is.EqualTo(new[] { "secret.txt", "store-of-others/secret.txt" }));
    }
}
