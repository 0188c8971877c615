using GoalBuild.Verification.Judging;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Judging;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JudgeVoteTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private JudgeMaterial Material(string? diff = null, params string[] changes)
    {
        _folder.Write("docs/api.md", "one\ntwo\nthree\n");
        _folder.Write("src/a b.cs", "class A;");
        return JudgeMaterial.Collect(_folder.Path, _folder.Path, ["docs/**"], changes.ToHashSet(), diff, CancellationToken.None);
    }

    private JudgeVote Vote(string answer) => JudgeVote.Of(answer, Material(null, "src/a b.cs", "src/gone.cs"));

    [TestCase("""{"verdict":"holds","reason":"It says so.","citations":["docs/api.md:3"]}""", "Holds", "It says so.")]
    [TestCase("""{"verdict":"holds","reason":"It says so.","citations":["./docs/api.md:1-3","src/a b.cs:1"]}""", "Holds", "It says so.")]
    [TestCase("```json\n{\"verdict\":\"fails\",\"reason\":\"Not there.\",\"citations\":[]}\n```", "Fails", "Not there.")]
    [TestCase("""{"verdict":"fails","reason":"Not there."}""", "Fails", "Not there.")]
    [TestCase("""{"verdict":"undecided","reason":"Too little.","citations":[]}""", "Undecided", "Too little.")]
    public void A_vote_in_the_form_that_was_asked_for_counts(string answer, string opinion, string reason) =>
        Assert.That((Vote(answer).Opinion.ToString(), Vote(answer).Reason), Is.EqualTo((opinion, reason)));

    [TestCase("It holds.", "the answer is not the JSON that was asked for: It holds.")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":["docs/api.md:1"]} and more""", "the answer is not the JSON")]
    [TestCase("""{"verdict":"yes","reason":"x","citations":["docs/api.md:1"]}""", "the answer has no verdict of holds, fails or undecided")]
    [TestCase("""{"verdict":"holds","citations":["docs/api.md:1"]}""", "the answer has no verdict of holds, fails or undecided with a reason")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":[]}""", "it finds the statement true and cites no line for it")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":["docs/api.md:4"]}""", "it cites 'docs/api.md:4', which was not shown to it")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":["docs/api.md:0"]}""", "it cites 'docs/api.md:0'")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":["docs/api.md:2-9"]}""", "it cites 'docs/api.md:2-9'")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":["docs/api.md:3-1"]}""", "it cites 'docs/api.md:3-1'")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":["docs/api.md:1","docs/other.md:1"]}""", "it cites 'docs/other.md:1'")]
    [TestCase("""{"verdict":"fails","reason":"x","citations":["src/gone.cs:1"]}""", "it cites 'src/gone.cs:1'")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":["docs/api.md"]}""", "it cites 'docs/api.md'")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":["docs/api.md:99999999999"]}""", "it cites 'docs/api.md:99999999999'")]
    [TestCase("""{"verdict":"holds","reason":"x","citations":[7]}""", "it cites '7'")]
    [TestCase("[]", "the answer has no verdict")]
    public void Another_vote_is_undecided(string answer, string why)
    {
        Assert.That(Vote(answer).Opinion, Is.EqualTo(Opinion.Undecided));
        Assert.That(Vote(answer).Reason, Does.StartWith(why));
    }

    [Test]
    public void The_question_shows_numbered_lines_and_the_difference_between_marks_that_differ_each_time()
    {
        var material = Material("diff --git a/src/a b.cs", "src/a b.cs");
        var (one, other) = (material.Question("It is so.", "a requirement", "an objective"), material.Question("It is so.", "", ""));

        Assert.Multiple(() =>
        {
            Assert.That(one, Does.StartWith("Statement: It is so.\nIt is to prove the requirement: a requirement\nThe goal that it belongs to: an objective\n"));
            Assert.That(one, Does.Contain(" file docs/api.md\n1| one\n2| two\n3| three\n").And.Contain(" file src/a b.cs\n1| class A;\n").And.Contain("what changed since the work began\ndiff --git"));
            Assert.That(other.Split('\n')[2].Split("mark ")[1], Is.Not.EqualTo(one.Split('\n')[4].Split("mark ")[1]));
        });
    }

    [Test]
    public void What_is_too_long_is_cut_and_lines_beyond_cannot_be_cited()
    {
        _folder.Write("docs/long.md", string.Concat(Enumerable.Range(1, 20_000).Select(number => $"line {number}\n")));
        _folder.Write("docs/picture.png", "\0\0");
        var material = Material();
        var question = material.Question("It is so.", "", "");

        Assert.Multiple(() =>
        {
            Assert.That(question, Has.Length.LessThan(130_000));
            Assert.That(question, Does.Match("file docs/long.md, its first [0-9]+ lines\n").And.Contain("docs/picture.png"));
            Assert.That(material.Has("docs/long.md", 1000, out _), Is.True);
            Assert.That(material.Has("docs/long.md", 20_000, out _), Is.False);
        });
    }
}
