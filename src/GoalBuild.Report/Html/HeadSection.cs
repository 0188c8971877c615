using GoalBuild.Verification;

namespace GoalBuild.Report.Html;

/// <summary>The top of a report: the verdict, what of it is proved, and the figures of the run.</summary>
internal static class HeadSection
{
    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        var bundle = report.Evidence;
        using var header = html.Open("header", ("class", $"head {Figures.Mood(bundle.Outcome)}"));
        using (html.Open("p", ("class", "kicker")))
        {
            html.Text(bundle.Mode == "run" ? "Run of " : "Verification of ").Leaf("code", bundle.GoalFile);
        }

        html.Leaf("h1", bundle.Goal);
        using (html.Open("p", ("class", "verdict")))
        {
            html.Leaf("strong", Figures.Outcome(bundle.Outcome)).Text(" ").Leaf("span", StateOf(report), ("class", "proof"));
        }

        var explained = Explained(report);
        html.Leaf("p", explained, ("class", "lead"));
        if (bundle.Summary.Length > 0 && bundle.Summary != explained)
        {
            html.Leaf("p", bundle.Summary);
        }

        if (report.Since is { } since)
        {
            html.Leaf("p", $"Since then {since}; what was found out before does not speak of the tree as it is.", ("class", "since"));
        }

        if (bundle.Objective is { } objective)
        {
            html.Leaf("blockquote", objective);
        }

        Facts(html, report);
    }

    private static string StateOf(RunReport report) => report.Proof switch
    {
        ProofState.Proved when report.Judged.Any() => "proved, but for what was judged",
        ProofState.Proved => "proved",
        ProofState.Verified => "verified, not proved anew",
        ProofState.UnderWay => "not proved yet",
        _ => "not proved",
    };

    private static string Explained(RunReport report)
    {
        var clauses = report.Evidence.Clauses;
        var holding = Words.Capital(Words.Holding(clauses.Count(clause => clause.Status == "holds"), clauses.Count));
        return report.Proof switch
        {
            ProofState.Proved => $"{holding}. Everything was verified once more, with no earlier verdict standing, in a clean checkout of the tree that is delivered.",
            ProofState.Verified => $"{holding} in the working tree. A verification edits nothing, and makes no last proof in a clean checkout; 'dotnet goal run' does.",
            ProofState.UnderWay => $"{holding} so far. Nothing is proved before the last proof.",
            _ => $"{holding}.",
        };
    }

    private static void Facts(HtmlWriter html, RunReport report)
    {
        var bundle = report.Evidence;
        using var list = html.Open("dl", ("class", "facts"));
        Fact(html, "Clauses", $"{bundle.Clauses.Count(clause => clause.Status == "holds")} of {bundle.Clauses.Count} hold");
        Fact(html, "Time", Figures.Duration(bundle.Finished - bundle.Started));
        if (bundle.Mode == "run")
        {
            Fact(html, "Turns", Figures.Count(report.Turns.Count));
        }

        if (bundle.Spent is { } spent)
        {
            Fact(html, "Tokens", $"{Figures.Count(spent.TokensIn)} in ({Figures.Count(spent.TokensCached)} cached), {Figures.Count(spent.TokensOut)} out");
            Fact(html, "Cost", spent.Dollars > 0 ? Figures.Dollars(spent.Dollars) : "no price is known");
        }

        if (report.Files.Count > 0)
        {
            Fact(html, "Changes", $"{Words.Count(report.Files.Count, "file")}, +{Figures.Count(report.Files.Sum(file => file.Change.Added))} −{Figures.Count(report.Files.Sum(file => file.Change.Deleted))}");
        }

        Fact(html, "Began", Figures.Moment(bundle.Started));
        Fact(html, "Run", bundle.Run);
        if (report.Command.Length > 0)
        {
            Fact(html, "Command", report.Command);
        }
    }

    private static void Fact(HtmlWriter html, string name, string value)
    {
        using var pair = html.Open("div");
        html.Leaf("dt", name).Leaf("dd", value);
    }
}
