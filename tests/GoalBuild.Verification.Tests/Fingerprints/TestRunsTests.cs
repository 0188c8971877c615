using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

/// <summary>Which changes leave a run of tests without a base.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TestRunsTests : IDisposable
{
    private const string How = "how";

    private readonly TempFolder _folder = new("runs");
    private readonly string _assembly;
    private readonly string _results;

    public TestRunsTests()
    {
        _folder.Write("T/T.csproj", "<Project />");
        _folder.Write("T/Tests.cs", "class Tests;");
        _folder.Write("schema.json", "{}");
        _assembly = CompiledCode.Write(_folder.At("T/bin/T.dll"), "public class Sample { public int One => 1; }");
        _folder.Write("T/bin/T.deps.json", """{ "targets": {}, "libraries": {} }""");
        _folder.Write("T/bin/data.txt", "data");
        _results = _folder.Write(".goal/runs/1/t.trx", "results");
        Assert.That(Find(), Has.Count.EqualTo(1), "nothing is known yet");
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_run_stands_while_nothing_changes_and_says_where_it_comes_from()
    {
        Assert.That(Find().Skip(1), Is.EqualTo(new[] { ".goal/runs/1", _results }));
        Assert.That(Find().Skip(1), Is.EqualTo(new[] { ".goal/runs/1", _results }), "once more");
    }

    [Test]
    public void Where_it_comes_from_stays_when_its_files_are_copied()
    {
        var copy = _folder.Write(".goal/runs/2/t.trx", "results");

        Find(copy);

        Assert.That(Find().Skip(1), Is.EqualTo(new[] { ".goal/runs/1", copy }));
    }

    [TestCase("T/Tests.cs", true)]
    [TestCase("Other/More.cs", true)]
    [TestCase("schema.json", false)]
    [TestCase("T/T.csproj", false)]
    [TestCase("tests.runsettings", false)]
    [TestCase("T/bin/data.txt", false)]
    [TestCase("T/bin/new.txt", false)]
    [TestCase("T/bin/T.deps.json", false)]
    [TestCase("T/bin/below/plugin.txt", false)]
    public void An_edit_counts_where_tests_that_compute_could_see_it(string path, bool stands)
    {
        _folder.Write(path, """{ "targets": {}, "libraries": { } }""");

        Assert.That(Find(), Has.Count.EqualTo(stands ? 3 : 1));
    }

    [Test]
    public void A_binary_that_was_replaced_counts_even_with_its_size_and_times()
    {
        var time = File.GetLastWriteTimeUtc(_assembly);
        var bytes = File.ReadAllBytes(_assembly);
        bytes[^1] ^= 1;
        File.WriteAllBytes(_assembly, bytes);
        File.SetLastWriteTimeUtc(_assembly, time);

        Assert.That(Find(), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_file_that_was_removed_or_renamed_counts()
    {
        File.Move(_folder.At("T/bin/data.txt"), _folder.At("T/bin/other.txt"));
        Assert.That(Find(), Has.Count.EqualTo(1));

        File.Delete(_folder.At("schema.json"));
        Assert.That(Find(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Times_alone_do_not_count()
    {
        File.SetLastWriteTimeUtc(_assembly, DateTime.UtcNow.AddDays(-1));
        File.SetLastWriteTimeUtc(_folder.At("schema.json"), DateTime.UtcNow.AddDays(1));

        Assert.That(Find(), Has.Count.EqualTo(3));
    }

    [Test]
    public void How_tests_are_run_and_the_environment_count()
    {
        Assert.That(Find(how: "another filter"), Has.Count.EqualTo(1));
        Assert.That(Find(environment: "env COLOUR=blue\n"), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_run_is_not_looked_for_where_everything_is_verified_anew() => Assert.That(Find(mayFind: false), Has.Count.EqualTo(1));

    [Test]
    public void Tests_that_can_read_files_have_no_key_at_all()
    {
        CompiledCode.Write(_assembly, "public class Sample { public string Text => File.ReadAllText(\"Other/More.cs\"); }");

        Assert.That(Find(), Is.Empty);
    }

    [Test]
    public void Results_that_somebody_wrote_to_are_none()
    {
        File.WriteAllText(_results, "RESULTS");
        Assert.That(Find(), Has.Count.EqualTo(1));

        File.Delete(_results);
        Assert.That(Find(keeps: null), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_run_during_which_a_file_changed_is_not_kept()
    {
        Find(how: "other", meanwhile: () => _folder.Write("T/bin/data.txt", "atad"));
        Assert.That(Find(how: "other"), Has.Count.EqualTo(1));

        Find(how: "third", meanwhile: () => _folder.Write("schema.json", "[]"));
        Assert.That(Find(how: "third"), Has.Count.EqualTo(1));
    }

    // A verification of its own each time, which keeps the run where it found none.
    private IReadOnlyList<string> Find(string? keeps = "", string how = How, string environment = "env HOME=/\n", bool mayFind = true, Action? meanwhile = null)
    {
        var cache = VerdictCache.Open(new Workspace(_folder.Path, _folder.At(".goal")), _folder.At("a.goal"), "a", TimeProvider.System);
        var runs = new TestRuns(cache, State(cache), environment, mayFind);
        var found = runs.Find(_assembly, how);
        meanwhile?.Invoke();
        if (found is [var key, ..] && keeps is not null)
        {
            runs.Keep(key, found.Count > 1 ? found[1] : "", [keeps.Length > 0 ? keeps : found.Count > 2 ? found[2] : _results]);
        }

        runs.Save(State(cache));
        cache.Save();
        return found;
    }

    private TreeState State(VerdictCache cache) => new(_folder.Path, [], cache.Hashes, default);
}
