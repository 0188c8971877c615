using System.Text.Json;
using System.Xml.Linq;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Terminal;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>The files for other programs.</summary>
public sealed class ResultFileTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);
    private static readonly FileDiagnostic Wrong = new("webhooks.goal", 3, 5, "GOAL3004", false, "No constraints.");

    [Test]
    public void Sarif_reads_as_it_was_approved() => Approved.Verify("ci.sarif", SarifFile.Render([Of(Sample.Stalled)], [Wrong], true, "1.2.3"));

    [Test]
    public void JUnit_reads_as_it_was_approved() => Approved.Verify("ci.junit", JUnitFile.Render([Of(Sample.Stalled)], [Wrong]));

    [Test]
    public void Code_quality_reads_as_it_was_approved() => Approved.Verify("ci.gitlab", GitLabQualityFile.Render([Of(Sample.Stalled)], [Wrong]));

    [Test]
    public void The_summary_reads_as_it_was_approved() => Approved.Verify("ci.summary", JobSummary.Render([Of(Sample.Stalled), Of(Sample.Met)], [Wrong]));

    // What the schema of SARIF 2.1.0 and code scanning require of what is written; see the OASIS standard, sections 3.13 to 3.50.
    [Test]
    public void Sarif_has_what_the_standard_and_code_scanning_require()
    {
        using var json = JsonDocument.Parse(SarifFile.Render([Of(Sample.Stalled)], [Wrong], true, "1.2.3"));
        Assert.That(json.RootElement.GetProperty("version").GetString(), Is.EqualTo("2.1.0"));
        var run = json.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToList();
        Assert.That(rules, Is.Unique);
        Assert.That(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean(), Is.True);
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.That(results, Is.Not.Empty);
        foreach (var result in results)
        {
            Assert.That(rules[result.GetProperty("ruleIndex").GetInt32()], Is.EqualTo(result.GetProperty("ruleId").GetString()));
            Assert.That(result.GetProperty("level").GetString(), Is.AnyOf("error", "warning"));
            Assert.That(result.GetProperty("message").GetProperty("text").GetString(), Is.Not.Empty);
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.That(place.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString(), Is.EqualTo("%SRCROOT%"));
            Assert.That(Uri.TryCreate(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.Relative, out _), Is.True);
        }

        Assert.That(results.Select(result => result.GetProperty("partialFingerprints").GetProperty("goalBuild/v1").GetString()), Is.Unique);
    }

    [Test]
    public void What_holds_has_no_result()
    {
        using var json = JsonDocument.Parse(SarifFile.Render([Of(Sample.Met)], [], true, "1.2.3"));
        Assert.That(json.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength(), Is.Zero);
    }

    [Test]
    public void A_fingerprint_stays_where_a_line_moves_and_a_figure_changes()
    {
        var goal = Of(Sample.NotMet);
        var moved = goal with { Items = [.. goal.Items.Select(item => item with { Line = item.Line + 7, Reason = item.Reason + " or so" })] };
        Assert.That(Fingerprints(moved), Is.EqualTo(Fingerprints(goal)).And.Not.Empty);
    }

    [Test]
    public void Output_that_XML_cannot_hold_is_written_so_that_it_can()
    {
        var goal = Of(Sample.NotMet);
        var item = goal.Items[0] with { Reason = "a\u0000b\u001b[31m<&\ufffe", Findings = [new Finding(FindingKind.Output, "\u0001 ]]> \ud800")] };
        var failure = XDocument.Parse(JUnitFile.Render([goal with { Items = [item] }], [])).Descendants("failure").Single();
        Assert.That(failure.Attribute("message")!.Value, Does.StartWith("a?b?[31m<&"));
    }

    [Test]
    public void Markdown_that_a_test_prints_takes_no_effect_in_the_summary()
    {
        var goal = Of(Sample.NotMet);
        var item = goal.Items[0] with { Reason = "<img src=x> | [a](b) @all", Findings = [] };
        Assert.That(JobSummary.Render([goal with { Items = [item] }], []), Does.Contain("&lt;img src=x&gt; \\| \\[a\\](b) &#64;all"));
    }

    [TestCase("Shop.Tests.CartTests.Rejects(\"a.b\")", "   at Shop.Guard.Check() in /work/shop/src/Guard.cs:line 9\n   at Shop.Tests.CartTests.Rejects(String name) in /work/shop/tests/CartTests.cs:line 31")]
    [TestCase("Rejects", "   at Shop.Guard.Check() in /work/shop/src/Guard.cs:line 9\n   at Shop.Tests.CartTests.<Rejects>d__3.MoveNext() in /work/shop/tests/CartTests.cs:line 31")]
    public void A_failed_test_is_shown_at_its_own_line(string test, string trace) => Assert.That(
        FindingPlace.Of(new Finding(FindingKind.Test, "no") { Test = test, File = "src/Guard.cs", Line = 9, Details = trace }, Sample.Root),
        Is.EqualTo(new FindingPlace("tests/CartTests.cs", 31, null)));

    [Test]
    public void A_failed_test_whose_trace_does_not_name_it_is_shown_where_it_threw() => Assert.That(
        FindingPlace.Of(new Finding(FindingKind.Test, "no") { Test = "Other", File = "src/Guard.cs", Line = 9, Details = "   at Shop.Guard.Check() in /work/shop/src/Guard.cs:line 9" }, Sample.Root),
        Is.EqualTo(new FindingPlace("src/Guard.cs", 9, null)));

    private static GoalResult Of(GoalSummary summary) => GoalResult.Of(summary, Now);

    private static List<string?> Fingerprints(GoalResult goal)
    {
        using var json = JsonDocument.Parse(SarifFile.Render([goal], [], true, "1.2.3"));
        return [.. json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result => result.GetProperty("partialFingerprints").GetProperty("goalBuild/v1").GetString())];
    }
}
