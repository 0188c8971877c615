namespace GoalBuild.Language.Analysis;

/// <summary>Joins paths by their text alone: no disk is asked, so a link cannot change what a goal says.</summary>
internal static class RepositoryPath
{
    /// <summary>A path of a goal as a path from the repository's root, or null where it leads out of it.</summary>
    /// <param name="directory">The goal file's folder, from the root.</param>
    /// <param name="path">A path or glob relative to that folder; <c>**</c> counts as no folder at all.</param>
    public static string? Resolve(string directory, string path)
    {
        var parts = new List<string>();
        foreach (var part in directory.Split('/').Concat(path.Split('/')))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.FindLastIndex(kept => kept != "**") is var last and >= 0:
                    parts.RemoveRange(last, parts.Count - last);
                    break;
                case "..":
                    return null;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts);
    }
}
