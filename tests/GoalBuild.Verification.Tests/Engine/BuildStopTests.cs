using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Processes;
using GoalBuild.Verification.Tests.Support;
using Microsoft.Build.Execution;

namespace GoalBuild.Verification.Tests.Engine;

[Category("Slow")]
[Platform("Linux")]
public class BuildStopTests
{
    [OneTimeSetUp]
    public void LoadMSBuild() => SdkLocator.Register(TestContext.CurrentContext.TestDirectory);

    [Test, CancelAfter(60_000)]
    public async Task Who_waits_for_it_finds_everything_killed_and_nothing_is_killed_afterwards(CancellationToken limit)
    {
        using var manager = new BuildManager("test");
        manager.BeginBuild(new BuildParameters());
        var mark = ProcessTree.NewMark();
        var stop = new BuildStop(manager, mark);
        var first = await StartAsync(mark, limit);

        stop.Stop();
        var stopped = await stop.CloseAsync();

        Assert.That((stopped, stop.IsRequested, RunningProcess.IsRunning(first)), Is.EqualTo((true, true, false)));
        var second = await StartAsync(mark, limit);
        stop.Stop();
        await stop.CloseAsync();
        Assert.That(RunningProcess.IsRunning(second));
        ProcessTree.KillMarked(mark);
        manager.EndBuild();
    }

    [Test]
    public async Task Without_a_reason_nothing_is_stopped()
    {
        using var manager = new BuildManager("test");

        Assert.That(await new BuildStop(manager, ProcessTree.NewMark()).CloseAsync(), Is.False);
    }

    /// <summary>Starts a process with the mark of a build, which ends only when it is killed.</summary>
    private static async Task<string> StartAsync(string mark, CancellationToken limit)
    {
        var info = new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "echo $$; exec sleep 300"]) { RedirectStandardOutput = true };
        info.Environment[ProcessTree.MarkVariable] = mark;
        using var process = System.Diagnostics.Process.Start(info)!;
        return (await process.StandardOutput.ReadLineAsync(limit))!;
    }
}
