namespace GoalBuild.Report.Html;

/// <summary>Each constraint, whether it was kept, and how that is known.</summary>
internal static class ConstraintTable
{
    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        using var table = html.Open("table", ("class", "constraints"), ("role", "table"));
        using (html.Open("thead", ("role", "rowgroup")))
        {
            using var row = html.Open("tr", ("role", "row"));
            foreach (var title in new[] { "Constraint", "State", "How" })
            {
                html.Leaf("th", title, ("scope", "col"), ("role", "columnheader"));
            }
        }

        using var body = html.Open("tbody", ("role", "rowgroup"));
        foreach (var constraint in report.Evidence.Constraints)
        {
            html.Line();
            using var row = html.Open("tr", ("role", "row"));
            using (html.Open("td", ("role", "cell")))
            {
                html.Leaf("code", constraint.Description);
                html.Leaf("div", constraint.Line is { } line ? $"line {line}" : "always", ("class", "small"));
            }

            using (html.Open("td", ("role", "cell")))
            {
                ClauseTable.State(html, constraint.Status);
            }

            html.Leaf("td", constraint.Detail, ("role", "cell"));
        }
    }
}
