namespace GoalBuild.Report.Html;

/// <summary>A report as one page that needs nothing else: to be read on a screen of any width, to be printed, and to be mailed.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">The report.</param>
    public static string Render(RunReport report) => Page.Of($"{report.Evidence.Goal}: {Figures.Outcome(report.Evidence.Outcome)}", html => Write(html, report));

    /// <summary>Writes what is on the page.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    internal static void Write(HtmlWriter html, RunReport report)
    {
        List<(string Id, string Title, Action<HtmlWriter> Content)> sections =
        [
            ("clauses", "Requirements and clauses", content => ClauseTable.Write(content, report)),
            ("proof", "What is proved, and what is judged", content => ProofSection.Write(content, report)),
        ];
        AddWhere(report.Evidence.Clauses.Any(FindingSection.HasMore), "open", "What does not hold", content => FindingSection.Write(content, report));
        AddWhere(report.Turns.Count > 0, "turns", "Time line", content => TimeLineSection.Write(content, report));
        AddWhere(report.Evidence.Constraints.Count > 0, "constraints", "Constraints", content => ConstraintTable.Write(content, report));
        AddWhere(report.Files.Count > 0 || report.Evidence.Mode == "run", "changes", "Changes", content => DiffSection.Write(content, report));
        AddWhere(report.Transcript.Count > 0, "transcript", "Transcript", content => TranscriptSection.Write(content, report));

        html.Line();
        HeadSection.Write(html, report);
        Contents(html, sections);
        html.Line();
        using (html.Open("main"))
        {
            foreach (var (id, title, content) in sections)
            {
                html.Line();
                using var section = html.Open("section", ("id", id), ("aria-labelledby", $"{id}-title"));
                html.Leaf("h2", title, ("id", $"{id}-title"));
                content(html);
            }
        }

        html.Line();
        Foot(html, report);

        void AddWhere(bool isThere, string id, string title, Action<HtmlWriter> content)
        {
            if (isThere)
            {
                sections.Add((id, title, content));
            }
        }
    }

    private static void Contents(HtmlWriter html, List<(string Id, string Title, Action<HtmlWriter> Content)> sections)
    {
        html.Line();
        using var nav = html.Open("nav", ("aria-label", "Contents"));
        foreach (var (id, title, _) in sections)
        {
            html.Leaf("a", title, ("href", $"#{id}")).Text(" ");
        }
    }

    private static void Foot(HtmlWriter html, RunReport report)
    {
        using var footer = html.Open("footer");
        var bundle = report.Evidence;
        html.Leaf("p", $"Verified by GoalBuild {bundle.Tool.Version} on {bundle.Tool.Runtime}, {bundle.Tool.OperatingSystem}. Written {Figures.Moment(report.Written)} from the ledger and the evidence of run {bundle.Run}.");
        using var hash = html.Open("p");
        html.Text("Goal file ").Leaf("code", bundle.GoalFile).Text(", SHA-256 ").Leaf("code", bundle.GoalHash).Text(".");
    }
}
