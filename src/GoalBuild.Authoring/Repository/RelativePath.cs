namespace GoalBuild.Authoring.Repository;

/// <summary>Joins paths by their text.</summary>
internal static class RelativePath
{
    /// <summary>The folder of a file; empty for the one that paths are relative to.</summary>
    /// <param name="path">With <c>/</c>.</param>
    public static string FolderOf(string path) => path.LastIndexOf('/') is var end and > 0 ? path[..end] : "";

    /// <summary>A path as it is seen from where its folder's path is; <c>..</c> is resolved as far as it can be.</summary>
    /// <param name="folder">The folder; empty for the one that paths are relative to.</param>
    /// <param name="path">Relative to the folder, with either separator.</param>
    public static string Join(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{folder}/{path}".Replace('\\', '/').Split('/').Where(part => part is not ("" or ".")))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
