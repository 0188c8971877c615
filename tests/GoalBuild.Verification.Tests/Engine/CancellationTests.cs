using System.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Engine;

/// <summary>Ctrl+C stops everything within two seconds, whatever was under way, and leaves nothing running.</summary>
[Category("Slow")]
[Platform("Linux,MacOsX")]
public class CancellationTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    private FixtureGoal _fixture = null!;

    // Whoever needs it first builds it, which takes longer on a busy machine than any of these tests may.
    [OneTimeSetUp]
    public async Task Build() => _fixture = await TestProjectsFixture.GetAsync();

    [Test, CancelAfter(120_000)]
    public async Task While_a_project_builds(CancellationToken limit)
    {
        using var sample = new SampleWorkspace(isWarm: false);
        sample.Folder.Write("Slow/Slow.proj", "<Project><Target Name=\"Restore\" /><Target Name=\"Build\"><Exec Command=\"echo $$ > new; mv new pids; exec sleep 300\" /></Target></Project>");

        await CancelledAsync(sample.Verifier, Request(sample.Folder.Path, new BuildClause(new Text("Slow"))), sample.Folder.At("Slow/pids"), 1, limit);

        // What was stopped does not reach into the next verification.
        Assert.That((await sample.VerifyAsync(new RunClause(new Text("true")))).AllHold);
    }

    [Test, CancelAfter(120_000)]
    public async Task While_a_command_runs(CancellationToken limit)
    {
        using var sample = new SampleWorkspace(isWarm: false);

        await CancelledAsync(
            sample.Verifier, Request(sample.Folder.Path, new RunClause(new Text("sleep 300 & echo $! > new; echo $$ >> new; mv new pids; wait"))), sample.Folder.At("pids"), 2, limit);
    }

    [Test, CancelAfter(120_000)]
    public async Task While_tests_run(CancellationToken limit)
    {
        var pids = Path.Combine(_fixture.Root, "NUnitVsTest", "bin", "Debug", "net10.0", "hang.pids");
        File.Delete(pids);
        using var verifier = new MSBuildVerifier(TimeProvider.System);

        await CancelledAsync(verifier, Request(_fixture.Root, new TestClause(new Text("NUnitVsTest")) { Filter = new Text("TestCategory=Hang") }), pids, 2, limit);
    }

    private static VerificationRequest Request(string root, Clause clause) => new(
        new Workspace(root, Path.Combine(root, ".goal")),
        new SourceText(Path.Combine(root, "sample.goal"), ""),
        new Goal(new Text("sample")) { Verify = [clause] },
        Path.Combine(root, ".goal", "runs", "cancelled"));

    /// <summary>Verifies, cancels as soon as what is to be killed has said so in a file, and looks what is left.</summary>
    private static async Task CancelledAsync(MSBuildVerifier verifier, VerificationRequest request, string pids, int count, CancellationToken limit)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(pids)!, Path.GetFileName(pids)) { EnableRaisingEvents = true };
        watcher.Renamed += (_, _) => running.TrySetResult();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(limit);

        var verification = verifier.VerifyAsync(request, null, cancelled.Token);
        await Task.WhenAny(running.Task, verification).WaitAsync(limit);
        var clock = Stopwatch.StartNew();
        await cancelled.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => verification);

        Assert.That(clock.Elapsed, Is.LessThan(Bound));
        Assert.That(limit.IsCancellationRequested, Is.False);
        var ids = await File.ReadAllLinesAsync(pids, limit);
        Assert.That(ids, Has.Length.EqualTo(count));
        Assert.That(ids.Where(RunningProcess.IsRunning), Is.Empty);
    }
}
