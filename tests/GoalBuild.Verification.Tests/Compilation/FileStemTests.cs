using CsCheck;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Tests.Compilation;

public class FileStemTests
{
    [TestCase("payments")]
    [TestCase("net10.0_x-y")]
    public void A_plain_goal_has_a_folder_of_its_own_name(string goal) => Assert.That(FileStem.Folder(goal), Is.EqualTo(goal));

    [TestCase("支付", "goal-")]
    [TestCase("цель", "goal-")]
    [TestCase("", "goal-")]
    [TestCase("..", "goal-")]
    [TestCase("../../etc", "etc-")]
    [TestCase("a/b", "a-b-")]
    [TestCase("a b", "a-b-")]
    [TestCase("con", "con-")]
    [TestCase(".goal", "goal-")]
    [TestCase("dots.", "dots-")]
    public void Another_name_loses_what_is_not_legal_and_gets_a_hash(string goal, string start)
    {
        Assert.That(FileStem.Folder(goal), Does.Match($"^{start}[0-9a-f]{{8}}$"));
    }

    [Test]
    public void Goals_with_different_names_have_different_folders_that_are_legal_everywhere() =>
        Gen.Select(Gen.String, Gen.String).Sample((one, other) =>
            (one == other || FileStem.Folder(one) != FileStem.Folder(other))
            && FileStem.Folder(one) is { Length: > 0 and <= 60 } name && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'));

    [Test]
    public void The_files_of_two_environments_differ() =>
        Assert.That(
            new[] { FileStem.In("02-test", 1, "a b"), FileStem.In("02-test", 2, "a-b") },
            Is.EqualTo(new[] { "02-test.01-a-b", "02-test.02-a-b" }));
}
