namespace GoalBuild.EndToEnd;

/// <summary>A fresh folder, with a blank and a letter beyond ASCII in its path, as users have them.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    /// <param name="name">Its name.</param>
    public TempFolder(string name = "Größe & Maß")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"goal {Guid.NewGuid():N}"[..13], name);
        Directory.CreateDirectory(Path);
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The absolute path of a file in it.</summary>
    /// <param name="name">A path relative to it.</param>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, and the folders above it.</summary>
    /// <param name="name">A path relative to the folder.</param>
    /// <param name="text">Its content.</param>
    public TempFolder With(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this;
    }

    /// <summary>The content of a file.</summary>
    /// <param name="name">A path relative to the folder.</param>
    public string Text(string name) => File.ReadAllText(this[name]);

    /// <summary>Copies a folder of the repository, without what a build left there.</summary>
    /// <param name="source">A path relative to the repository's root.</param>
    public TempFolder WithCopyOf(string source)
    {
        var root = System.IO.Path.Combine(Repository.Root, source);
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(root, file);
            if (!relative.Split('/', '\\').Any(part => part is "bin" or "obj" or ".goal"))
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
                File.Copy(file, this[relative]);
            }
        }

        return this;
    }

    /// <summary>Makes it a git repository with everything committed.</summary>
    public async Task<TempFolder> CommittedAsync()
    {
        string[][] commands = [["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "start"]];
        foreach (var command in commands)
        {
            var outcome = await Shell.RunAsync(Path, "git", command);
            Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
