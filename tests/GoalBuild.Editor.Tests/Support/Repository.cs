using GoalBuild.Editor.Documents;

namespace GoalBuild.Editor.Tests.Support;

/// <summary>A repository in a fresh folder, removed afterwards.</summary>
internal sealed class Repository : IDisposable
{
    public Repository(params string[] files)
    {
        // The temporary folder may be a link, and paths are compared.
        Root = Directory.CreateTempSubdirectory("goal-editor-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, ".git"));
        foreach (var file in files)
        {
            Write(file, "");
        }
    }

    public string Root { get; }

    /// <summary>The URI of the goal file that tests have open; it need not be on disk.</summary>
    public string Goal => DocumentUri.Of(Path.Combine(Root, "a.goal"));

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
