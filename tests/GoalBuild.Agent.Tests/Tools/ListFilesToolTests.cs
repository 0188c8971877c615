using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ListFilesToolTests : IDisposable
{
    private readonly ToolFolder _tree = new();
    private readonly ListFilesTool _tool = new();

    public void Dispose() => _tree.Dispose();

    private async Task<string[]> ListAsync(object? arguments = null) => (await _tree.AnswerAsync(_tool, arguments ?? new { })).Split('\n');

    [Test]
    public async Task Ignored_files_are_left_out_in_a_repository_and_outside_of_one([Values] bool isRepository)
    {
        _tree.Folder.With(".gitignore", "*.log\n/out/\n").With("a.log", "").With("out/x", "").With("src/out/y", "").With("src/.gitignore", "gen/\n!keep.log\n")
            .With("src/gen/z", "").With("src/keep.log", "").With("src/ä b.cs", "").With(".goal/memory.md", "");
        if (isRepository)
        {
            _tree.Folder.Committed().With("new.txt", "").With("deep/new.log", "");
            File.AppendAllText(_tree.Folder[".git/info/exclude"], "secret.txt\n");
            _tree.Folder.With("secret.txt", "");
        }

        var expected = new List<string> { ".gitignore", "src/.gitignore", "src/keep.log", "src/out/y", "src/ä b.cs" };
        if (isRepository)
        {
            expected.Insert(1, "new.txt");
        }

        Assert.That(await ListAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task What_git_tracks_is_listed_although_it_is_ignored_until_it_is_gone()
    {
        _tree.Folder.With("a.log", "").With("b.log", "").Committed().With(".gitignore", "*.log\n").With("c.log", "");
        File.Delete(_tree.Folder["b.log"]);
        Assert.That(await ListAsync(), Is.EqualTo(new[] { ".gitignore", "a.log" }));
    }

    [Test]
    public async Task Outputs_of_builds_are_left_out_where_nothing_ignores_them()
    {
        _tree.Folder.With("src/P/P.csproj", "").With("src/P/bin/Debug/P.dll", "").With("src/P/obj/x.json", "").With("bin/tool.sh", "").With("web/node_modules/m/i.js", "").Committed();
        _tree.Folder.Git("rm", "--cached", "--quiet", "-r", "src/P/bin", "src/P/obj", "bin", "web");
        Assert.That(await ListAsync(), Is.EqualTo(new[] { "bin/tool.sh", "src/P/P.csproj" }));
    }

    [Test]
    public async Task Files_of_repositories_in_the_tree_are_listed()
    {
        _tree.Folder.With("a.txt", "").Committed().With("nested/in.txt", "").With("nested/.gitignore", "*.log\n").With("nested/x.log", "");
        _tree.Folder.Git("init", "--quiet", "nested");
        Assert.That(await ListAsync(), Is.EqualTo(new[] { "a.txt", "nested/.gitignore", "nested/in.txt" }));
    }

    [TestCase("*.cs", "a.cs|src/b.cs|src/deep/c.cs")]
    [TestCase("src/*.cs", "src/b.cs")]
    [TestCase("src/**/*.cs", "src/b.cs|src/deep/c.cs")]
    [TestCase("**/*.md", "README.md|src/deep/d.md")]
    [TestCase("src", "src/b.cs|src/deep/c.cs|src/deep/d.md")]
    [TestCase("./src/", "src/b.cs|src/deep/c.cs|src/deep/d.md")]
    [TestCase("deep", "src/deep/c.cs|src/deep/d.md")]
    [TestCase("*.{cs,md},!src/**", "README.md|a.cs")]
    [TestCase("!*.cs", "README.md|src/deep/d.md")]
    [TestCase("src/deep/[a-c].*", "src/deep/c.cs")]
    [TestCase("src/deep/[!a-c].*", "src/deep/d.md")]
    [TestCase("?.cs", "a.cs|src/b.cs|src/deep/c.cs")]
    public async Task Globs_mean_what_models_mean_by_them(string glob, string expected)
    {
        _tree.Folder.With("a.cs", "").With("README.md", "").With("src/b.cs", "").With("src/deep/c.cs", "").With("src/deep/d.md", "");
        Assert.That(await ListAsync(new { glob }), Is.EqualTo(expected.Split('|')));
    }

    [Test]
    public async Task A_folder_can_be_listed_and_globs_in_it_are_relative_to_it_too()
    {
        _tree.Folder.With("a.cs", "").With("src/b.cs", "").With("src/deep/c.cs", "");
        Assert.That(await ListAsync(new { path = "src" }), Is.EqualTo(new[] { "src/b.cs", "src/deep/c.cs" }));
        Assert.That(await ListAsync(new { path = "src/", glob = "deep/*" }), Is.EqualTo(new[] { "src/deep/c.cs" }));
        Assert.That(await ListAsync(new { path = _tree.Folder["src"], glob = "*.md" }), Has.One.EqualTo($"No files match '*.md' in '{_tree.Folder["src"]}'; those that git ignores are not listed."));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "none" }), Does.Contain("no file or folder 'none'"));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = ".." }), Does.Contain("out of the repository"));
        Assert.That(await _tree.ErrorAsync(_tool, new { glob = "[z-a]" }), Does.Contain("cannot be understood"));
    }

    [Test]
    public async Task Folders_with_many_files_are_folded_so_that_all_of_ten_thousand_files_are_spoken_of()
    {
        Directory.CreateDirectory(_tree.Folder["big/deep"]);
        for (var i = 0; i < 10_000; i++)
        {
            File.WriteAllText(_tree.Folder[i % 2 == 0 ? $"big/{i}.txt" : $"big/deep/{i}.txt"], "");
        }

        _tree.Folder.With("README.md", "").With("src/a.cs", "").With("src/deep/b.cs", "");
        Assert.That(await ListAsync(), Is.EqualTo(new[] { "README.md", "big/ (10000 files)", "src/a.cs", "src/deep/b.cs", "… 10003 files in all; list a folder with path." }));
        var folder = await ListAsync(new { path = "big" });
        Assert.That(folder[0], Is.EqualTo("big/ (10000 files)").Or.EqualTo("big/0.txt"));
        Assert.That(folder, Has.Length.LessThanOrEqualTo(ListFilesTool.MostLines + 1));
    }

    [Test]
    public async Task Two_lists_of_the_same_tree_are_the_same()
    {
        _tree.Folder.With("b", "").With("a/c", "").With("B", "").Committed();
        Assert.That(await ListAsync(), Is.EqualTo(await ListAsync()).And.EqualTo(new[] { "B", "a/c", "b" }));
    }
}
