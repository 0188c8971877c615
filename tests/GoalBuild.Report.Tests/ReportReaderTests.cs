using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Ledger;
using GoalBuild.Report.Html;
using GoalBuild.Report.Reading;
using GoalBuild.Report.Tests.Support;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReportReaderTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_run_without_a_bundle_is_told_of_from_the_ledger()
    {
        var run = _folder.Begin();
        _folder.Take(run, 1, 1, "I look at <script>.");
        var report = await ReadAsync(run);
        Assert.That((report!.Evidence.Outcome, report.Proof), Is.EqualTo(("interrupted", ProofState.Open)), "No process holds it.");
        Assert.That(report.Evidence.Clauses.Select(clause => (clause.Name, clause.Status)), Is.EqualTo(new[] { ("it runs", "holds"), ("it is there", "fails") }));
        Assert.That(report.Evidence.Requirements.Single().Status, Is.EqualTo("holds"));
        Assert.That((report.HoldingAtStart, report.Turns.Single().Holding, report.Turns.Single().Spent), Is.EqualTo((0, 1, new Spending(20_000, 12_000, 900, 0.031m))));
        Assert.That(report.Transcript.Select(entry => entry.Kind), Is.EqualTo(new[] { "told", "said", "called", "returned" }));
        Assert.That(HtmlReport.Render(report), Does.Contain("I look at &lt;script&gt;."));
    }

    [Test]
    public async Task A_run_that_a_process_holds_is_under_way()
    {
        var run = _folder.Begin();
        using var held = RunLock.Acquire(_folder.Workspace.StateDirectory, RunLock.KeyOf(RunFolder.Goal), new LockHolder(1, "host", "webhooks", DateTimeOffset.UnixEpoch, "dotnet goal run"));
        Assert.That(((await ReadAsync(run))!.Evidence.Outcome, (await ReadAsync(run))!.Proof), Is.EqualTo(("running", ProofState.UnderWay)));
    }

    [Test]
    public async Task Evidence_is_read_with_the_patch_beside_it_and_counts_until_the_run_goes_on()
    {
        var run = _folder.Begin();
        _folder.Take(run, 1, 2);
        _folder.End(run, RunState.Met);
        var evidence = Path.Combine(RunFolders.Claim(_folder.Workspace.StateDirectory, RunFolder.Goal), run);
        EvidenceWriter.Write(ReportSample.Of("met", 1).Evidence with { Run = run, Goal = "webhooks" }, evidence);
        await File.WriteAllTextAsync(Path.Combine(evidence, EvidenceWriter.PatchFile), "diff --git a/a.txt b/a.txt\nnew file mode 100644\n--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1 @@\n+<b>\n");
        var report = await ReadAsync(run);
        Assert.That((report!.Proof, report.Evidence.Clauses.Count, report.Files.Single().Change.File), Is.EqualTo((ProofState.Proved, 5, "a.txt")));

        _folder.Ledger.ResumeRun(run, TimeSpan.Zero, RunFolder.GoalText, DateTimeOffset.UtcNow);
        Assert.That((await ReadAsync(run))!.Evidence.Clauses, Has.Count.EqualTo(2), "An earlier stretch's evidence says nothing of this one.");
    }

    [Test]
    public async Task A_turn_that_was_undone_leaves_what_held_before_it()
    {
        var run = _folder.Begin();
        _folder.Take(run, 1, 2);
        _folder.Take(run, 2, 0);
        _folder.Ledger.EndTurn(_folder.Ledger.TurnsOf(run)[1], TurnState.Undone, "fewer clauses held", DateTimeOffset.UtcNow, "GOAL5001");
        Assert.That((await ReadAsync(run))!.Turns.Select(turn => (turn.State, turn.Holding)), Is.EqualTo(new (string, int?)[] { ("kept", 2), ("undone", 2) }));
    }

    [Test]
    public async Task What_nobody_knows_of_is_not_reported()
    {
        var run = _folder.Begin();
        Assert.That(await ReadAsync("20260101-000000-000-abcd"), Is.Null);
        Assert.That(await new ReportReader(_folder.Workspace, TimeProvider.System, "1.0").ReadAsync(new GoalKey("other.goal", "other"), run, default), Is.Null, "It is another goal's run.");
    }

    private Task<RunReport?> ReadAsync(string run) => new ReportReader(_folder.Workspace, TimeProvider.System, "1.0").ReadAsync(RunFolder.Goal, run, default);
}
