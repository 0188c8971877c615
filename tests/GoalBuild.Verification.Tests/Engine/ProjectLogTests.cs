using GoalBuild.Verification.Engine;

namespace GoalBuild.Verification.Tests.Engine;

public class ProjectLogTests
{
    private static readonly string Root = Path.GetFullPath("/r/In/obj/x");

    [Test]
    public void A_folder_whose_name_begins_alike_is_another_folder()
    {
        var log = new ProjectLog(Root);
        Add(log, "App.Tests/App.Tests.csproj", facts => facts.OutsideItems.Add(At("App/Data/a.cs")));

        Assert.That(log.Inputs([At("App.Tests/App.Tests.csproj")])!.Folders, Is.EqualTo(new[] { At("App.Tests"), At("App/Data") }));
    }

    [Test]
    public void A_folder_that_holds_the_project_counts_by_its_file_alone()
    {
        var log = new ProjectLog(Root);
        Add(log, "src/App/App.csproj", facts => facts.OutsideItems.Add(At("src/Shared.cs")));
        var inputs = log.Inputs([At("src/App/App.csproj")])!;

        Assert.That(inputs.Folders, Is.EqualTo(new[] { At("src/App") }));
        Assert.That(inputs.Files, Is.EqualTo(new[] { At("src/Shared.cs") }));
    }

    [Test]
    public void What_projects_say_they_write_is_not_read_and_a_folder_named_obj_above_them_says_nothing()
    {
        var log = new ProjectLog(Root);
        Add(log, "App/App.csproj", facts =>
        {
            facts.Imports.UnionWith([At("App/obj/App.csproj.nuget.g.props"), At("Directory.Build.props")]);
            facts.OutsideItems.UnionWith([At("out/gen/x.cs"), At("tools/obj/y.cs")]);
            facts.Outputs.UnionWith([At("App/obj/"), At("out/"), At("../x")]);
        });
        var inputs = log.Inputs([At("App/App.csproj")])!;

        Assert.Multiple(() =>
        {
            Assert.That(inputs.Files, Is.EqualTo(new[] { At("Directory.Build.props"), At("tools/obj/y.cs") }));
            Assert.That(inputs.Folders, Is.EqualTo(new[] { At("App"), At("tools/obj") }));
        });
    }

    [TestCase("/r/App", "/r/App", true)]
    [TestCase("/r/App", "/r/App/x", true)]
    [TestCase("/r/App/", "/r/App/x", true)]
    [TestCase("/r/App", "/r/App.Tests/x", false)]
    [TestCase("/", "/x", true)]
    [TestCase("/r/App/x", "/r/App", false)]
    public void A_path_lies_in_a_folder_or_not(string folder, string path, bool isBelow) => Assert.That(FindingPath.IsBelow(folder, path), Is.EqualTo(isBelow));

    private static string At(string path) => Path.GetFullPath(path, Root) + (path.EndsWith('/') ? "/" : "");

    private static void Add(ProjectLog log, string project, Action<ProjectFacts> change) => log.Update(At(project), facts =>
    {
        facts.Evaluated = true;
        change(facts);
    });
}
