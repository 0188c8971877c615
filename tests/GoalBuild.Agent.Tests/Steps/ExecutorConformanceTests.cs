using System.Globalization;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Acp;
using GoalBuild.Agent.Executors.Agents;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.ModelScripts;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Steps;

/// <summary>What every executor keeps to, whatever it does: one fixture of these tests for each.</summary>
/// <param name="make">Makes the executor that works by a shell command.</param>
internal abstract class ExecutorConformanceTests(Func<string, Task<Subject>> make)
{
    [Test]
    public async Task Cancelled_before_its_turn_it_starts_nothing()
    {
        using var folder = new TempFolder();
        await using var subject = await make("echo x > started");
        Assert.That(() => subject.TakeTurnAsync(folder, cancellation: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.Exists(folder["started"]), Is.False);
    }

    [Test]
    public async Task Cancelled_in_mid_turn_it_throws_and_ends_all_that_it_started()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("The command is a shell script.");
        }

        // Contained, the processes have numbers of their own; how long they sleep is what they are known by.
        var sleep = string.Create(CultureInfo.InvariantCulture, $"{Random.Shared.Next(100_000, 1_000_000)}.25");
        using var folder = new TempFolder();
        using var watcher = new FileSystemWatcher(folder.Path, "started") { EnableRaisingEvents = true };
        using var cancel = new CancellationTokenSource();
        watcher.Created += (_, _) => cancel.Cancel();
        await using var subject = await make($"sleep {sleep} & sleep {sleep} & echo x > started; wait");
        Assert.That(() => subject.TakeTurnAsync(folder, cancellation: cancel.Token).WaitAsync(TimeSpan.FromMinutes(2)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.Exists(folder["started"]));
        Assert.That(Sleeping(sleep), Is.Empty);
    }

    [TestCase("exit 3")]
    [TestCase("no-such-command-anywhere")]
    public async Task A_tool_that_fails_is_a_result_and_no_exception(string command)
    {
        using var folder = new TempFolder();
        await using var subject = await make(command);
        var result = await subject.TakeTurnAsync(folder);
        Assert.That(result.Summary, Is.Not.Empty.And.Not.Contains('\n'));
        EnsureFailed(subject, result);
    }

    [Test]
    public async Task What_it_did_is_there_and_is_not_done_a_second_time()
    {
        using var folder = new TempFolder();
        await using var subject = await make("echo x >> done");
        var first = await subject.TakeTurnAsync(folder);
        Assert.That(first.End, Is.EqualTo(TurnEnd.Worked));

        var second = await subject.TakeTurnAsync(folder, turn => turn with { Number = 2, Tried = first.Attempts.ToHashSet() });
        Assert.That(folder.Text("done").Trim(), Is.EqualTo("x"), "not a second time");
        EnsureTriedOnce(first, second);
    }

    /// <summary>That the turn tells of the command's failure.</summary>
    protected virtual void EnsureFailed(Subject subject, TurnResult result)
    {
        Assert.That(result.End, Is.EqualTo(TurnEnd.Failed).Or.EqualTo(TurnEnd.Exhausted));
        Assert.That(result.Attempts, Has.Count.EqualTo(1));
    }

    /// <summary>That what was tried has a name, and that a turn which has nothing else to try says so.</summary>
    protected virtual void EnsureTriedOnce(TurnResult first, TurnResult second)
    {
        Assert.That(first.Attempts, Has.Count.EqualTo(1));
        Assert.That(second.End, Is.EqualTo(TurnEnd.Exhausted));
    }

