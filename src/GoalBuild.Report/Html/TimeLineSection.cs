using GoalBuild.Agent.Executors;

namespace GoalBuild.Report.Html;

/// <summary>What held and what was spent, turn by turn: as a chart, and as a table for those who cannot see it or want the numbers.</summary>
internal static class TimeLineSection
{
    private const int MostRows = 1000;
    private const int MostOfSummary = 160;

    // Two pages or so.
    private const int MostOnPaper = 100;

    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        TimeLineChart.Write(html, report);
        html.Line();
        using var folded = html.Open("details", ("class", report.Turns.Count <= MostOnPaper ? "short" : null));
        html.Leaf("summary", report.Turns.Count == 1 ? "The turn as a table" : $"All {Figures.Count(report.Turns.Count)} turns as a table");
        var rows = report.Turns.Skip(report.Turns.Count - MostRows).ToList();
        if (rows.Count < report.Turns.Count)
        {
            html.Leaf("p", $"The newest {Figures.Count(rows.Count)}; 'dotnet goal log' shows all.", ("class", "small"));
        }

        using var wide = html.Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Turns"));
        using var table = html.Open("table", ("class", "turns"));
        using (html.Open("thead"))
        {
            using var row = html.Open("tr");
            foreach (var (title, kind) in new (string, string?)[] { ("Turn", "n"), ("Executor", null), ("End", null), ("Holding", "n"), ("Tokens in", "n"), ("Cached", "n"), ("Tokens out", "n"), ("Cost", "n"), ("Time", "n"), ("What", null) })
            {
                html.Leaf("th", title, ("scope", "col"), ("class", kind));
            }
        }

        using var body = html.Open("tbody");
        foreach (var turn in rows)
        {
            html.Line();
            Row(html, turn);
        }
    }

    private static void Row(HtmlWriter html, ReportTurn turn)
    {
        using var row = html.Open("tr");
        var asked = turn.Spent != Spending.None;
        html.Leaf("td", Figures.Count(turn.Number), ("class", "n"));
        html.Leaf("td", turn.Phase.Length == 0 ? turn.Executor : $"{turn.Executor}, phase {turn.Phase}");
        html.Leaf("td", turn.State, ("class", turn.State == "undone" ? "bad" : null));
        html.Leaf("td", turn.Holding is { } holding ? Figures.Count(holding) : "", ("class", "n"));
        html.Leaf("td", asked ? Figures.Count(turn.Spent.TokensIn) : "", ("class", "n"));
        html.Leaf("td", asked ? Figures.Count(turn.Spent.TokensCached) : "", ("class", "n"));
        html.Leaf("td", asked ? Figures.Count(turn.Spent.TokensOut) : "", ("class", "n"));
        html.Leaf("td", turn.Spent.Dollars > 0 ? Figures.Dollars(turn.Spent.Dollars) : "", ("class", "n"));
        html.Leaf("td", Figures.Duration(turn.Duration), ("class", "n"));
        html.Leaf("td", SafeText.OneLine(turn.Summary, MostOfSummary));
    }
}
