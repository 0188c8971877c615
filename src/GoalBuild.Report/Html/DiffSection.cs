using GoalBuild.Verification;

namespace GoalBuild.Report.Html;

/// <summary>What changed from the start of the run to its end, file by file, folded.</summary>
internal static class DiffSection
{
    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        var files = report.Files;
        html.Leaf("p", report.FilesUnknown ?? (files.Count == 0
            ? "Nothing was changed."
            : $"{Words.Count(files.Count, "file")}: {Words.Count(files.Sum(file => file.Change.Added), "line")} added, {Words.Count(files.Sum(file => file.Change.Deleted), "line")} deleted."));
        foreach (var file in files)
        {
            html.Line();
            using var folded = html.Open("details", ("class", "file"));
            using (html.Open("summary"))
            {
                html.Leaf("code", file.Change.File).Text(" ");
                if (file.Change.Kind != "changed")
                {
                    html.Leaf("span", file.Change.Kind, ("class", "tag")).Text(" ");
                }

                html.Leaf("span", $"+{Figures.Count(file.Change.Added)}", ("class", "plus")).Text(" ").Leaf("span", $"−{Figures.Count(file.Change.Deleted)}", ("class", "minus"));
            }

            Lines(html, file);
        }
    }

    private static void Lines(HtmlWriter html, FileDiff file)
    {
        if (file.Lines.Count > 0)
        {
            using var text = html.Open("pre", ("class", "diff"), ("tabindex", "0"));
            for (var first = 0; first < file.Lines.Count;)
            {
                // Lines of one kind are one element: a new file of a thousand lines needs no thousand of them.
                var kind = KindOf(file.Lines[first]);
                var next = first + 1;
                while (next < file.Lines.Count && KindOf(file.Lines[next]) == kind)
                {
                    next++;
                }

                var lines = string.Concat(file.Lines.Skip(first).Take(next - first).Select(line => $"{line.ReplaceLineEndings(" ")}\n"));
                html.Leaf(kind, lines);
                first = next;
            }
        }

        if (file.LeftOut > 0 || file.Lines.Count == 0)
        {
            html.Leaf("p", file.LeftOut > 0 ? $"{Words.Count(file.LeftOut, "more line")} in the patch, which is in the evidence." : "Its content is as it was.", ("class", "small"));
        }
    }

    private static string KindOf(string line) => line.Length == 0 ? "span" : line[0] switch { '+' => "ins", '-' => "del", '@' or 'G' or 'B' => "b", _ => "span" };
}
