using GoalBuild.Language.Analysis;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Analysis;

/// <summary>What the analysis asks of the world, and how it joins paths.</summary>
public sealed class AnalysisContextTests
{
    [TestCase("", "App.sln", "App.sln")]
    [TestCase("", ".", "")]
    [TestCase("goals", ".", "goals")]
    [TestCase("goals", "./a/../b", "goals/b")]
    [TestCase("work/goals", "../../src//App.csproj", "src/App.csproj")]
    [TestCase("work/goals", "../..", "")]
    [TestCase("a/../goals", "x", "goals/x")]
    [TestCase("goals", "**/x", "goals/**/x")]
    [TestCase("", "..", null)]
    [TestCase("goals", "../..", null)]
    [TestCase("goals", "**/../../x", null)]
    [TestCase("goals", "a/../../../x", null)]
    public void A_path_is_joined_to_its_folder_and_may_not_leave_the_root(string folder, string path, string? joined) =>
        Assert.That(RepositoryPath.Resolve(folder, path), Is.EqualTo(joined));

    [Test]
    public void Projects_are_asked_for_from_the_root_of_the_repository()
    {
        var asked = new List<string>();
        var text = "goal a { objective \"1\" constrain { keep api \"../src/App.csproj\" } verify { build \".\" test \"../tests\" file \"x\" exists run \"y\" in \"z\" } }";
        _ = GoalLanguage.Check(new SourceText("a.goal", text), new AnalysisContext("goals", path =>
        {
            asked.Add(path);
            return true;
        }));
        Assert.That(asked, Is.EquivalentTo(new[] { "src/App.csproj", "goals", "tests" }));
    }

    [Test]
    public void Nothing_is_asked_where_nobody_can_tell() =>
        Assert.That(GoalLanguage.Check(new SourceText("a.goal", "goal a { objective \"1\" constrain { keep tests } verify { build \"x\" } }"), new AnalysisContext()).Diagnostics, Is.Empty);

    [Test]
    public void The_nearest_folder_with_a_git_folder_is_the_root()
    {
        var root = Path.Combine(Path.GetPathRoot(Path.GetTempPath())!, "repo");
        string[] there = [Path.Combine(root, ".git"), Path.Combine(root, "src/App.csproj")];
        var context = AnalysisContext.ForFile(Path.Combine(root, "work", "goals", "a.goal"), path => there.Contains(path));
        Assert.Multiple(() =>
        {
            Assert.That(context.GoalDirectory, Is.EqualTo("work/goals"));
            Assert.That(context.Exists!("src/App.csproj"), Is.True);
            Assert.That(context.Exists!("src/Other.csproj"), Is.False);
        });
    }

    [Test]
    public void Outside_of_a_repository_the_goals_own_folder_is_the_root() =>
        Assert.That(AnalysisContext.ForFile(Path.Combine(Path.GetTempPath(), "a.goal"), _ => false).GoalDirectory, Is.Empty);

    [Test]
    public void A_relative_path_of_a_goal_file_is_refused() =>
        Assert.That(() => AnalysisContext.ForFile("a.goal", _ => false), Throws.ArgumentException);
}
