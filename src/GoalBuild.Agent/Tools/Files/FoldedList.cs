using System.Globalization;

namespace GoalBuild.Agent.Tools.Files;

/// <summary>A list of files that fits into an answer: where there are too many, folders stand for what is in them, the deepest and fullest first.</summary>
internal static class FoldedList
{
    /// <summary>The lines: files, and folders with how many files are in them.</summary>
    /// <param name="files">The files, ordered, with <c>/</c>.</param>
    /// <param name="most">The most lines.</param>
    /// <returns>The lines, ordered, and how many files they do not speak of.</returns>
    public static (IReadOnlyList<string> Lines, int LeftOut) Of(IReadOnlyList<string> files, int most)
    {
        if (files.Count <= most)
        {
            return (files, 0);
        }

        var shown = Children(files, "");
        var closed = new PriorityQueue<Entry, (int, int)>();
        void Add(IEnumerable<Entry> entries) => closed.EnqueueRange(entries.Where(entry => entry.IsFolder).Select(entry => (entry, (entry.Path.Count(c => c == '/'), entry.Files.Count))));

        // Level by level, the small ones first, as long as there is room.
        Add(shown);
        while (closed.TryDequeue(out var folder, out _))
        {
            var inside = Children(folder.Files, folder.Path);
            if (shown.Count - 1 + inside.Count <= most)
            {
                shown.Remove(folder);
                shown.AddRange(inside);
                Add(inside);
            }
        }

        var ordered = shown.OrderBy(entry => entry.Path, StringComparer.Ordinal).ToList();
        return ([.. ordered.Take(most).Select(entry => entry.Line)], ordered.Skip(most).Sum(entry => entry.Files.Count));
    }

    private static List<Entry> Children(IReadOnlyList<string> files, string folder) =>
        [.. files.GroupBy(file => file.IndexOf('/', folder.Length) is var end and >= 0 ? file[..(end + 1)] : file, StringComparer.Ordinal).Select(group => new Entry(group.Key, [.. group]))];

    private sealed record Entry(string Path, IReadOnlyList<string> Files)
    {
        public bool IsFolder => Path.EndsWith('/');

        public string Line => IsFolder ? string.Create(CultureInfo.InvariantCulture, $"{Path} ({Files.Count} file{(Files.Count == 1 ? "" : "s")})") : Path;
    }
}
