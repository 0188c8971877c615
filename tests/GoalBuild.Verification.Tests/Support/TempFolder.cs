namespace GoalBuild.Verification.Tests.Support;

/// <summary>A fresh folder that is removed afterwards. No props of this repository reach what is written in it.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder(string name = "goal")
    {
        Path = Directory.CreateTempSubdirectory(name + "-").FullName;
    }

    public string Path { get; }

    /// <summary>Writes a file, and the folders on its way.</summary>
    public string Write(string relativePath, string text)
    {
        var path = At(relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a script that can be run.</summary>
    public string WriteProgram(string relativePath, string text)
    {
        var path = Write(relativePath, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    public string At(string relativePath) => System.IO.Path.GetFullPath(relativePath, Path);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Left for the system to clean; a test that holds it open has failed already.
        }
    }
}
