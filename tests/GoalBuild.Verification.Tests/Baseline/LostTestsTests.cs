using GoalBuild.Verification.Baseline;

namespace GoalBuild.Verification.Tests.Baseline;

internal sealed class LostTestsTests
{
    private static readonly TestInventory Start = Of(("Shop.CartTests", "Adds", 1, 0), ("Shop.CartTests", "Rows", 3, 0), ("Shop.CartTests", "Later", 0, 1));

    [Test]
    public void Nothing_is_lost_where_all_run_and_more()
    {
        Assert.That(Lost(Start), Is.Empty);
        Assert.That(Lost(Of(("Shop.CartTests", "Adds", 2, 0), ("Shop.CartTests", "Rows", 4, 0), ("Shop.Other", "New", 1, 0))), Is.Empty);
    }

    [Test]
    public void A_test_that_is_skipped_now_is_lost_whatever_is_new() => Assert.That(
        Lost(Of(("Shop.CartTests", "Adds", 0, 1), ("Shop.CartTests", "Rows", 3, 0), ("Shop.CartTests", "New", 5, 0))),
        Is.EqualTo(new[] { "'Shop.CartTests.Adds' ran at the start and is skipped now" }));

    [Test]
    public void A_test_that_was_skipped_at_the_start_may_go() => Assert.That(Lost(Of(("Shop.CartTests", "Adds", 1, 0), ("Shop.CartTests", "Rows", 3, 0))), Is.Empty);

    [Test]
    public void A_test_that_the_source_has_and_no_run_shows_is_lost_whatever_is_new() => Assert.That(
        Lost(Of(("Shop.CartTests", "Rows", 3, 0), ("Shop.CartTests", "New", 1, 0)), "Adds"),
        Is.EqualTo(new[] { "'Shop.CartTests.Adds' ran at the start and does not run any more" }));

    [Test]
    public void A_clause_that_runs_no_test_any_more_has_lost_all() =>
        Assert.That(Lost(TestInventory.None, "Adds", "Rows"), Has.Count.EqualTo(2));

    [Test]
    public void A_test_that_is_gone_without_a_counterpart_is_lost() =>
        Assert.That(Lost(Of(("Shop.CartTests", "Rows", 3, 0))), Has.Count.EqualTo(1));

    [TestCase("Shop.CartTests", "Adds_up", TestName = "A_test_that_is_renamed_is_not_lost")]
    [TestCase("Shop.BasketTests", "Adds", TestName = "A_test_that_is_moved_is_not_lost")]
    [TestCase("Shop.BasketTests", "Adds_up", TestName = "A_test_that_is_moved_and_renamed_is_not_lost")]
    public void A_counterpart_stands_in(string type, string method) =>
        Assert.That(Lost(Of((type, method, 1, 0), ("Shop.CartTests", "Rows", 3, 0))), Is.Empty);

    [Test]
    public void One_new_test_stands_in_for_one_and_not_for_two() => Assert.That(
        LostTests.Between(Of(("C", "A", 1, 0), ("C", "B", 1, 0)), Of(("C", "New", 1, 0)), _ => false), Has.Count.EqualTo(1));

    [Test]
    public void Tests_that_became_rows_of_one_are_not_lost() =>
        Assert.That(LostTests.Between(Of(("C", "A", 1, 0), ("C", "B", 1, 0)), Of(("C", "All", 2, 0)), _ => false), Is.Empty);

    [Test]
    public void Rows_that_are_gone_are_lost_and_rows_that_went_to_a_new_test_of_the_class_are_not()
    {
        Assert.That(Lost(Of(("Shop.CartTests", "Adds", 1, 0), ("Shop.CartTests", "Rows", 2, 0))), Is.EqualTo(new[] { "'Shop.CartTests.Rows' ran 3 cases at the start and 2 now" }));
        Assert.That(Lost(Of(("Shop.CartTests", "Adds", 1, 0), ("Shop.CartTests", "Rows", 2, 0), ("Shop.CartTests", "Negative", 1, 0)), "Rows"), Is.Empty);
    }

    [Test]
    public void What_one_clause_runs_says_nothing_of_another()
    {
        var start = new TestInventory([.. Start.Clauses, new ClauseTests("other", Start.Clauses[0].Tests, [])]);
        Assert.That(LostTests.Between(start, new TestInventory([new ClauseTests("other", Start.Clauses[0].Tests, [])]), _ => true).Select(lost => lost.Clause).Distinct(), Is.EqualTo(new[] { "test" }));
    }

    [Test]
    public void An_inventory_is_read_as_it_was_written()
    {
        var read = TestInventory.FromJson(Start.ToJson());
        Assert.That(read.Clauses.Single().Tests, Is.EqualTo(Start.Clauses.Single().Tests));
    }

    private static List<string> Lost(TestInventory end, params string[] inSource) =>
        [.. LostTests.Between(Start, end, test => inSource.Contains(test.Method)).Select(lost => lost.Reason)];

    private static TestInventory Of(params (string Class, string Method, int Ran, int Skipped)[] tests) =>
        new([new ClauseTests("test", [.. tests.Select(test => new TestTally(test.Class, test.Method, test.Ran, test.Skipped))], [])]);
}
