using GoalBuild.Agent.Sandbox;

namespace GoalBuild.Agent.Tests.Sandbox;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProtectedPathsTests : IDisposable
{
    private readonly SandboxedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private List<string> Found(params string[] globs) => [.. _tree.Policy(globs).Protected.Find().Paths.Select(path => Path.GetRelativePath(_tree.Policy().Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Test]
    public void Git_the_state_and_what_is_always_protected_are_found() =>
        Assert.That(Found("no-such-file"), Is.EqualTo(new[] { ".editorconfig", ".git", ".goal", "app.goal" }));

    [Test]
    public void A_folder_of_which_all_is_protected_stands_for_its_files() =>
        Assert.That(Found("tests/**"), Does.Contain("tests").And.Not.Contain("tests/check.cs"));

    [Test]
    public void A_folder_in_which_new_files_are_allowed_does_not() =>
        Assert.That(Found("tests/*.cs"), Does.Contain("tests/check.cs").And.Not.Contain("tests"));

    [Test]
    public void A_folder_that_is_built_stays_open_for_its_outputs()
    {
        _tree.Folder.With("tests/unit/unit.csproj", "").With("tests/unit/deep/a.cs", "").With("tests/unit/obj/b.cs", "");
        Assert.That(Found("tests/**"), Is.SupersetOf(new[] { "tests/unit/unit.csproj", "tests/unit/deep", "tests/check.cs" }).And.Not.Contain("tests/unit").And.Not.Contain("tests").And.Not.Contain("tests/unit/obj/b.cs"));
    }

    [Test]
    public void A_file_that_is_taken_out_keeps_its_folder_open()
    {
        _tree.Folder.With("tests/open.cs", "");
        Assert.That(Found("tests/**", "!tests/open.cs"), Does.Contain("tests/check.cs").And.Not.Contain("tests").And.Not.Contain("tests/open.cs"));
    }

    [Test]
    public void A_link_stands_for_what_it_leads_to_in_the_tree()
    {
        _tree.Folder.With("shared/config", "");
        File.CreateSymbolicLink(_tree.Folder["src/global.json"], "../shared/config");
        File.CreateSymbolicLink(_tree.Folder["src/NuGet.Config"], "/etc/passwd");
        Assert.That(Found(), Does.Contain("shared/config").And.Not.Contain("src/global.json").And.None.Contain("passwd"));
    }

    [Test]
    public void What_is_more_than_a_command_can_bear_is_left_to_the_diff_those_furthest_down_first()
    {
        for (var number = 0; number < ProtectedPaths.Most + 20; number++)
        {
            _tree.Folder.With($"deep/{number}.txt", "");
        }

        var (paths, count) = _tree.Policy("deep/*.txt").Protected.Find();
        Assert.That((paths.Count, count), Is.EqualTo((ProtectedPaths.Most, ProtectedPaths.Most + 24)));
        Assert.That(paths.Select(Path.GetFileName), Is.SupersetOf(new[] { ".git", ".goal", ".editorconfig", "app.goal" }));
    }

    [Test]
    public void A_path_is_asked_about_once()
    {
        var asked = new List<string>();
        var paths = new ProtectedPaths(_tree.Workspace, path =>
        {
            asked.Add(path);
            return false;
        });
        paths.Find();
        paths.Find();
        Assert.That(asked, Is.Unique.And.Contains("src/code.cs"));
    }
}
