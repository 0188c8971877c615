using System.Xml.Linq;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Tasks.Tests;

public class TargetsTests
{
    private static readonly XDocument Targets = XDocument.Load(Path.Combine(TestContext.CurrentContext.TestDirectory, "GoalBuild.targets"));

    [Test]
    public void Every_code_that_the_targets_report_is_in_the_catalogue()
    {
        var codes = Targets.Descendants("Error").Select(error => (string?)error.Attribute("Code")).ToList();
        Assert.That(codes, Is.Not.Empty);
        Assert.That(codes, Is.SubsetOf(DiagnosticCatalogue.All.Select(entry => entry.Code)));
    }

    [Test]
    public void Only_the_documented_targets_are_public() => Assert.That(
        Targets.Descendants("Target").Select(target => (string)target.Attribute("Name")!).Where(name => !name.StartsWith("_Goal", StringComparison.Ordinal)),
        Is.EquivalentTo(new[]
        {
            "GoalCheck", "GoalVerify", "GoalRun", "BeforeGoalCheck", "AfterGoalCheck", "BeforeGoalVerify", "AfterGoalVerify", "BeforeGoalRun", "AfterGoalRun",
        }));

    [Test]
    public void Every_task_that_is_named_exists()
    {
        var named = Targets.Descendants("UsingTask").Select(task => (string)task.Attribute("TaskName")!).Distinct();
        Assert.That(named, Is.EquivalentTo(new[] { typeof(CheckGoal).FullName, typeof(RunGoalTool).FullName }));
    }
}
