using GoalBuild.Language;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Baseline;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Baseline;

internal sealed class ContradictionsTests
{
    [TestCase("""file "x" exists  file "x" missing""")]
    [TestCase("""file "x" missing  file "x" contains "a" """)]
    [TestCase("""file "x" changed  file "x" unchanged""")]
    [TestCase("""coverage "P" >= 80%  coverage "P" < 50%""")]
    [TestCase("""coverage "P" >= 80%  coverage "P" < 80%""")]
    [TestCase("""measure "n" = run "count" matching /(?<value>\d+)/ < 5  measure "m" = run "count" matching /(?<value>\d+)/ > 5""")]
    [TestCase("""run "x" exits 0  run "x" exits 1""")]
    [TestCase("""run "x" prints "done"  run "x" never prints "done" """)]
    public void Clauses_that_exclude_each_other_are_found(string clauses) =>
        Assert.That(Find(clauses, "").Single(), Does.Contain("can never hold together"));

    [TestCase("""file "x" exists  file "y" missing""")]
    [TestCase("""file "x" exists  file "x" changed  file "x" contains "a" """)]
    [TestCase("""coverage "P" >= 50%  coverage "P" <= 50%""")]
    [TestCase("""coverage "P" >= 80%  coverage "P" branch < 50%""")]
    [TestCase("""coverage "P" >= 80%  coverage "Q" < 50%""")]
    [TestCase("""run "x" exits 1  run "x" in "web" exits 0""")]
    public void Clauses_that_may_hold_together_are_left_alone(string clauses) => Assert.That(Find(clauses, ""), Is.Empty);

    [TestCase("""file "docs/a.md" changed""", """protect "docs/**" """)]
    [TestCase("""file "docs/a.md" contains "more" """, """protect "docs/**" """)]
    [TestCase("""file "docs/a.md" missing""", """protect "docs/**" """)]
    [TestCase("""file "docs/a.md" changed""", """only "src/**" """)]
    [TestCase("""file "global.json" changed""", """only "**" """)]
    public void A_file_that_has_to_change_and_may_not_is_found(string clauses, string constraints) =>
        Assert.That(Find(clauses, constraints).Single(), Does.Contain("can never hold: '"));

    [TestCase("""file "docs/*.md" changed""", """protect "docs/a.md" """, TestName = "another file may satisfy a pattern")]
    [TestCase("""file "docs/a.md" unchanged""", """protect "docs/**" """, TestName = "protected and unchanged agree")]
    [TestCase("""file "bin/app.txt" contains "v2" """, """only "src/**" """, TestName = "an output is made by a build")]
    [TestCase("""file "docs/new.md" exists""", """only "src/**" """, TestName = "what is not there may be made")]
    [TestCase("""file "global.json" changed""", """allow change "global.json" """, TestName = "a protection that is lifted")]
    public void A_file_that_may_change_or_need_not_is_left_alone(string clauses, string constraints) => Assert.That(Find(clauses, constraints), Is.Empty);

    [Test]
    public void What_holds_already_needs_no_change() =>
        Assert.That(Find("""file "docs/a.md" changed""", """protect "docs/**" """, VerdictStatus.Holds), Is.Empty);

    private static List<string> Find(string clauses, string constraints, VerdictStatus status = VerdictStatus.Fails)
    {
        using var folder = new TempFolder("contradictions");
        folder.Write("docs/a.md", "a");
        folder.Write("bin/app.txt", "v1");
        var source = new SourceText(folder.At("a.goal"), $$"""goal "a" { objective "It works." verify { {{clauses}} } constrain { {{constraints}} } }""");
        var parsed = GoalLanguage.Parse(source);
        Assert.That(parsed.HasErrors, Is.False, string.Join('\n', parsed.Diagnostics));
        var goal = parsed.File.Goals[0];
        var workspace = new Workspace(folder.Path, folder.At(".goal"));
        var rules = ChangeRules.Of(goal, null, folder.Path, workspace, new HashSet<string>(), source);
        return [.. Contradictions.Of(goal, folder.Path, workspace, rules, _ => status).Select(found => found.Message)];
    }
}
