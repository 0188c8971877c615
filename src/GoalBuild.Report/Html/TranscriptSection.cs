using GoalBuild.Agent.Log;
using GoalBuild.Verification;

namespace GoalBuild.Report.Html;

/// <summary>What models were told, said and did, folded away: the newest in full, what is older cut, and what is older still counted.</summary>
internal static class TranscriptSection
{
    private const int InFull = 400_000;
    private const int InAll = 700_000;
    private const int MostOfOne = 20_000;
    private const int MostOfOld = 240;

    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        var (entries, cut) = Bounded(report.Transcript);
        var leftOut = report.TranscriptOlder + report.Transcript.Count - entries.Count;
        using var folded = html.Open("details");
        html.Leaf("summary", $"{Figures.Count(entries.Count)} {(entries.Count == 1 ? "entry" : "entries")}");
        var bounds = $"{(leftOut > 0 ? $"{Words.Count(leftOut, "older entry", "older entries")} left out. " : "")}{(cut > 0 ? $"{Words.Count(cut, "entry", "entries")} cut. " : "")}";
        html.Leaf("p", $"{bounds}Secrets are masked. 'dotnet goal log --run {report.Evidence.Run}' shows all.", ("class", "small"));
        var turn = 0;
        foreach (var (entry, text) in entries)
        {
            if (entry.Turn != turn)
            {
                turn = entry.Turn;
                html.Line().Leaf("h3", $"Turn {turn}");
            }

            html.Line();
            using var block = html.Open("div", ("class", $"entry {entry.Kind}"));
            using (html.Open("p", ("class", "small")))
            {
                html.Text($"{entry.Kind}{(entry.IsError ? ", refused" : "")}{(entry.Tool is { } tool ? $" {tool}" : "")}, ").Leaf("time", Figures.Moment(entry.At), ("datetime", Figures.Machine(entry.At)));
            }

            html.Leaf("pre", text);
        }
    }

    // From the newest back: what happened last is what a reader asks for first.
    private static (List<(LogEntry Entry, string Text)> Entries, int Cut) Bounded(IReadOnlyList<LogEntry> all)
    {
        var entries = new List<(LogEntry Entry, string Text)>();
        var (size, cut) = (0, 0);
        for (var index = all.Count - 1; index >= 0 && size < InAll; index--)
        {
            var text = all[index].Text.TrimEnd();
            var most = size < InFull ? MostOfOne : MostOfOld;
            if (text.Length > most)
            {
                cut++;
                text = $"{SafeText.Start(text, most)}\n… {Figures.Count(text.Length - most)} more characters";
            }

            // Encoding makes the most of brackets and quotes, and other scripts of bytes: what counts is what the file grows by.
            size += 150 + text.Sum(character => character switch { '<' or '>' => 4, '&' or '\'' => 5, '"' => 6, < '\u0080' => 1, _ => 3 });
            entries.Add((all[index], text));
        }

        entries.Reverse();
        return (entries, cut);
    }
}
