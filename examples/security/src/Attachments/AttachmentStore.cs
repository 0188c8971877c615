namespace Attachments;

/// <summary>Attachments of messages, one file each, in a folder.</summary>
/// <param name="folder">Absolute path of the folder.</param>
public sealed class AttachmentStore(string folder)
{
    /// <summary>Stores an attachment.</summary>
    /// <param name="name">Its name, which a client sent; a slash begins a folder.</param>
    /// <param name="content">Its bytes.</param>
    public void Save(string name, byte[] content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    /// <summary>Reads an attachment.</summary>
    /// <param name="name">Its name, which a client sent.</param>
    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    private string PathOf(string name) => Path.Combine(folder, name);
}