    private static IEnumerable<string> Sleeping(string sleep) => Directory.EnumerateDirectories("/proc").Where(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")) == $"sleep\0{sleep}\0";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}

/// <summary>An executor under test, with what it needs around it.</summary>
/// <param name="executor">The executor.</param>
internal sealed class Subject(IExecutor executor) : IAsyncDisposable
{
    private readonly MemoryTurnHost _host = new(new BudgetLeft(null, null, null)) { Source = new SourceText("sample.goal", "goal \"sample\" { }") };

    /// <summary>The endpoint of a model, or null.</summary>
    public ModelServer? Server { get; init; }

    /// <summary>Takes a turn on a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="with">Changes the turn first.</param>
    /// <param name="cancellation">Breaks off.</param>
    public Task<TurnResult> TakeTurnAsync(TempFolder folder, Func<Turn, Turn>? with = null, CancellationToken cancellation = default)
    {
        var turn = ExecutorTurns.In(folder) with { Host = _host };
        return executor.TakeTurnAsync(with is null ? turn : with(turn), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await ((executor as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

/// <summary><c>fix</c>. What a command of the project's own may not change is judged afterwards; it cannot be asked beforehand.</summary>
[TestFixture]
internal sealed class FixCommandConformanceTests() : ExecutorConformanceTests(command => Task.FromResult(new Subject(new FixCommandExecutor(new FixStep(new Text(command))))));

/// <summary><c>model</c>, with a model that runs the command, and then says that it is done. What it tried is its own affair: it has a conversation.</summary>
[TestFixture]
internal sealed class ModelConformanceTests() : ExecutorConformanceTests(async command =>
{
    var server = await ModelServer.StartAsync(Script.InOrder(Reply.Call("run_command", new { command }), Reply.Say("Done."), Reply.Say("It is done.")));
    var step = new ModelStep(new Text("test-model")) { Url = new Text(server.Url) };
    return new Subject(new ModelExecutor(step, TimeProvider.System)) { Server = server };
})
{
    protected override void EnsureFailed(Subject subject, TurnResult result)
    {
        Assert.That(result.End, Is.EqualTo(TurnEnd.Worked));
        Assert.That(subject.Server!.Requests[1].NewestResults.Single(), Does.Contain("exit code 3").Or.Contain("exit code 127"), "It is the model that hears of it.");
    }

    protected override void EnsureTriedOnce(TurnResult first, TurnResult second) =>
        Assert.That((first.Attempts.Count, second.Attempts.Count, second.End), Is.EqualTo((0, 0, TurnEnd.Worked)));
}

/// <summary>What another agent tried is its own affair, as with a model: it is told of what became of it.</summary>
internal abstract class OtherAgentConformanceTests(Func<string, IExecutor> make) : ExecutorConformanceTests(command => Task.FromResult(new Subject(make(command))))
{
    protected override void EnsureFailed(Subject subject, TurnResult result)
    {
        Assert.That((result.End, result.Attempts.Count), Is.EqualTo((TurnEnd.Failed, 0)));
        Assert.That(result.Summary, Does.Contain("exit code 3").Or.Contain("exit code 127"));
    }

    protected override void EnsureTriedOnce(TurnResult first, TurnResult second) =>
        Assert.That((first.Attempts.Count, second.Attempts.Count, second.End, second.Summary), Is.EqualTo((0, 0, TurnEnd.Worked, "Nothing is left to do.")));
}

/// <summary><c>command</c>, with an agent whose events are codex's.</summary>
[TestFixture]
internal sealed class CommandConformanceTests() : OtherAgentConformanceTests(command => new CommandExecutor(new CommandStep(new Text(Agents.FakeAgents.Line("codex", command)))));

/// <summary><c>acp</c>.</summary>
[TestFixture]
internal sealed class AcpConformanceTests() : OtherAgentConformanceTests(command => new AcpExecutor(new AcpStep(new Text(Agents.FakeAgents.Line("acp", command)))));

/// <summary><c>fixers</c>, with a repair that works by a command.</summary>
[TestFixture]
internal sealed class FixersConformanceTests() : ExecutorConformanceTests(command => Task.FromResult(new Subject(new FixersExecutor([new CommandRepair(command)]))))
{
    [Test]
    public async Task A_repair_that_breaks_does_not_keep_the_others_from_their_work()
    {
        using var folder = new TempFolder();
        var executor = new FixersExecutor([new ScriptedRepair("breaks", _ => throw new IOException("the disk is full")), new CommandRepair("echo x > done")]);
        var result = await executor.TakeTurnAsync(ExecutorTurns.In(folder), default);
        Assert.That(result.End, Is.EqualTo(TurnEnd.Worked));
        Assert.That(result.Attempts, Is.EqualTo(new[] { "breaks", "command" }));
    }

    private sealed class CommandRepair(string command) : IRepair
    {
        public string Name => "command";

        public bool CouldHelp(Verdict verdict, Clause clause) => true;

        public async Task<RepairResult> RepairAsync(Turn turn, IReadOnlyList<(GoalClause Clause, Verdict Verdict)> failing, CancellationToken cancellation)
        {
            var result = await ProcessRunner.RunAsync(
                ProcessRequest.Shell(command) with { WorkingDirectory = turn.GoalDirectory, OnLine = turn.Progress.Report }, cancellation);
            return result.ExitCode == 0 ? new RepairResult(["done"], "done") : RepairResult.Nothing($"it ended with exit code {result.ExitCode}");
        }
    }
}
