using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TreeWalkTests : IDisposable
{
    private readonly TempFolder _folder = new("tree");
    private readonly TempFolder _outside = new("outside");

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [TestCase("scripts/bin/check.sh")]
    [TestCase("src/obj/model.obj")]
    [TestCase("docs/TestResults/2020.md")]
    [TestCase("Repo.sln", "bin/tool.sh")]
    [TestCase("artifacts/bin/tool.sh")]
    [TestCase(".github/ci.yml")]
    public void A_folder_of_sources_counts_whatever_its_name(params string[] files)
    {
        foreach (var file in files)
        {
            _folder.Write(file, "");
        }

        Assert.That(Files(), Is.EquivalentTo(files));
    }

    [TestCase("App/App.csproj", "App/bin/Debug/App.dll")]
    [TestCase("App/App.fsproj", "App/obj/project.assets.json")]
    [TestCase("App/App.csproj", "App/TestResults/run.trx")]
    [TestCase("Repo.slnx", "TestResults/run.trx")]
    [TestCase("Directory.Build.props", "artifacts/obj/App/x.cs")]
    [TestCase("a.txt", ".git/config")]
    [TestCase("a.txt", ".goal/ledger.db")]
    [TestCase("a.txt", ".vs/x")]
    public void What_builds_and_tools_write_does_not_count(string counts, string isLeftOut)
    {
        _folder.Write(counts, "");
        _folder.Write(isLeftOut, "");

        Assert.That(Files(), Is.EqualTo(new[] { counts }));
    }

    [Test]
    public void Of_installed_packages_their_list_counts()
    {
        _folder.Write("web/node_modules/a/index.js", "");

        Assert.That(Files(), Is.EqualTo(new[] { "web/node_modules/.package-lock.json" }));
    }

    [Test]
    public void What_links_lead_to_counts_and_rings_end()
    {
        _outside.Write("deep/x.txt", "");
        _folder.Write("src/a.txt", "");
        Link("src/up", _folder.Path);
        Link("out", _outside.Path);
        Link("src/a-link.txt", _folder.At("src/a.txt"));
        Link("broken", _folder.At("none"));
        File.CreateSymbolicLink(_outside.At("ring"), _outside.Path);

        Assert.That(Files(), Is.EquivalentTo(new[] { "src/a.txt", "src/up", "out", "out/deep/x.txt", "out/ring", "src/a-link.txt", "broken" }));
        Assert.That(TreeWalk.Files(_folder.Path, default).Rings.Select(Relative), Is.EquivalentTo(new[] { "src/up", "out/ring" }));
    }

    [Test]
    public void A_link_to_a_whole_system_is_not_known()
    {
        for (var i = 0; i < 10; i++)
        {
            _outside.Write($"{i}/x", "");
        }

        _folder.Write("a", "");
        Assert.That(TreeWalk.Files(_folder.Path, default, mostLinked: 5).IsWhole);

        Link("out", _outside.Path);
        Assert.That(TreeWalk.Files(_folder.Path, default, mostLinked: 5).IsWhole, Is.False);
        Assert.That(TreeWalk.Files(_folder.Path, default).IsWhole);
    }

    [Test]
    public void Listing_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => TreeWalk.Files(_folder.Path, new CancellationToken(canceled: true)));

    [Test]
    public async Task What_git_tracks_counts_wherever_it_lies()
    {
        _folder.Write("App/App.csproj", "<Project />");
        _folder.Write("App/bin/deploy.sh", "");
        _folder.Write("App/bin/App.dll", "");
        await Git.RunAsync(_folder.Path, "init", "-q");
        Assert.That(await GitFiles.TrackedOutputsAsync(_folder.Path, default), Is.Empty);

        await Git.RunAsync(_folder.Path, "add", "-f", "App/bin/deploy.sh", "App/App.csproj");
        var tracked = await GitFiles.TrackedOutputsAsync(_folder.Path, default);

        Assert.That(tracked, Is.EqualTo(new[] { _folder.At("App/bin/deploy.sh") }));
        Assert.That(State(tracked).Listing.Files.Select(Relative), Is.EqualTo(new[] { "App/App.csproj", "App/bin/deploy.sh" }));
    }

    [Test]
    public void A_folder_holds_its_own_files_and_not_those_of_a_longer_name()
    {
        _folder.Write("App/a.cs", "");
        _folder.Write("App.Tests/b.cs", "");

        Assert.That(State([]).Below(_folder.At("App"))?.Select(Relative), Is.EqualTo(new[] { "App/a.cs" }));
    }

    [Test]
    public void A_folder_with_a_link_to_one_that_holds_it_reads_that_too()
    {
        _folder.Write("App/a.cs", "");
        _folder.Write("Other/b.cs", "");
        Link("App/up", _folder.Path);

        Assert.That(State([]).Below(_folder.At("App"))?.Select(Relative), Does.Contain("Other/b.cs"));
    }

    private TreeState State(IReadOnlyList<string> tracked) => new(_folder.Path, tracked, new FileHashes(TimeProvider.System), default);

    private IEnumerable<string> Files() => TreeWalk.Files(_folder.Path, default).Files.Select(Relative);

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(path))!);
        File.CreateSymbolicLink(_folder.At(path), target);
    }

    private string Relative(string path) => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/');
}
