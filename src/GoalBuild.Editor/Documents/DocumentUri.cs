namespace GoalBuild.Editor.Documents;

/// <summary>The URIs of documents, as editors write them.</summary>
internal static class DocumentUri
{
    private const string FileScheme = "file://";

    /// <summary>The absolute path of a document, or null for one that is not on this machine's disks.</summary>
    /// <param name="uri">Its URI, however the editor escapes it: <c>file:///c%3A/a%20b.goal</c>.</param>
    public static string? ToPath(string uri)
    {
        if (!uri.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = Uri.UnescapeDataString(uri[FileScheme.Length..]);
        if (path is ['/', _, ':', ..] && char.IsAsciiLetter(path[1]))
        {
            path = path[1..];
        }

        return path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path) ? null : Path.GetFullPath(path);
    }

    /// <summary>The URI of a file.</summary>
    /// <param name="path">Its absolute path.</param>
    public static string Of(string path)
    {
        var parts = path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString);
        var escaped = string.Join('/', parts);
        return FileScheme + (escaped.StartsWith('/') ? escaped : "/" + escaped);
    }
}
