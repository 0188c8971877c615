using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Sandbox;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux")]
internal sealed class SandboxLimitTests : IDisposable
{
    private readonly SandboxedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private async Task<CommandEnd> EndAsync(string command, SandboxLimits limits)
    {
        var sandbox = await _tree.SandboxAsync(_tree.Policy() with { Limits = limits });
        using var output = new CommandOutput(text => text, _tree.Folder["output"], 1000);
        await using var job = CommandJob.Start(1, command, sandbox.Request(command, _tree.Folder.Path, false) with { Timeout = TimeSpan.FromSeconds(60) }, output, sandbox.Limits, TimeProvider.System);
        return await job.Completion;
    }

    [Test]
    public async Task A_command_that_starts_too_many_processes_is_stopped()
    {
        // The script itself never has more than 200.
        var end = await EndAsync("for i in $(seq 200); do sleep 30 & done; wait", new SandboxLimits { Processes = 60, Interval = TimeSpan.FromMilliseconds(50) });
        Assert.That(end.Stopped, Does.Match("^it had [0-9]+ processes at once, and at most 60 are allowed$"));
    }

    [Test]
    public async Task One_process_gets_no_more_private_memory_than_is_allowed()
    {
        var end = await EndAsync("exec perl -e 'my $text = \"x\" x (400 << 20); print length $text'", new SandboxLimits { Memory = 100 << 20, Interval = TimeSpan.FromMinutes(1) });
        Assert.That((end.Stopped, end.ExitCode is null or 0), Is.EqualTo(((string?)null, false)));
    }

    [Test]
    public async Task A_tree_that_uses_too_much_memory_is_stopped()
    {
        const string Script = "for i in 1 2 3 4; do perl -e 'my $text = \"x\" x (40 << 20); sleep 30' & done; wait";
        var end = await EndAsync(Script, new SandboxLimits { Memory = 150 << 20, Interval = TimeSpan.FromMilliseconds(50) });
        Assert.That(end.Stopped, Does.Match("^it used [0-9]+ MiB of memory, and at most 150 MiB are allowed$"));
    }
}
