using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Agent.Tests;

/// <summary>What is kept of goals, whose it is, and how it is forgotten.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ClearTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();

    public void Dispose() => _folder.Dispose();

    private Workspace Workspace => new(_folder.Path, _folder.State);

    private Task<Cleared> ClearAsync(string file, string name) => GoalCleaner.ClearAsync(Workspace, new GoalKey(file, name), TimeProvider.System, default);

    private async Task<RunResult> RunAsync(string file, string name)
    {
        _folder.With("a.txt", "one");
        if (!File.Exists(_folder[file]))
        {
            _folder.With(file, "// the goal\n");
        }

        var request = Goals.Request(_folder.Path, Goals.Of(("a.txt", "one")) with { Name = new Text(name) });
        request = request with { Source = new Language.Syntax.SourceText(_folder[file], "// the goal\n") };
        return (await new RunLoop(new FileVerifier(), _ => null, TimeProvider.System).RunAsync(request, _watcher, default)).Single();
    }

    [Test]
    public async Task Goals_of_one_name_and_names_that_make_one_folder_have_folders_of_their_own()
    {
        var first = await RunAsync("one.goal", "a b");
        var second = await RunAsync("two.goal", "a b");
        var third = await RunAsync("one.goal", "a-b");
        var again = await RunAsync("one.goal", "a b");
        var folders = new[] { first, second, third, again }.Select(result => Path.GetFileName(Path.GetDirectoryName(result.EvidenceDirectory))!).ToList();
        Assert.That(folders[0], Is.EqualTo("a-b"), "the plain name where nothing speaks against it");
        Assert.That(folders[1..3], Is.All.Match("^a-b-[0-9a-f]{8}$"));
        Assert.That(folders[1..3], Is.Unique);
        Assert.That(folders[3], Is.EqualTo("a-b"));
    }

    [Test]
    public async Task Clearing_a_goal_forgets_its_runs_evidence_and_verdicts_and_no_other_goals()
    {
        var first = await RunAsync("one.goal", "g");
        var second = await RunAsync("two.goal", "g");
        _folder.With($".goal/runs/g/20260101-verify/evidence.json", "{}");
        foreach (var file in new[] { "one.goal", "two.goal" })
        {
            VerdictCache.Open(Workspace, _folder[file], "g", TimeProvider.System).Save();
        }

        Assert.That(Directory.GetFiles(_folder[".goal/cache"]), Has.Length.EqualTo(2));
        Assert.That(await ClearAsync("one.goal", "g"), Is.EqualTo(new Cleared(1, [])));
        Assert.That((Directory.Exists(_folder[".goal/runs/g"]), Directory.Exists(second.EvidenceDirectory)), Is.EqualTo((false, true)));
        Assert.That(Directory.GetFiles(_folder[".goal/cache"]), Has.Length.EqualTo(1));
        using var ledger = RunLedger.OpenExisting(_folder.State)!;
        Assert.That((ledger.Run(first.Run), ledger.Run(second.Run)?.Id), Is.EqualTo(((LedgerRun?)null, second.Run)));
    }

    [Test]
    public async Task A_damaged_ledger_is_kept_aside_and_told_when_a_goal_is_cleared()
    {
        var run = await RunAsync("one.goal", "g");
        _folder.With(".goal/ledger.db", new string('x', 5000));
        var cleared = await ClearAsync("one.goal", "g");
        Assert.That(cleared.Notices.Single(), Has.Property("Code").EqualTo("GOAL0008").And.Property("Message").Contains("it is kept as"));
        Assert.That(Directory.GetFiles(_folder.State, "ledger.corrupt*"), Has.Length.EqualTo(1));
        Assert.That(Directory.Exists(run.EvidenceDirectory), Is.False);
    }

    [Test]
    public void A_damaged_ledger_stays_and_is_told_when_a_run_is_to_be_resumed()
    {
        _folder.With(".goal/ledger.db", new string('x', 5000));
        var loop = new RunLoop(new FileVerifier(), _ => null, TimeProvider.System);
        Assert.That(() => loop.ResumeAsync(Goals.Request(_folder.Path, Goals.Of(("a.txt", "one"))), _watcher, default), Throws.TypeOf<GoalFaultException>().With.Property("Descriptor").Property("Code").EqualTo("GOAL0011"));
        Assert.That(_watcher.Of<NoticeGiven>().Single().Code, Is.EqualTo("GOAL0008"));
        Assert.That(_folder.Text(".goal/ledger.db"), Has.Length.EqualTo(5000));
    }

    [Test]
    public void A_baseline_is_not_looked_for_elsewhere_when_the_ledger_is_damaged()
    {
        _folder.With("a.txt", "one").Committed().With(".goal/ledger.db", new string('x', 5000));
        Assert.That(() => GoalBaseline.FindAsync(Workspace, new GoalKey("words.goal", "words"), default), Throws.TypeOf<GoalFaultException>().With.Property("Descriptor").Property("Code").EqualTo("GOAL0008"));
    }
}
