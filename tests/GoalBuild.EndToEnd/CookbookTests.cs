namespace GoalBuild.EndToEnd;

/// <summary>Each goal of <c>examples/</c> that a model works on, run as a user runs it; the scripts say what the model does, wrong turns included.</summary>
[Category("Slow"), Parallelizable(ParallelScope.All)]
public class CookbookTests
{
    [Test]
    public async Task A_red_test_suite_is_repaired_without_touching_a_test()
    {
        await using var run = await CookbookRun.MeetAsync("failing-ci", "green-ci");
        Assert.That(run.ToolAnswers, Has.Some.Contain("lies outside 'only \"src/**\"' (failing-ci.goal:20)"), "It tried to change the test.");
        Assert.That(run.Rejections("1 of 2 clauses hold"), Is.EqualTo(1), "Its first claim to be done was wrong.");
        await run.EnsureOnlyAsync("src/WorkingDays/BusinessCalendar.cs");
    }

    [Test]
    public async Task A_migration_keeps_what_is_written_to_the_letter()
    {
        await using var run = await CookbookRun.MeetAsync("migration", "system-text-json");
        Assert.That(run.Rejections("1 of 3 clauses hold"), Is.EqualTo(1), "It compiled, and wrote something else.");
        Assert.That(run.Evidence.GetProperty("requirements").EnumerateArray().Count(), Is.EqualTo(2));
        await run.EnsureOnlyAsync("Directory.Packages.props", "src/Orders/Order.cs", "src/Orders/OrderJson.cs", "src/Orders/Orders.csproj");
    }

    [Test]
    [Platform("Linux")]
    public async Task A_path_traversal_is_closed_and_its_proof_is_out_of_reach()
    {
        // Without containment the command would change the test, and its whole turn would be undone: another story than the script's.
        var contains = await Shell.RunAsync("/", "sh", ["-c", "bwrap --unshare-user --unshare-pid --unshare-net --ro-bind / / --proc /proc true"]);
        if (contains.ExitCode != 0)
        {
            Assert.Ignore($"bubblewrap does not work here: {contains.Error}");
        }

        await using var run = await CookbookRun.MeetAsync("security", "path-traversal");
        Assert.That(run.Requests[4].NewestResults.Single(), Does.Contain("exit code").And.Not.Contain("exit code 0"), "A command tried to delete a test.");
        Assert.That(run.Rejections("2 of 3 clauses hold"), Is.EqualTo(1), "The first repair broke ordinary names.");
        Assert.That(run.ToolAnswers, Has.Some.Contain("6 of 12 tests failed"), "The second let a folder with the same prefix through.");
        Assert.That(run.Text(".goal/memory.md"), Does.Contain("prefixes of paths need their separator"));
        await run.EnsureOnlyAsync(".goal/memory.md", "src/Attachments/AttachmentStore.cs");
    }

    [Test]
    public async Task A_slow_algorithm_is_replaced_until_the_measured_ratio_is_small()
    {
        await using var run = await CookbookRun.MeetAsync("latency", "fast-overlaps");
        Assert.That(run.Rejections("1 of 2 clauses hold"), Is.EqualTo(1), "Half of the time was not enough.");
        await run.EnsureOnlyAsync("src/Bookings/Overlaps.cs");
    }

    [Test]
    public async Task Coverage_is_raised_by_new_tests_alone()
    {
        await using var run = await CookbookRun.MeetAsync("coverage", "tested-slugs");
        Assert.That(run.Rejections("1 of 3 clauses hold"), Is.EqualTo(1), "A new test failed, and a failed run covers nothing.");
        Assert.That(run.ToolAnswers, Has.Some.Contain("Coverage 67.6% of 80%"), "Less than 80% was not enough.");
        await run.EnsureOnlyAsync("tests/Slugs.Tests/FreeTests.cs", "tests/Slugs.Tests/ShortenTests.cs");
    }

    [Test]
    public async Task Documentation_has_to_cover_the_api_and_the_library_stays()
    {
        await using var run = await CookbookRun.MeetAsync("documentation", "documented-rates");
        Assert.That(run.Rejections("1 of 3 clauses hold"), Is.EqualTo(1), "An operation, an example and an error were missing.");
        await run.EnsureOnlyAsync("docs/api.md");
    }
}
