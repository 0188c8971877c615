using GoalBuild.Language.Model;
using GoalBuild.Verification.Judging;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Judging;

[Category("Slow")]
public class VerifyJudgeTests
{
    private const string Holds = """{"verdict":"holds","reason":"It says so.","citations":["docs/api.md:2"]}""";
    private const string Fails = """{"verdict":"fails","reason":"One event is missing.","citations":["docs/api.md:1"]}""";
    private const string Wrong = """{"verdict":"holds","reason":"Trust me.","citations":["docs/api.md:20"]}""";

    private static JudgeClause Judge(int votes = 1) => new(new Text("docs/api.md tells of both events")) { Reading = [new Text("docs/**")], Votes = votes };

    private static async Task<(Verdict Verdict, Scripted Judge)> AskAsync(SampleWorkspace sample, JudgeClause clause, params string[] answers)
    {
        var judge = new Scripted(answers);
        sample.Folder.Write("docs/api.md", "# Events\nsubscription.created\n");
        var result = await sample.VerifyAsync(new Goal(new Text("sample")) { Verify = [clause], Objective = new Text("Document it.") }, request => request with { Judge = judge });
        return (result.Verdicts.Single(), judge);
    }

    [TestCase(1, new[] { Holds }, VerdictStatus.Holds, "Judged true by test-model: It says so.")]
    [TestCase(1, new[] { Fails }, VerdictStatus.Fails, "Judged not true by test-model: One event is missing.")]
    [TestCase(1, new[] { Wrong }, VerdictStatus.Fails, "test-model could not decide it, which does not hold: it cites 'docs/api.md:20', which was not shown to it.")]
    [TestCase(3, new[] { Holds, Fails, Holds }, VerdictStatus.Holds, "Judged true by test-model, 2 of 3 votes: It says so.")]
    [TestCase(3, new[] { Holds, Holds }, VerdictStatus.Holds, "Judged true by test-model, 2 of 2 votes: It says so.")]
    [TestCase(3, new[] { Fails, Wrong, Fails }, VerdictStatus.Fails, "Judged not true by test-model, 2 of 3 votes: One event is missing.")]
    [TestCase(3, new[] { Holds, Fails, Wrong }, VerdictStatus.Fails, "test-model could not decide it, which does not hold, 1 of 3 votes: it cites 'docs/api.md:20', which was not shown to it.")]
    [TestCase(2, new[] { Holds, Fails }, VerdictStatus.Fails, "test-model could not decide it, which does not hold, 0 of 2 votes: It says so.")]
    public async Task More_than_half_of_the_votes_decide_and_what_is_undecided_fails(int votes, string[] answers, VerdictStatus status, string reason)
    {
        using var sample = new SampleWorkspace();
        var (verdict, judge) = await AskAsync(sample, Judge(votes), answers);

        Assert.Multiple(() =>
        {
            Assert.That((verdict.Status, verdict.Reason), Is.EqualTo((status, reason)));
            Assert.That(verdict.Judged, Is.True);
            Assert.That(judge.Questions, Has.Count.EqualTo(answers.Length), "no vote more than is needed");
        });
    }

    [Test]
    public async Task The_judge_sees_goal_and_files_and_its_grounds_are_kept()
    {
        using var sample = new SampleWorkspace();
        var (verdict, judge) = await AskAsync(sample, Judge(), Holds);

        Assert.Multiple(() =>
        {
            Assert.That(judge.Questions.Single(), Does.Contain("Statement: docs/api.md tells of both events").And.Contain("Document it.").And.Contain("2| subscription.created"));
            Assert.That(verdict.Findings.Select(finding => (finding.File, finding.Line, finding.IsError)), Is.EqualTo(new[] { ("docs/api.md", (int?)2, false) }));
            Assert.That(verdict.Figures.Select(figure => (figure.Name, figure.Value)), Is.EqualTo(new[] { ("votes for it", 1m), ("votes", 1m), ("tokens", 12m) }));
            Assert.That(File.ReadAllText(Path.Combine(sample.LastEvidence, verdict.Artifacts.Single())), Does.Contain("Vote 1, by test-model: holds").And.Contain("It says so."));
        });
    }

    [Test]
    public async Task An_opinion_is_not_paid_for_twice_nor_while_another_clause_does_not_hold()
    {
        using var sample = new SampleWorkspace();
        sample.Folder.Write("docs/api.md", "# Events\nsubscription.created\n");
        var judge = new Scripted(Holds);
        Task<VerificationResult> VerifyAsync() => sample.VerifyAsync(
            new Goal(new Text("sample")) { Verify = [Judge(), new FileClause(new Text("a.txt"), FileCondition.Exists), new RunClause(new Text("true"))] }, request => request with { Judge = judge });

        var early = await VerifyAsync();
        var asked = judge.Questions.Count;
        sample.Folder.Write("a.txt", "");
        var late = await VerifyAsync();
        var again = await VerifyAsync();

        Assert.Multiple(() =>
        {
            Assert.That((early.Verdicts[0].Status, early.Verdicts[0].Reason, asked), Is.EqualTo((VerdictStatus.Unknown, "It is judged when every other clause holds.", 0)));
            Assert.That(late.AllHold, Is.True, late.Verdicts[0].Reason);
            Assert.That(again.Verdicts[0].Reused && again.Verdicts[0].Judged, Is.True);
            Assert.That(judge.Questions, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Without_a_judge_without_anything_to_see_and_with_a_fault_it_is_unknown()
    {
        using var sample = new SampleWorkspace();
        var goal = new Goal(new Text("sample")) { Verify = [new JudgeClause(new Text("it is good"))] };
        var none = await sample.VerifyAsync(goal, request => request);
        var nothing = await sample.VerifyAsync(goal, request => request with { Judge = new Scripted(Holds) });
        var (faulty, _) = await AskAsync(sample, Judge());

        Assert.Multiple(() =>
        {
            Assert.That(none.Verdicts.Single().Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(nothing.Verdicts.Single().Reason, Does.StartWith("There is nothing to judge by"));
            Assert.That((faulty.Status, faulty.Reason, faulty.Judged), Is.EqualTo((VerdictStatus.Unknown, "Out of answers.", false)));
        });
    }

    [Test]
    public async Task Secrets_are_hidden_from_the_judge()
    {
        using var sample = new SampleWorkspace();
        sample.Folder.Write("docs/key.md", "the token ghp_abcdefghijklmnopqrstuvwxyz0123456789 is here\n");
        var (_, judge) = await AskAsync(sample, Judge(), Holds);

        Assert.That(judge.Questions.Single(), Does.Contain("1| the token [masked secret] is here"));
    }

    private sealed class Scripted(params string[] answers) : IJudge
    {
        public List<string> Questions { get; } = [];

        public Task<JudgeAnswer> AskAsync(string instructions, string question, CancellationToken cancellation)
        {
            Questions.Add(question);
            return Task.FromResult(Questions.Count <= answers.Length ? new JudgeAnswer("test-model", answers[Questions.Count - 1], null, 12) : new JudgeAnswer("test-model", null, "Out of answers.", 0));
        }
    }
}
