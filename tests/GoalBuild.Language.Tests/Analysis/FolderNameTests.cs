using GoalBuild.Language.Model;

namespace GoalBuild.Language.Tests.Analysis;

public sealed class FolderNameTests
{
    [TestCase("payments", "payments")]
    [TestCase("api/v2 \\ x", "api-v2---x")]
    [TestCase("..", "goal")]
    [TestCase("../../etc", "etc")]
    [TestCase(".hidden.", "hidden")]
    [TestCase("é_1.2", "é_1.2")]
    [TestCase("a:b\0c\n", "a-b-c")]
    public void A_goal_has_a_folder_that_is_called_after_it(string goal, string folder) => Assert.That(FolderName.Of(goal), Is.EqualTo(folder));

    [Test]
    public void A_folder_name_is_cut_where_it_gets_too_long() => Assert.That(FolderName.Of(new string('x', 200)), Has.Length.EqualTo(80));
}
