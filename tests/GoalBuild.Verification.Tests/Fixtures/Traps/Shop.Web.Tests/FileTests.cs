using NUnit.Framework;

namespace Shop.Web.Tests;

public class FileTests
{
    [Test, Category("First")]
    public void Has_the_file_for_itself() => Hold();

    [Test, Category("Second")]
    public void Has_the_same_file_for_itself() => Hold();

    // Long enough for another process that was started at the same time to come to the same line.
    private static void Hold()
    {
        using var file = new FileStream(Path.Combine(AppContext.BaseDirectory, "shared.db"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Thread.Sleep(1000);
    }
}
