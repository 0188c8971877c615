using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Clauses;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GlobFilesTests : IDisposable
{
    private readonly TempFolder _folder = new("glob");
    private readonly TempFolder _outside = new("outside");

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [TestCase("*")]
    [TestCase("broken")]
    [TestCase("*oken")]
    [TestCase("!other")]
    public void A_broken_link_is_there(string glob)
    {
        File.CreateSymbolicLink(_folder.At("broken"), _folder.At("none"));

        Assert.That(Find(glob), Is.EqualTo(new[] { new GlobEntry(_folder.At("broken"), true) }));
    }

    [TestCase("secret.txt")]
    [TestCase("*.txt")]
    public void A_link_that_leads_out_is_there_and_is_marked(string glob)
    {
        File.CreateSymbolicLink(_folder.At("secret.txt"), _outside.Write("secret.txt", "x"));

        Assert.That(Find(glob), Is.EqualTo(new[] { new GlobEntry(_folder.At("secret.txt"), true) }));
    }

    [TestCase("out")]
    [TestCase("o*")]
    public void A_link_to_a_folder_outside_is_there_and_is_not_followed(string glob)
    {
        _outside.Write("secret.txt", "x");
        File.CreateSymbolicLink(_folder.At("out"), _outside.Path);

        Assert.That(Find(glob), Is.EqualTo(new[] { new GlobEntry(_folder.At("out"), true) }));
    }

    [Test]
    public void What_lies_behind_a_link_that_leads_out_is_there_and_a_pattern_behind_one_is_not_known()
    {
        _outside.Write("secret/x.txt", "x");
        File.CreateSymbolicLink(_folder.At("out"), _outside.Path);

        Assert.That(Find("out/secret/x.txt"), Is.EqualTo(new[] { new GlobEntry(_folder.At("out/secret/x.txt"), true) }));
        Assert.That(Assert.Throws<IOException>(() => Find("out/secret/*.txt"))!.Message, Does.Contain("leads out of the repository"));
    }

    [Test]
    public void A_link_within_the_workspace_is_a_file_like_any_other()
    {
        File.CreateSymbolicLink(_folder.At("b.txt"), _folder.Write("a.txt", "x"));

        Assert.That(Find("*.txt"), Is.EqualTo(new[] { new GlobEntry(_folder.At("a.txt"), false), new GlobEntry(_folder.At("b.txt"), false) }));
    }

    [Test]
    public void A_folder_that_cannot_be_listed_is_not_taken_for_an_empty_one()
    {
        _folder.Write("a/x.txt", "x");

        Assert.Throws<UnauthorizedAccessException>(() => GlobFiles.Find(
            _folder.Path, _folder.Path, "**/*.txt", folder => folder.Name == "a" ? throw new UnauthorizedAccessException() : folder.EnumerateFileSystemInfos(), default));
    }

    [TestCase("**/*.cs", "src/a.cs")]
    [TestCase("src", "src/a.cs")]
    [TestCase("!other/**", "src/a.cs")]
    [TestCase("src/obj/*.cs", "src/obj/g.cs")]
    [TestCase("src/**/obj/**/*.cs", "src/obj/bin/h.cs", "src/obj/g.cs")]
    [TestCase("src/obj", "src/obj/bin/h.cs", "src/obj/g.cs")]
    [TestCase("src/**/bin/**", "src/bin/b.cs")]
    [TestCase("src/o*/*.cs")]
    [TestCase("node_modules/x/*.cs", "node_modules/x/i.cs")]
    public void What_tools_make_is_found_only_where_the_glob_says_the_name_of_its_folder(string glob, params string[] found)
    {
        foreach (var file in (string[])["src/a.cs", "src/bin/b.cs", "src/obj/g.cs", "src/obj/bin/h.cs", "node_modules/x/i.cs", "src/TestResults/j.cs"])
        {
            _folder.Write(file, "x");
        }

        Assert.That(Find(glob).Select(entry => entry.Path), Is.EqualTo(found.Select(_folder.At)));
    }

    private IReadOnlyList<GlobEntry> Find(string glob) => GlobFiles.Find(_folder.Path, _folder.Path, glob, default);
}
