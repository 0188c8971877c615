using System.Globalization;
using System.Text;
using GoalBuild.Agent.Tools.Files;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Conversation;

/// <summary>The AGENTS.md files that speak to whoever works in a folder: from the root down, the nearest last. At most 32 KiB in all, as agents commonly take.</summary>
internal static class AgentsFiles
{
    /// <summary>The file's name.</summary>
    public const string Name = "AGENTS.md";

    /// <summary>Most bytes of all of them together.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>The folders whose files count for a goal: the root, those on the way to the goal's folder, and those on the way to what its <c>context</c> names.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="goalDirectory">Absolute path of the goal's folder.</param>
    /// <param name="goal">The goal.</param>
    /// <returns>Relative to the root with <c>/</c>, the root as an empty text; those above before those below.</returns>
    public static IReadOnlyList<string> FoldersOf(Workspace workspace, string goalDirectory, Goal goal)
    {
        var ends = goal.Context.Where(glob => !glob.Value.StartsWith('!')).Select(glob => Path.GetFullPath(Path.Combine(goalDirectory, FixedPart(glob.Value)))).Prepend(goalDirectory);
        var folders = ends.Select(workspace.RelativePath).Where(end => end != ".." && !end.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(end)).SelectMany(Chain).Distinct(StringComparer.Ordinal);
        return [.. folders.OrderBy(folder => folder.Length == 0 ? 0 : folder.Count(c => c == '/') + 1)];
    }

    /// <summary>The text of the files, each below a line with its path; empty where there are none. Files that lead out of the repository are not read.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="folders">Relative to the root, in the order in which they are to come.</param>
    public static string Read(string root, IReadOnlyList<string> folders)
    {
        var text = new StringBuilder();
        var room = MostBytes;
        foreach (var path in folders.Select(folder => folder.Length == 0 ? Name : $"{folder}/{Name}"))
        {
            if (TextOf(root, path) is not { Length: > 0 } file)
            {
                continue;
            }

            if (room == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"({path} is left out: there is room for {MostBytes / 1024} KiB in all.)\n");
                continue;
            }

            var kept = Cut(file, room);
            room = kept.Length < file.Length ? 0 : room - Encoding.UTF8.GetByteCount(kept);
            text.Append(CultureInfo.InvariantCulture, $"## {path}\n{kept.TrimEnd('\n')}\n");
            if (kept.Length < file.Length)
            {
                text.Append(CultureInfo.InvariantCulture, $"(… {path} goes on for {Encoding.UTF8.GetByteCount(file) - Encoding.UTF8.GetByteCount(kept)} bytes; there is room for {MostBytes / 1024} KiB in all.)\n");
            }
        }

        return text.ToString();
    }

    private static string? TextOf(string root, string path)
    {
        try
        {
            var real = LinkResolver.Resolve(root);
            var full = LinkResolver.Resolve(Path.Combine(real, path));
            var isInside = full.StartsWith(real + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                && Path.GetRelativePath(real, full).Split(Path.DirectorySeparatorChar)[0] is not (Workspace.StateDirectoryName or ".git");
            return isInside && File.Exists(full) ? FileText.Of(File.ReadAllBytes(full))?.Text.ReplaceLineEndings("\n") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // At the end of a line, or in front of half a character.
    private static string Cut(string text, int bytes)
    {
        var all = Encoding.UTF8.GetBytes(text);
        if (all.Length <= bytes)
        {
            return text;
        }

        var end = all.AsSpan(0, bytes).LastIndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            for (end = bytes; end > 0 && (all[end] & 0xC0) == 0x80; end--)
            {
            }
        }

        return Encoding.UTF8.GetString(all, 0, end);
    }

    private static string FixedPart(string glob)
    {
        var parts = glob.Replace('\\', '/').Split('/').TakeWhile(part => part.IndexOfAny(['*', '?', '[', '{']) < 0).ToList();
        return string.Join('/', parts);
    }

    private static IEnumerable<string> Chain(string folder)
    {
        yield return "";
        if (folder == ".")
        {
            yield break;
        }

        for (var end = folder.IndexOf('/', StringComparison.Ordinal); end >= 0; end = folder.IndexOf('/', end + 1))
        {
            yield return folder[..end];
        }

        yield return folder;
    }
}
