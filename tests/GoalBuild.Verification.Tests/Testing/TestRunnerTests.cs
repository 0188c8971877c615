using System.Diagnostics;
using System.Globalization;
using GoalBuild.Verification.Testing;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

[Category("Slow")]
public class TestRunnerTests
{
    private FixtureGoal _fixture = null!;

    [OneTimeSetUp]
    public async Task Build() => _fixture = await TestProjectsFixture.GetAsync();

    [Test, CancelAfter(120_000)]
    public async Task Cancelling_a_hanging_test_leaves_no_process(CancellationToken limit)
    {
        var project = Path.Combine(_fixture.Root, "NUnitVsTest", "NUnitVsTest.csproj");
        var output = Path.Combine(_fixture.Root, "NUnitVsTest", "bin", "Debug", "net10.0");
        var pids = Path.Combine(output, "hang.pids");
        File.Delete(pids);
        using var evidence = new TempFolder();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(limit);
        var started = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(output, "hang.pids") { EnableRaisingEvents = true };
        watcher.Renamed += (_, _) => started.TrySetResult();
        var runner = new TestRunner(Sdk.Host, evidence.Path);

        var run = runner.RunAsync(new TestAssembly(Path.Combine(output, "NUnitVsTest.dll"), project), new TestRequest("hang", "TestCategory=Hang"), cancellation.Token);
        await Task.WhenAny(started.Task, run).WaitAsync(limit);
        await cancellation.CancelAsync();

        Assert.That(async () => await run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(limit.IsCancellationRequested, Is.False, "the test never started");
        var ids = await File.ReadAllLinesAsync(pids, limit);
        Assert.That(ids, Has.Length.EqualTo(2));
        foreach (var id in ids)
        {
            await GoneAsync(int.Parse(id, CultureInfo.InvariantCulture), limit);
        }
    }

    [Test]
    public void Tests_that_were_never_built_cannot_run()
    {
        using var evidence = new TempFolder();
        var runner = new TestRunner(Sdk.Host, evidence.Path);

        Assert.That(
            async () => await runner.RunAsync(new TestAssembly(evidence.At("T.dll"), evidence.At("T.csproj")), new TestRequest("t"), CancellationToken.None),
            Throws.TypeOf<TestsCannotRunException>().With.Message.Contains("left no"));
    }

    /// <summary>A killed process may be seen until the system has cleared it away; one that lives on lets the test's time run out.</summary>
    private static async Task GoneAsync(int id, CancellationToken limit)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(limit);
        }
        catch (ArgumentException)
        {
            // No process has this id.
        }
    }
}
