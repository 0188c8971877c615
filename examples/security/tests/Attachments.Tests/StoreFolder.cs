namespace Attachments.Tests;

/// <summary>A store in a folder of its own, with something to steal beside it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("attachments-");

    public StoreFolder()
    {
        Store = new AttachmentStore(_root.CreateSubdirectory("store").FullName);
        File.WriteAllText(Path.Combine(_root.FullName, "secret.txt"), "secret");
        File.WriteAllText(Path.Combine(_root.CreateSubdirectory("store-of-others").FullName, "secret.txt"), "secret");
    }

    public AttachmentStore Store { get; }

    public string Root => _root.FullName;

    public IEnumerable<string> Files => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order();

    public void Dispose() => _root.Delete(recursive: true);
}
