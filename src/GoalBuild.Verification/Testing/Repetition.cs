using System.Globalization;

namespace GoalBuild.Verification.Testing;

/// <summary>The rounds of a clause with <c>repeat N</c>: every one must hold. Failing rounds end the work as soon as it is clear whether the tests are flaky.</summary>
/// <param name="times">How many rounds must hold.</param>
public sealed class Repetition(int times)
{
    /// <summary>Failing rounds after which tests that never passed are taken for broken, not flaky.</summary>
    private const int Hopeless = 3;

    private readonly List<TestJudgement> _rounds = [];

    /// <summary>Whether one more round is needed.</summary>
    public bool Continues =>
        _rounds.Count < times
        && !(_rounds.Any(round => round.Holds) && _rounds.Any(round => !round.Holds))
        && _rounds.Count(round => !round.Holds) < Hopeless;

    /// <summary>The number of the next round, from 1.</summary>
    public int Next => _rounds.Count + 1;

    /// <summary>Adds a round.</summary>
    /// <param name="round">What it came to.</param>
    public void Add(TestJudgement round) => _rounds.Add(round);

    /// <summary>What all rounds come to: the first failing one decides.</summary>
    public TestJudgement Outcome
    {
        get
        {
            var failing = _rounds.FindIndex(round => !round.Holds);
            if (failing < 0)
            {
                var last = _rounds[^1];
                return times == 1 ? last : last with { Reason = string.Create(CultureInfo.InvariantCulture, $"{last.Reason}, in each of {times} runs") };
            }

            var round = _rounds[failing];
            if (times == 1)
            {
                return round;
            }

            var flaky = _rounds.FindIndex(other => other.Holds) is >= 0 and var passing
                ? string.Create(CultureInfo.InvariantCulture, $"; run {passing + 1} passed, so that the tests are flaky: make them independent of time, order and chance")
                : "";
            return round with { Reason = string.Create(CultureInfo.InvariantCulture, $"run {failing + 1} of {times}: {round.Reason}{flaky}") };
        }
    }
}
