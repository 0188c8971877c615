using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Html;

/// <summary>Keeps apart what was found out by running something, what a model thinks, what a person signed, and what nobody checked.</summary>
internal static class ProofSection
{
    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        using var list = html.Open("dl", ("class", "kinds"));
        Measured(html, report);
        Judged(html, report);
        Signed(html, report.Evidence);
        Unchecked(html, report.Evidence);
    }

    private static void Measured(HtmlWriter html, RunReport report)
    {
        var measured = report.Evidence.Clauses.Where(clause => !RunReport.IsJudged(clause)).ToList();
        html.Leaf("dt", report.Proof == ProofState.Proved ? "Proved" : "Verified");
        using var all = html.Open("dd");
        html.Leaf("p", measured.Count == 0
            ? "Nothing: no clause runs anything."
            : $"{Words.Capital(Words.Holding(measured.Count(clause => clause.Status == "holds"), measured.Count))}, found out by building, testing and measuring{(report.Proof == ProofState.Proved ? ", in a clean checkout" : "")}. No text that a model writes changes that.");
    }

    private static void Judged(HtmlWriter html, RunReport report)
    {
        html.Leaf("dt", "Judged by a model");
        using var all = html.Open("dd");
        if (!report.Judged.Any())
        {
            html.Leaf("p", "Nothing.");
            return;
        }

        html.Leaf("p", "An opinion with its grounds, and no proof:");
        using var list = html.Open("ul");
        foreach (var clause in report.Judged)
        {
            using var item = html.Open("li");
            html.Leaf("code", clause.Name).Text(" ");
            ClauseTable.State(html, clause.Status);
            html.Leaf("div", clause.Reason);
        }
    }

    private static void Signed(HtmlWriter html, EvidenceBundle bundle)
    {
        if (bundle.Reviews.Count == 0)
        {
            return;
        }

        html.Leaf("dt", "Signed by people");
        using var all = html.Open("dd");
        using var list = html.Open("ul");
        foreach (var review in bundle.Reviews)
        {
            using var item = html.Open("li");
            html.Leaf("strong", review.By).Text($", of {review.Subject}: ");
            if (review.Person is null)
            {
                html.Leaf("span", "nobody yet", ("class", "state open"));
                continue;
            }

            html.Leaf("span", review.Account is null || review.Account == review.Person ? review.Person : $"{review.Person} ({review.Account})", ("class", "state good"));
            html.Text($"{(review.At is { } at ? $", {Figures.Moment(at)}" : "")}{(review.Tree is { } tree ? $", tree {tree[..Math.Min(12, tree.Length)]}" : "")}{(review.Note is { } note ? $": “{note}”" : "")}");
        }
    }

    private static void Unchecked(HtmlWriter html, EvidenceBundle bundle)
    {
        var trusted = bundle.Constraints.Where(constraint => constraint.Status is "not-checked" or "not-proved").ToList();
        if (trusted.Count == 0)
        {
            return;
        }

        html.Leaf("dt", "Taken on trust");
        using var all = html.Open("dd");
        using var list = html.Open("ul");
        foreach (var constraint in trusted)
        {
            using var item = html.Open("li");
            html.Leaf("code", constraint.Description).Leaf("div", constraint.Detail);
        }
    }
}
