using System.Text;
using GoalBuild.Verification;

namespace GoalBuild.Authoring.Repository;

/// <summary>The files around a goal that is to be written.</summary>
/// <param name="name">What the repository is called: the name of its folder.</param>
/// <param name="files">Paths relative to the goal's folder, with <c>/</c>; what lies above it begins with <c>../</c>.</param>
/// <param name="read">The text of one of them; null where it cannot be read.</param>
public sealed class RepositoryTree(string name, IReadOnlyCollection<string> files, Func<string, string?> read)
{
    // A file that says how a project is built is small; what is larger was not written by hand.
    private const int MostBytes = 1 << 20;

    private static readonly string[] Shared =
        [".editorconfig", "global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "dotnet-tools.json", ".config/dotnet-tools.json", "azure-pipelines.yml", ".gitlab-ci.yml"];

    private readonly HashSet<string> _files = new(files, StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _folders = new(() => FoldersOf(files));

    /// <summary>No files at all: what is not known of a repository.</summary>
    public static RepositoryTree Unknown { get; } = new("", [], _ => null);

    /// <summary>What the repository, or the part of it that the goal is about, is called.</summary>
    public string Name { get; } = name;

    /// <summary>The files, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; } = [.. files.Order(StringComparer.Ordinal)];

    /// <summary>The folders that hold them.</summary>
    public IEnumerable<string> Folders => _folders.Value;

    /// <summary>Whether there is such a file.</summary>
    /// <param name="path">Relative to the goal's folder.</param>
    public bool HasFile(string path) => _files.Contains(path);

    /// <summary>Whether there is such a folder with a file in it.</summary>
    /// <param name="path">Relative to the goal's folder, without a <c>/</c> at its end.</param>
    public bool HasFolder(string path) => _folders.Value.Contains(path);

    /// <summary>The text of a file; empty where it cannot be read.</summary>
    /// <param name="path">Relative to the goal's folder.</param>
    public string Read(string path) => read(path) ?? "";

    /// <summary>
    /// Looks at the disk. Where nothing that is built lies below the goal's folder, the whole repository is looked at; files that
    /// concern all of it are always taken from the folders above, too.
    /// </summary>
    /// <param name="goalFolder">Absolute path of the folder that the goal is to stand in; it need not exist.</param>
    public static RepositoryTree Of(string goalFolder)
    {
        var root = Workspace.ForGoalFile(Path.Combine(goalFolder, "new.goal")).Root;
        var below = Directory.Exists(goalFolder) ? FilesBelow(goalFolder, goalFolder) : [];
        var isWhole = root != goalFolder && !below.Any(RepositoryScan.IsBuilt);
        var files = new HashSet<string>(isWhole ? FilesBelow(root, goalFolder) : below, StringComparer.Ordinal);
        for (var folder = goalFolder; ; folder = Path.GetDirectoryName(folder)!)
        {
            files.UnionWith(Shared.Select(file => Path.Combine(folder, file)).Where(File.Exists).Select(file => Relative(goalFolder, file)));
            var workflows = Path.Combine(folder, ".github", "workflows");
            files.UnionWith(Directory.Exists(workflows) ? Directory.GetFiles(workflows, "*.y*ml").Select(file => Relative(goalFolder, file)) : []);
            if (folder == root || Path.GetDirectoryName(folder) is null)
            {
                break;
            }
        }

        return new RepositoryTree(Path.GetFileName(isWhole ? root : goalFolder), files, path => ReadFile(Path.Combine(goalFolder, path)));
    }

    private static List<string> FilesBelow(string top, string goalFolder) =>
        [.. FolderWalk.Folders(top).SelectMany(folder => folder.Entries).OfType<FileInfo>().Select(file => Relative(goalFolder, file.FullName))];

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static string? ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length > MostBytes ? null : File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static HashSet<string> FoldersOf(IEnumerable<string> files)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            for (var end = file.LastIndexOf('/'); end > 0 && folders.Add(file[..end]); end = file.LastIndexOf('/', end - 1))
            {
            }
        }

        return folders;
    }
}
