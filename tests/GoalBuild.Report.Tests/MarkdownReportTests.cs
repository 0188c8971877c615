using GoalBuild.Report.Tests.Support;

namespace GoalBuild.Report.Tests;

public sealed class MarkdownReportTests
{
    [Test]
    public void Markdown_has_the_evidence_and_what_only_a_report_has()
    {
        var text = MarkdownReport.Render(ReportSample.Of("met", 3));
        Assert.That(text, Does.StartWith("# webhooks: met\n"));
        Assert.That(text, Does.Contain("- Proved in a clean checkout: all 4 clauses hold\n- Judged by a model, not proved: `judge the error messages` holds: 3 of 3"));
        Assert.That(text, Does.Contain("<details><summary>src/Payments/Signature.cs +3 -1</summary>\n\n```diff\n@@ -10,4 +10,6 @@"));
    }

    [Test]
    public void Nothing_in_a_file_ends_the_block_that_shows_it()
    {
        var sample = ReportSample.Of("met", 1);
        var file = sample.Files[0] with { Lines = ["@@ -1 +1 @@", "+````", "+</details><script>"] };
        var text = MarkdownReport.Render(sample with { Files = [file with { Change = file.Change with { File = "a<b>.cs" } }] });
        Assert.That(text, Does.Contain("<summary>a&lt;b&gt;.cs ").And.Contain("\n`````diff\n@@ -1 +1 @@\n+````\n+</details><script>\n`````\n"));
    }
}
