using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Tests.Testing;

public class RepetitionTests
{
    private static readonly TestJudgement Good = new(true, "4 tests passed"), Bad = new(false, "1 of 4 tests failed");

    [Test]
    public void Every_run_must_hold()
    {
        var outcome = Play(3, [Good, Good, Good], out var rounds);

        Assert.That((outcome.Holds, outcome.Reason, rounds), Is.EqualTo((true, "4 tests passed, in each of 3 runs", 3)));
    }

    [Test]
    public void A_failure_after_a_pass_is_flaky_and_ends_the_runs()
    {
        var outcome = Play(10, [Good, Bad], out var rounds);

        Assert.That(rounds, Is.EqualTo(2));
        Assert.That((outcome.Holds, outcome.Reason), Is.EqualTo((false, "run 2 of 10: 1 of 4 tests failed; run 1 passed, so that the tests are flaky: make them independent of time, order and chance")));
    }

    [Test]
    public void A_pass_after_a_failure_is_flaky_too() => Assert.That(Play(10, [Bad, Good], out _).Reason, Does.StartWith("run 1 of 10: 1 of 4 tests failed; run 2 passed"));

    [Test]
    public void Tests_that_never_pass_are_not_called_flaky_and_not_run_for_ever()
    {
        var outcome = Play(100, [Bad, Bad, Bad], out var rounds);

        Assert.That((rounds, outcome.Reason), Is.EqualTo((3, "run 1 of 100: 1 of 4 tests failed")));
    }

    [Test]
    public void One_run_says_nothing_of_runs()
    {
        Assert.That(Play(1, [Good], out _).Reason, Is.EqualTo("4 tests passed"));
        Assert.That(Play(1, [Bad], out _).Reason, Is.EqualTo("1 of 4 tests failed"));
    }

    private static TestJudgement Play(int times, TestJudgement[] rounds, out int played)
    {
        var repetition = new Repetition(times);
        played = 0;
        while (repetition.Continues)
        {
            Assert.That(repetition.Next, Is.EqualTo(played + 1));
            repetition.Add(rounds[played++]);
        }

        return repetition.Outcome;
    }
}
