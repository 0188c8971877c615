using GoalBuild.Agent.Loop;
using GoalBuild.Ledger;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReportTests : IDisposable
{
    private const string Goal = """goal "demo" { objective "It runs." require "it runs" { run "true" } constrain { only "src/**" } }""";

    private readonly TemporaryFolder _folder = new();

    public ReportTests() => _folder.Write("demo.goal", Goal);

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_page_lies_beside_the_evidence_or_where_it_is_told_and_its_path_is_said()
    {
        await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Fails))), "verify");
        var evidence = Directory.GetDirectories(Path.Combine(_folder.Path, ".goal", "runs", "demo")).Single();
        var page = Path.Combine(evidence, "report.html");
        Assert.That(await SayAsync("report", "--html"), Is.EqualTo($"demo: {Path.GetRelativePath(_folder.Path, page)}\n"));
        Assert.That(await File.ReadAllTextAsync(page), Does.StartWith("<!DOCTYPE html>").And.Contain("<strong>Not met</strong>"));
        Assert.That(await SayAsync("report", Path.GetFileName(evidence), "demo.goal", "--html", "-o", "out/a.html"), Is.EqualTo($"demo: {Path.Combine("out", "a.html")}\n"));
        Assert.That(await SayAsync("report", "--html", "-o", "-"), Is.EqualTo(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "out", "a.html"))));
        Assert.That(await SayAsync("report", "--html", "--json"), Does.Contain("\"event\":\"report-written\"").And.Contain(Path.GetFileName(evidence)));
        Assert.That(await SayAsync("report", "--md"), Does.StartWith("# demo: not-met\n").And.Contain("## What is proved, and what is judged"));
    }

    [Test]
    public async Task A_run_that_has_left_no_evidence_is_reported_from_the_ledger()
    {
        var key = new GoalKey("demo.goal", "demo");
        using var ledger = RunLedger.Open(Path.Combine(_folder.Path, ".goal"), TimeProvider.System);
        ledger.BeginRun(new LedgerRun("20261122-103000-000-1a2b", key, RunState.Running, _folder.Path, false, "", DateTimeOffset.UnixEpoch) { GoalText = Goal });
        Assert.That(await SayAsync("report"), Does.StartWith("# demo: interrupted\n"));
        Assert.That(await SayAsync("report", "--json"), Does.Contain("\"run\": \"20261122-103000-000-1a2b\""));
        using var held = RunLock.Acquire(Path.Combine(_folder.Path, ".goal"), RunLock.KeyOf(key), new LockHolder(1, "host", "demo", DateTimeOffset.UnixEpoch, "dotnet goal run"));
        Assert.That(await SayAsync("report", "20261122-103000-000-1a2b"), Does.StartWith("# demo: running\n"));
    }

    [TestCase("Found '--html' and '--md'", "report", "--html", "--md")]
    [TestCase("Found several runs, '20261122-103000-000-1a2b' and '20261122-103000-000-verify', expected one.", "report", "20261122-103000-000-verify", "--run", "20261122-103000-000-1a2b")]
    [TestCase("Goal 'demo' has no evidence of a run named '../demo'", "report", "--run", "../demo")]
    [TestCase("'--port' is 70000; expected a number from 0", "serve", "--port", "70000")]
    public async Task What_cannot_be_meant_is_refused(string message, params string[] args)
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain(message));
    }

    private async Task<string> SayAsync(params string[] args)
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(ExitCode.Met), host.Error.ToString());
        return host.Out.ToString();
    }
}
