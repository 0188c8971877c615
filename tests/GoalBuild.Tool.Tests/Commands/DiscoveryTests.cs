using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DiscoveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Named_files_come_before_all_others()
    {
        _folder.Write("a.goal", "");
        Assert.That(await Find("b.goal", "c.goal", "b.goal"), Is.EqualTo(["b.goal", "c.goal"]));
    }

    [Test]
    public async Task Without_projects_the_goal_files_of_the_folder_are_taken_in_order()
    {
        _folder.Write("b.goal", "");
        _folder.Write("a.goal", "");
        _folder.Write("below/c.goal", "");
        Assert.That(await Find(), Is.EqualTo(["a.goal", "b.goal"]));
    }

    [Test]
    public async Task A_project_says_which_goals_are_its_own()
    {
        _folder.Write("other.goal", "");
        _folder.Write("App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><Goal Include="goals\a.goal; goals/b.goal" /></ItemGroup></Project>""");
        Assert.That(await Find(), Is.EqualTo([Path.Combine("goals", "a.goal"), Path.Combine("goals", "b.goal")]));
    }

    [Test]
    public async Task A_project_that_was_compiled_from_a_goal_has_no_goals()
    {
        _folder.Write("a.goal", "");
        _folder.Write("a.goal.proj", """<Project DefaultTargets="Goal"><ItemGroup><GoalClause Include="build x" /></ItemGroup></Project>""");
        Assert.That(await Find(), Is.EqualTo(["a.goal"]));
    }

    [Test]
    [Category("Slow")]
    public async Task Conditions_and_wildcards_are_evaluated_by_MSBuild()
    {
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("goals/a.goal", "");
        _folder.Write("goals/b.goal", "");
        _folder.Write("App.proj", """<Project><ItemGroup><Goal Include="goals/*.goal" /><Goal Include="no.goal" Condition="'$(Never)' == 'true'" /><Goal Remove="goals/b.goal" /></ItemGroup></Project>""");
        Assert.That(await Find(), Is.EqualTo([Path.Combine("goals", "a.goal")]));
    }

    [TestCase("Directory.Build.props", "<Project />")]
    [TestCase("more.props", """<Project><Import Project="$(MSBuildThisFileDirectory)more.props" /></Project>""")]
    [Category("Slow")]
    public async Task Goals_of_imported_files_are_the_project_s(string file, string project)
    {
        _folder.Write("Directory.Build.targets", "<Project />");
        _folder.Write("other.goal", "");
        _folder.Write(file, """<Project><ItemGroup><Goal Include="$(MSBuildThisFileDirectory)all.goal" /></ItemGroup></Project>""");
        _folder.Write("App.csproj", project.Replace("<Project>", "<Project Sdk=\"Microsoft.NET.Sdk\">").Replace("<Project />", "<Project Sdk=\"Microsoft.NET.Sdk\" />"));
        Assert.That(await Find(), Is.EqualTo(["all.goal"]));
    }

    [Test]
    public async Task A_property_named_after_goals_is_no_goal()
    {
        _folder.Write("a.goal", "");
        _folder.Write("Directory.Build.props", "<Project><PropertyGroup><GoalMode>check</GoalMode></PropertyGroup></Project>");
        _folder.Write("App.csproj", "<Project Sdk=\"No.Such.Sdk\" />");
        Assert.That(await Find(), Is.EqualTo(["a.goal"]));
    }

    private Task<IReadOnlyList<string>> Find(params string[] named) => GoalDiscovery.FindAsync(named, new TestHost(_folder.Path).Host);
}
