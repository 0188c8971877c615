using System.Text;
using GoalBuild.Report.Html;
using GoalBuild.Report.Tests.Support;

namespace GoalBuild.Report.Tests;

public sealed class HtmlReportTests
{
    // Elements, attributes, the ends of what text can stand in, entities, and what a terminal obeys.
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover=\"x\" </style></title></pre></table>--><!-- &lt;b&gt; javascript:x \e[31mred\e[0m \e]8;;http://x\a\u202E";

    private static readonly string[] Elements =
        ["html", "head", "meta", "title", "style", "body", "header", "main", "section", "nav", "footer", "h1", "h2", "h3", "p", "a", "code", "strong", "span", "div", "blockquote", "dl", "dt", "dd", "ul", "ol", "li",
         "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "pre", "ins", "del", "b", "figure", "figcaption", "svg", "rect", "path", "time"];

    private static readonly string[] Attributes =
        ["lang", "charset", "http-equiv", "content", "name", "class", "id", "aria-labelledby", "aria-label", "href", "role", "scope", "colspan", "tabindex", "viewBox", "preserveAspectRatio", "x", "y", "width", "height", "d", "vector-effect", "datetime"];

    [Test]
    public void Nothing_that_comes_from_outside_becomes_markup()
    {
        var page = HtmlReport.Render(ReportSample.Of("stalled", 12, Hostile));
        var markup = Markup.Of(page);
        Assert.That(markup.Elements, Is.SubsetOf(Elements));
        Assert.That(markup.Attributes, Is.SubsetOf(Attributes));
        Assert.That(markup.Text, Does.Not.Contain("<").And.Not.Contain(">"));
        Assert.That(markup.Text, Does.Contain("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39; onmouseover=").And.Contain("&amp;lt;b&amp;gt;"));
        Assert.That(page, Does.Not.Contain("\e").And.Not.Contain("\u202E").And.Not.Contain("[31m"));

        // A link that came from outside would be one that is followed.
        Assert.That(page.Split("href=\"").Skip(1).Select(rest => rest[0]), Is.All.EqualTo('#'));
    }

    [Test]
    public void A_page_needs_nothing_else_and_may_load_nothing()
    {
        var page = HtmlReport.Render(ReportSample.Of("met", 24));
        Assert.That(page, Does.StartWith("<!DOCTYPE html>\n<html lang=\"en\">"));
        Assert.That(page, Does.Contain("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;sha256-"));
        Assert.That(page, Does.Not.Contain("<script").And.Not.Contain(" src=").And.Not.Contain("<link").And.Not.Contain("url(").And.Not.Contain("@import").And.Not.Contain(" style="));
        Assert.That(page, Does.Contain("@media print").And.Contain("prefers-color-scheme: dark").And.Contain("name=\"viewport\""));
    }

    [Test]
    public void The_verdict_and_what_is_proved_stand_at_the_top()
    {
        var page = HtmlReport.Render(ReportSample.Of("met", 24));
        var verdict = page.IndexOf("<strong>Met</strong> <span class=\"proof\">proved, but for what was judged</span>", StringComparison.Ordinal);
        Assert.That(verdict, Is.Positive.And.LessThan(page.IndexOf("<h2", StringComparison.Ordinal)));
        Assert.That(HtmlReport.Render(ReportSample.Of("stalled", 24)), Does.Contain("<strong>Stalled</strong> <span class=\"proof\">not proved</span>"));
        Assert.That(HtmlReport.Render(ReportSample.Of("running", 24) with { Proof = ProofState.UnderWay }), Does.Contain("<strong>Under way</strong> <span class=\"proof\">not proved yet</span>"));
    }

    [Test]
    public void A_requirement_leads_to_its_clauses_and_they_to_their_evidence()
    {
        var page = HtmlReport.Render(ReportSample.Of("stalled", 24));
        var requirement = page.IndexOf("Signatures are validated", StringComparison.Ordinal);
        var next = page.IndexOf("An expired signature is refused", StringComparison.Ordinal);
        var clauses = page[requirement..next];
        Assert.That(clauses, Does.Contain("<code>test tests/Shop.Tests filter FullyQualifiedName~Signature</code>").And.Contain("<code>build Shop.sln</code>"));
        Assert.That(clauses, Does.Contain("failed 3 (asked: 0)").And.Contain("01-test.trx").And.Contain("phase foundation"));
        Assert.That(page, Does.Contain("No clause proves it.").And.Contain("Verified beside the requirements"));
        Assert.That(page, Does.Contain("10 more findings in evidence.json").Or.Contain("12 more findings in evidence.json"));
    }

    [Test]
    public void What_a_model_judged_is_kept_apart_from_what_was_proved()
    {
        var page = HtmlReport.Render(ReportSample.Of("met", 24));
        var (proved, judged, signed, trusted) = (At("<dt>Proved</dt>"), At("<dt>Judged by a model</dt>"), At("<dt>Signed by people</dt>"), At("<dt>Taken on trust</dt>"));
        Assert.That(new[] { proved, judged, signed, trusted }, Is.Ordered.And.All.Positive);
        Assert.That(page[proved..judged], Does.Contain("All 4 clauses hold").And.Not.Contain("judge"));
        Assert.That(page[judged..signed], Does.Contain("<code>judge the error messages</code>").And.Contain("no proof"));
        Assert.That(page[signed..trusted], Does.Contain("Ada Lovelace").And.Contain("nobody yet"));

        int At(string text) => page.IndexOf(text, StringComparison.Ordinal);
    }

    [Test]
    public void The_time_line_is_a_drawing_with_words_and_a_table()
    {
        var page = HtmlReport.Render(ReportSample.Of("met", 24));
        Assert.That(page, Does.Contain("role=\"img\" aria-label=\"Clauses held by turn: 2 of 5 at the start, 5 after turn 24.\""));
        Assert.That(page.Split("<svg ").Length - 1, Is.EqualTo(3));
        Assert.That(page, Does.Contain("<summary>All 24 turns as a table</summary>").And.Contain("<td class=\"bad\">undone</td>"));

        var free = ReportSample.Of("met", 1);
        Assert.That(HtmlReport.Render(free).Split("<svg ").Length - 1, Is.EqualTo(1), "Without a model, there is nothing to draw but the clauses.");
    }

    [Test]
    public void A_run_of_a_thousand_turns_stays_small_and_says_what_it_leaves_out()
    {
        var page = HtmlReport.Render(ReportSample.Of("stalled", 1000, " <a'b\"c&d>"));
        Assert.That(Encoding.UTF8.GetByteCount(page), Is.LessThan(3_000_000));
        Assert.That(page.Split("<rect ").Length, Is.LessThan(600), "Many turns share a bar.");
        Assert.That(page, Does.Contain("All 1,000 turns as a table").And.Contain("older entries left out. "));
    }

    [Test]
    public void Huge_texts_are_cut_and_counted()
    {
        var sample = ReportSample.Of("stalled", 2);
        var huge = sample with { Transcript = [.. sample.Transcript.Select(entry => entry with { Text = new string('<', 1_000_000) })] };
        var page = HtmlReport.Render(huge);
        Assert.That(page, Has.Length.LessThan(2_000_000));
        Assert.That(page, Does.Contain("… 980,000 more characters"));
    }

    [Test]
    public void A_verification_has_no_turns_and_no_changes()
    {
        var sample = ReportSample.Of("met", 3);
        var page = HtmlReport.Render(new RunReport(sample.Evidence with { Mode = "verify", Spent = null }) { Proof = ProofState.Verified });
        Assert.That(page, Does.Contain("verified, not proved anew").And.Contain("Verification of "));
        Assert.That(page, Does.Not.Contain("id=\"turns\"").And.Not.Contain("id=\"changes\"").And.Not.Contain("id=\"transcript\""));
    }
}
