using System.Text.RegularExpressions;

namespace GoalBuild.Tool.Commands;

/// <summary>Finds the files of the tree that a project imports, as far as that can be told from its text; those of SDKs and packages do not count.</summary>
internal static partial class ProjectImports
{
    private static readonly string[] Implicit = ["Directory.Build.props", "Directory.Build.targets"];

    /// <summary>Absolute paths of files that exist; null stands for an import whose path MSBuild would have to evaluate.</summary>
    /// <param name="project">Absolute path of the project.</param>
    /// <param name="text">Its text.</param>
    public static IEnumerable<string?> Of(string project, string text)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { project };
        var open = new Queue<(string Path, string Text)>([(project, text)]);

        // MSBuild takes the nearest of each; that one often imports the next one above.
        for (var folder = Path.GetDirectoryName(project); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (var path in Implicit.Select(name => Path.Combine(folder, name)).Where(path => File.Exists(path) && seen.Add(path)))
            {
                yield return path;
                open.Enqueue((path, File.ReadAllText(path)));
            }
        }

        while (open.TryDequeue(out var file))
        {
            foreach (Match import in Import().Matches(file.Text))
            {
                var named = import.Groups["path"].Value.Replace('\\', '/').Replace("$(MSBuildThisFileDirectory)", "", StringComparison.OrdinalIgnoreCase);
                if (named.Contains("GetPathOfFileAbove", StringComparison.OrdinalIgnoreCase) && Implicit.Any(name => named.Contains(name, StringComparison.OrdinalIgnoreCase)))
                {
                    continue;
                }

                if (named.AsSpan().IndexOfAny("$@%*?") >= 0)
                {
                    yield return null;
                    continue;
                }

                var path = Path.GetFullPath(named, Path.GetDirectoryName(file.Path)!);
                if (File.Exists(path) && seen.Add(path))
                {
                    yield return path;
                    open.Enqueue((path, File.ReadAllText(path)));
                }
            }
        }
    }

    // An import that names an SDK has nothing of the tree.
    [GeneratedRegex(@"<Import\s(?![^>]*\bSdk\s*=)[^>]*?\bProject\s*=\s*(""(?<path>[^""]*)""|'(?<path>[^']*)')", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Import();
}
