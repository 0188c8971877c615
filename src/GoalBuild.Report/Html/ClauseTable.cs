using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Html;

/// <summary>From each requirement to the clauses that prove it, and from each clause to its evidence.</summary>
internal static class ClauseTable
{
    private const int MostOfReason = 1000;

    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        var bundle = report.Evidence;
        if (bundle.Clauses.Count == 0)
        {
            html.Leaf("p", "No clause was verified yet.");
            return;
        }

        // Roles, since a narrow screen shows rows as blocks, and browsers then forget that it is a table.
        using var table = html.Open("table", ("class", "clauses"), ("role", "table"));
        using (html.Open("thead", ("role", "rowgroup")))
        {
            using var row = html.Open("tr", ("role", "row"));
            foreach (var title in new[] { "Clause", "Verdict", "Evidence" })
            {
                html.Leaf("th", title, ("scope", "col"), ("role", "columnheader"));
            }
        }

        var byName = bundle.Clauses.ToLookup(clause => clause.Name, StringComparer.Ordinal);
        foreach (var requirement in bundle.Requirements)
        {
            Group(html, requirement.Statement, requirement.Status, [.. requirement.Clauses.SelectMany(name => byName[name].Take(1))]);
        }

        var traced = bundle.Requirements.SelectMany(requirement => requirement.Clauses).ToHashSet(StringComparer.Ordinal);
        var others = bundle.Clauses.Where(clause => !traced.Contains(clause.Name)).ToList();
        if (others.Count > 0)
        {
            Group(html, bundle.Requirements.Count == 0 ? "Clauses of the goal" : "Verified beside the requirements", null, others);
        }
    }

    /// <summary>A status as a word with its sign.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="status">In the words of the evidence.</param>
    public static void State(HtmlWriter html, string status) => html.Leaf("span", status.Replace('-', ' '), ("class", $"state {Figures.Mood(status)}"));

    private static void Group(HtmlWriter html, string title, string? status, List<EvidenceClause> clauses)
    {
        html.Line();
        using var body = html.Open("tbody", ("role", "rowgroup"));
        using (html.Open("tr", ("role", "row"), ("class", "requirement")))
        {
            using var cell = html.Open("th", ("scope", "rowgroup"), ("colspan", "3"), ("role", "rowheader"));
            html.Leaf("span", title);
            if (status is not null)
            {
                html.Text(" ");
                State(html, status);
            }
        }

        if (clauses.Count == 0)
        {
            using var row = html.Open("tr", ("role", "row"));
            html.Leaf("td", "No clause proves it.", ("colspan", "3"), ("role", "cell"), ("class", "none"));
        }

        foreach (var clause in clauses)
        {
            Clause(html, clause);
        }
    }

    private static void Clause(HtmlWriter html, EvidenceClause clause)
    {
        html.Line();
        using var row = html.Open("tr", ("role", "row"));
        using (html.Open("td", ("role", "cell")))
        {
            html.Leaf("code", clause.Name);
            using var where = html.Open("div", ("class", "small"));
            html.Text($"line {clause.Line}{(clause.Phase is null ? "" : $", phase {clause.Phase}")}");
        }

        using (html.Open("td", ("role", "cell")))
        {
            State(html, clause.Status);
            if (RunReport.IsJudged(clause))
            {
                html.Text(" ").Leaf("span", "judged", ("class", "tag"));
            }

            html.Leaf("div", Short(clause.Reason));
        }

        using (html.Open("td", ("role", "cell")))
        {
            foreach (var figure in clause.Figures)
            {
                html.Leaf("div", Figures.Of(figure));
            }

            var found = clause.At is { } at ? $"{(clause.Reused ? "found earlier, still stands: " : "")}{Figures.Moment(at)}{(clause.Reused ? "" : $", in {Figures.Duration(TimeSpan.FromMilliseconds(clause.DurationMs))}")}" : "";
            html.Leaf("div", found, ("class", "small"));
            if (clause.Files.Count > 0)
            {
                html.Leaf("div", string.Join(", ", clause.Files.Take(4)) + (clause.Files.Count > 4 ? $" and {clause.Files.Count - 4} more" : ""), ("class", "small"));
            }
        }
    }

    private static string Short(string reason) => reason.Length <= MostOfReason ? reason : SafeText.Start(reason, MostOfReason) + " …";
}
