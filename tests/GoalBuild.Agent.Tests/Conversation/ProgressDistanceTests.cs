using GoalBuild.Agent.Loop;
using GoalBuild.Verification;
using static GoalBuild.Agent.Tests.Conversation.Brief;

namespace GoalBuild.Agent.Tests.Conversation;

[TestFixture]
internal sealed class ProgressDistanceTests
{
    [Test]
    public void Fewer_failed_tests_are_nearer() => AssertNearer(Tests(40, 2), Tests(40, 3));

    [Test]
    public void Tests_that_ran_are_nearer_than_none() => AssertNearer(Tests(40, 40), Tests(0, 0));

    [Test]
    public void A_test_that_went_missing_is_as_far_as_one_that_failed() => Assert.That(
        ProgressDistance.Of([Tests(39, 0)]), Is.EqualTo(ProgressDistance.Of([Tests(40, 1)])));

    [Test]
    public void Failed_tests_are_nearer_than_a_build_that_fails() => AssertNearer(Tests(200, 150), Fails(Test, Error("CS1002", "; expected")));

    [Test]
    public void Fewer_errors_are_nearer() => AssertNearer(Build(1, 0), Build(2, 0));

    [Test]
    public void Warnings_count_where_none_is_allowed()
    {
        AssertNearer(Build(0, 3), Build(0, 4));
        Assert.That(ProgressDistance.Of([Build(3, 9, null)]), Is.EqualTo(ProgressDistance.Of([Build(3, 1, null)])));
    }

    [Test]
    public void More_coverage_is_nearer() => AssertNearer(Measured(79.9m, "%", 80), Measured(60, "%", 80));

    [Test]
    public void A_latency_nearer_to_its_threshold_is_nearer() => AssertNearer(Measured(250, "ms", 200), Measured(900, "ms", 200));

    [Test]
    public void A_threshold_of_nothing_and_the_largest_figure_have_a_distance() => AssertNearer(Measured(5, "", 0), Measured(decimal.MaxValue, "", 0));

    [Test]
    public void What_fails_is_nearer_than_what_cannot_be_found_out() => AssertNearer(
        Fails(Lint, [.. Enumerable.Repeat(new Finding(FindingKind.Lint, "white space"), 500)]), Fails(Lint) with { Status = VerdictStatus.Unknown });

    [Test]
    public void One_clause_more_outweighs_any_distance() => Assert.That(
        ProgressDistance.Of([Holds(Lint), Tests(400, 400)]), Is.GreaterThan(ProgressDistance.Of([Fails(Lint), Tests(400, 1)])));

    private static void AssertNearer(Verdict nearer, Verdict farther) => Assert.That(ProgressDistance.Of([nearer]), Is.GreaterThan(ProgressDistance.Of([farther])));

    private static Verdict Tests(int ran, int failed) => Fails(Brief.Test) with { Figures = [new Figure("tests", ran, "", 40), new Figure("failed", failed, "", 0), new Figure("skipped", 0, "", null)] };

    private static Verdict Build(int errors, int warnings, decimal? most = 0) =>
        Fails(Brief.Build) with { Figures = [new Figure("errors", errors, "", 0), new Figure("warnings", warnings, "", most)] };

    private static Verdict Measured(decimal value, string unit, decimal threshold) => Fails(Coverage) with { Figures = [new Figure("measured", value, unit, threshold)] };
}
