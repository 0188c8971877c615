using GoalBuild.Agent.Executors;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tests.Steps;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FixCommandExecutorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<TurnResult> RunAsync(string command, string? directory = null, TimeSpan? timeout = null) =>
        new FixCommandExecutor(new FixStep(new Text(command)) { Directory = directory is null ? null : new Text(directory) }, timeout)
            .TakeTurnAsync(ExecutorTurns.In(_folder), default);

    [Test]
    public async Task A_command_runs_in_the_folder_of_its_step()
    {
        Directory.CreateDirectory(_folder["tools"]);
        var result = await RunAsync("echo x > made", "tools");
        Assert.That((result.End, result.Summary), Is.EqualTo((TurnEnd.Worked, "the command ran")));
        Assert.That(File.Exists(_folder["tools/made"]), Is.True);
        Assert.That(result.Attempts, Is.EqualTo(new[] { "echo x > made" }));
    }

    [Test]
    public async Task A_command_runs_again_only_when_a_verdict_is_another_than_when_it_last_ran()
    {
        var executor = new FixCommandExecutor(new FixStep(new Text("echo done >> made")));
        var turn = ExecutorTurns.In(_folder);
        Assert.That((await executor.TakeTurnAsync(turn, default)).End, Is.EqualTo(TurnEnd.Worked));
        var again = await executor.TakeTurnAsync(turn with { Number = 2 }, default);
        Assert.That((again.End, again.Summary), Is.EqualTo((TurnEnd.Exhausted, "the command has run, and no verdict is another since")));
        var other = turn.Verdicts.Select(verdict => verdict with { Figures = [new Verification.Figure("failed", 1, "", 0)] }).ToValueList();
        Assert.That((await executor.TakeTurnAsync(turn with { Number = 3, Verdicts = other }, default)).End, Is.EqualTo(TurnEnd.Worked));
        Assert.That(_folder.Text("made").Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task A_command_that_fails_is_named_with_its_exit_code_and_its_last_words()
    {
        var result = await RunAsync("echo first>&2&& echo last>&2&& exit 3");
        Assert.That((result.End, result.Summary), Is.EqualTo((TurnEnd.Failed, "the command ended with exit code 3: last")));
    }

    [Test]
    public async Task A_command_that_is_not_there_says_so()
    {
        var result = await RunAsync("no-such-command-anywhere --now");
        Assert.That(result.End, Is.EqualTo(TurnEnd.Failed));
        Assert.That(result.Summary, Does.Contain("no-such-command-anywhere"));
    }

    [Test]
    public async Task A_folder_that_is_not_there_says_so()
    {
        var result = await RunAsync("echo x", "missing");
        Assert.That(result.End, Is.EqualTo(TurnEnd.Failed));
        Assert.That(result.Summary, Does.Contain("missing"));
    }

    [Test]
    public async Task A_command_that_does_not_end_is_stopped_with_all_that_it_started()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("The command is a shell script.");
        }

        var result = await RunAsync("sleep 600 & echo $! > child; echo $$ > parent; wait", timeout: TimeSpan.FromSeconds(2));
        Assert.That((result.End, result.Summary), Is.EqualTo((TurnEnd.Failed, "the command did not end within 2 seconds and was stopped")));
        Assert.That(new[] { "child", "parent" }.Where(file => ExecutorTurns.IsRunning(_folder.Text(file))), Is.Empty);
    }
}
