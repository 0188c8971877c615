using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Html;

/// <summary>What the clauses that do not hold have found.</summary>
internal static class FindingSection
{
    private const int MostFindings = 20;
    private const int MostOfText = 4000;
    private const int MostOfAll = 400_000;

    /// <summary>Whether there is more to say of a clause than its row does.</summary>
    /// <param name="clause">The clause.</param>
    public static bool HasMore(EvidenceClause clause) => clause.Status != "holds" && clause.Findings.Count > 0;

    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        var end = html.Length + MostOfAll;
        foreach (var clause in report.Evidence.Clauses.Where(HasMore))
        {
            html.Line();
            using (html.Open("h3"))
            {
                html.Leaf("code", clause.Name);
            }

            html.Leaf("p", Cut(clause.Reason));
            var shown = 0;
            using (html.Open("ol", ("class", "findings")))
            {
                foreach (var finding in clause.Findings.Take(MostFindings).TakeWhile(_ => html.Length < end))
                {
                    html.Line();
                    Finding(html, finding);
                    shown++;
                }
            }

            if (clause.Findings.Count > shown)
            {
                html.Leaf("p", $"{Words.Count(clause.Findings.Count - shown, "more finding")} in evidence.json.", ("class", "small"));
            }
        }
    }

    private static void Finding(HtmlWriter html, EvidenceFinding finding)
    {
        using var item = html.Open("li");
        using (html.Open("div", ("class", "where")))
        {
            if (finding.Code is { } code)
            {
                html.Leaf("strong", code).Text(" ");
            }

            if (finding.Test is { } test)
            {
                html.Leaf("code", test).Text(" ");
            }

            if (finding.FailedBefore == true)
            {
                html.Leaf("span", "failed before the work began", ("class", "tag")).Text(" ");
            }

            if (finding.File is { } file)
            {
                html.Leaf("span", finding.Line is { } line ? $"{file}:{line}{(finding.Column is { } column ? $":{column}" : "")}" : file, ("class", "small"));
            }
        }

        html.Leaf("pre", Cut(finding.Message.TrimEnd()));
        if (!string.IsNullOrWhiteSpace(finding.Details))
        {
            using var more = html.Open("details", ("class", "short"));
            html.Leaf("summary", "Details").Leaf("pre", Cut(finding.Details.TrimEnd()));
        }
    }

    private static string Cut(string text) => text.Length <= MostOfText ? text : $"{SafeText.Start(text, MostOfText)}\n… {Figures.Count(text.Length - MostOfText)} more characters in evidence.json";
}
